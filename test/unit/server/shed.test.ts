/** Requests that are refused because of load are logged and counted like others. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { Documents } from '../../../src/documents/documents.ts';
import { GatewayTelemetry } from '../../../src/process/gateway/gateway-telemetry.ts';
import type { OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { Admission } from '../../../src/server/admission.ts';
import { createClientAddress } from '../../../src/server/http/client-address.ts';
import { Health } from '../../../src/server/health.ts';
import { createHttpServer } from '../../../src/server/http-server.ts';
import { RequestLog } from '../../../src/server/request-log.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { parseMetrics, valueOf, type Sample } from '../../operations/exposition.ts';
import { openTestLedger } from '../../support/ledger.ts';
import { sendRaw, type RawAnswer } from '../../security/raw-http.ts';

const limits = { tokens: 500, depth: 10 };
const schema = buildSchema('type Query { users(search: String!): String }');
const rules = { schema, limits, introspection: false };

let ledger: OpenLedger;
let server: Server;
let admission: Admission;
let telemetry: GatewayTelemetry;
let lines: string[];

beforeEach(async () => {
  lines = [];
  ledger = await openTestLedger();
  const destination = { write: (line: string) => void lines.push(line) };
  telemetry = new GatewayTelemetry(
    { metricsPort: 0, requestDeadlineMs: 15_000 },
    { log: createLog('debug', { destination }), ledger },
  );
  const { log } = telemetry;
  admission = new Admission(() => undefined);
  // Fully busy: its own ticks would measure less.
  admission.stop();
  admission.tick(1);
  for (let request = 0; request < 64; request += 1) admission.enter();
  const health = new Health(
    {
      am: async () => [],
      ledger: async () => null,
      records: async () => null,
      service: async () => null,
      clocks: () => null,
    },
    () => 0,
    { readiness: () => undefined, process: () => undefined },
  );
  telemetry.registerGauges({
    connections: async () => 0,
    requestsUnderWay: () => 0,
    callsUnderWay: () => 0,
    bulkheads: () => [],
    admission: () => admission.stats(),
    clockOffsets: () => ({ am: -2_000, database: null }),
    health,
  });
  server = createHttpServer({
    admission,
    health,
    requests: new RequestLog(log, { addressOf: createClientAddress([]) }),
    documents: new Documents({ trust: 'off', trusted: new Map(), rules, automatic: false }),
    engine: { run: async () => ({ data: null }), stop: async () => undefined },
    cookieName: () => 'session',
    contextOf: () => {
      throw new Error('no request is admitted');
    },
    bodyLimit: 10_000,
    deadlineMs: 10_000,
    pages: undefined,
    signals: undefined,
    enrolment: undefined,
    identityChecks: undefined,
    resource: undefined,
    explorer: undefined,
    shownCostLimit: null,
    allowedOrigins: [],
    tlsOnly: false,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await ledger.close();
});

function send(body: string): Promise<RawAnswer> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return sendRaw(`http://127.0.0.1:${port}`, { body });
}

/** Returns the log lines of an event. */
function linesOf(event: string): unknown[] {
  return lines
    .map((line): { event: unknown } => JSON.parse(line))
    .filter((line) => line.event === event);
}

function metrics(): Promise<readonly Sample[]> {
  return (telemetry.metrics?.text() ?? Promise.resolve('')).then(parseMetrics);
}

test('it has a log line, is no failure, and is counted by its code and priority', async () => {
  const body = JSON.stringify({ query: '{ users(search: "PERSONAL") }' });
  const shed = 'identity_gateway_requests_shed_total';
  expect(valueOf(await metrics(), shed, { priority: 'search' })).toBe(0);

  const answer = await send(body);

  expect(answer.status).toBe(503);
  expect(linesOf('request')).toEqual([
    expect.objectContaining({
      status: 503,
      codes: ['OVERLOADED'],
      client: '127.0.0.1',
      correlationId: answer.headers['x-correlation-id'],
      requestBytes: body.length,
      responseBytes: answer.text.length,
    }),
  ]);
  expect(linesOf('failure')).toEqual([]);
  expect(lines.join()).not.toContain('PERSONAL');
  const after = await metrics();
  const labels = { http_route: '/graphql', http_response_status_code: '503' };
  expect(valueOf(after, 'http_server_request_duration_seconds_count', labels)).toBe(1);
  expect(valueOf(after, 'identity_gateway_errors_total', { code: 'OVERLOADED' })).toBe(1);
  expect(valueOf(after, shed, { priority: 'search' })).toBe(1);
  expect(valueOf(after, shed, { priority: 'change' })).toBe(0);
  expect(valueOf(after, 'identity_gateway_busy', {})).toBe(1);
});
