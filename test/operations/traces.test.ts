/** What a collector of OpenTelemetry receives: one span a request, a call to AM, a question to the ledger; nobody's name. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { Live } from '../../src/domain/live.ts';
import { openTracing } from '../../src/telemetry/tracing.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { bearerEnv } from '../callers/bearers.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { bearer, everyCallerEnv, onStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

/** A collector that takes OTLP as JSON. */
interface Collector {
  readonly url: string;
  /** What it received, as text. */
  readonly received: string[];
  readonly headers: (string | undefined)[];
  readonly server: Server;
}

interface ToldSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

let collector: Collector;
let ledger: OpenLedger;
let folder: string;

beforeEach(async () => {
  const received: string[] = [];
  const headers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      received.push(text);
      headers.push(request.headers['x-key']?.toString());
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  collector = { url: `http://127.0.0.1:${port}`, received, headers, server };
  folder = mkdtempSync(join(tmpdir(), 'traces-'));
  ledger = await openLedger(
    { folder, postgres: undefined },
    { now: Date.now, warn: (): void => undefined },
  );
});
afterEach(async () => {
  collector.server.close();
  collector.server.closeAllConnections();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** The spans of what is done on a stage, which has been sent when the gateway has stopped. */
async function spansOf(
  act: (stage: Stage) => Promise<unknown>,
  more: (peer: SandboxPeer) => Environment = () => ({}),
): Promise<readonly ToldSpan[]> {
  const env = (peer: SandboxPeer): Environment =>
    everyCallerEnv({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret key',
      ...more(peer),
    })(peer);
  await onStage('pingam', { env, ledger }, act);
  return collector.received.flatMap((text) => {
    const json: unknown = JSON.parse(text);
    return listAt(json, 'resourceSpans')
      .flatMap((one) => listAt(one, 'scopeSpans'))
      .flatMap((one) => listAt(one, 'spans'))
      .map(toldSpan);
  });
}

function toldSpan(span: unknown): ToldSpan {
  const parent = fieldAt(span, 'parentSpanId');
  const nanos = (name: string): number => Number(textAt(span, name));
  return {
    name: textAt(span, 'name'),
    traceId: textAt(span, 'traceId'),
    spanId: textAt(span, 'spanId'),
    parentSpanId: typeof parent === 'string' && parent !== '' ? parent : undefined,
    attributes: Object.fromEntries(
      listAt(span, 'attributes').map((one) => {
        const value = fieldAt(one, 'value');
        return [textAt(one, 'key'), fieldAt(value, 'stringValue') ?? fieldAt(value, 'intValue')];
      }),
    ),
    ms: (nanos('endTimeUnixNano') - nanos('startTimeUnixNano')) / 1e6,
  };
}

const caller = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
};
const input = { input: { target: { self: true } } };

test('a reset is one span, and below it each call to AM and each question to the ledger', async () => {
  let calls: string[] = [];
  let sent: (string | undefined)[] = [];
  const spans = await spansOf(async ({ gateway, peer, sandbox }) => {
    const alice = await peer.signIn('alice');
    sandbox.clearReceived();
    await gateway.send(ResetOathDevicesDocument, input, { ...alice, ...caller });
    calls = sandbox.received().map(({ method }) => method);
    sent = sandbox.received().map(({ headers }) => headers['traceparent']?.toString());
  });

  const own = spans.filter(({ traceId }) => traceId === caller.traceId);
  const root = own.find(({ parentSpanId }) => parentSpanId === caller.spanId);
  const below = own.filter((span) => span !== root);
  expect(root).toMatchObject({
    name: 'mutation',
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': 'ResetOathDevices',
      'identity_gateway.role': 'SELF',
    },
  });
  expect(new Set(below.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([root?.spanId]));
  const upstream = below.filter(({ attributes }) => 'url.template' in attributes);
  expect(upstream.map(({ attributes }) => attributes['http.request.method'])).toEqual(calls);
  expect(upstream.map(({ name }) => name)).toContain(
    'POST users/{id}/devices/2fa/oath?_action=reset',
  );
  expect(below.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ledger begin', 'ledger complete']),
  );
  expect(below).toHaveLength(upstream.length + 2);
  // Rounded to milliseconds by some clocks.
  for (const { ms } of below) expect(ms).toBeLessThanOrEqual((root?.ms ?? 0) + 1);
  expect(new Set(sent)).toEqual(new Set([`00-${caller.traceId}-${root?.spanId}-01`]));
  expect(new Set(collector.headers)).toEqual(new Set(['secret key']));
});

test('a question about a token is a span, and the issuer is told of it', async () => {
  let sent: (string | undefined)[] = [];
  const act = async ({ gateway, sandbox }: Stage): Promise<void> => {
    const token = bearer(sandbox, 'alice', { opaque: true });
    await gateway.ask('{ caller { roles } }', { ...token, traceparent: caller.traceparent });
    const received = sandbox.received().filter(({ path }) => path.includes('/introspect'));
    sent = received.map(({ headers }) => headers['traceparent']?.toString());
  };

  const spans = await spansOf(act, (peer) => bearerEnv(peer.sandbox));

  const [root] = spans.filter(({ parentSpanId }) => parentSpanId === caller.spanId);
  const [asked] = spans.filter(({ name }) => name === 'POST introspection');
  expect(asked?.parentSpanId).toBe(root?.spanId);
  expect(asked?.attributes).toMatchObject({ 'url.template': 'introspection' });
  expect(sent).toEqual([`00-${caller.traceId}-${root?.spanId}-01`]);
});

test('a call that was sent again tells it, and one that was not sent is no span', async () => {
  const spans = await spansOf(async ({ gateway, peer, sandbox }) => {
    const alice = await peer.signIn('alice');
    const ask = (): Promise<unknown> =>
      gateway.ask('{ me { oathDevices { id } } }', { ...alice, ...caller });
    const match = { path: '/devices/2fa/oath?' };
    sandbox.breakNext({ match, effect: { kind: 'status', status: 503 } });
    await ask();
    const effect = { kind: 'status', status: 503, headers: { 'retry-after': '60' } } as const;
    sandbox.breakNext({ match, effect });
    await ask();
    // AM wants to be left alone.
    await ask();
  });

  const lists = spans.filter(({ name }) => name.includes('devices/2fa/oath'));
  expect(lists.map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({
      'http.response.status_code': 200,
      'http.request.resend_count': 1,
    }),
    expect.not.objectContaining({ 'http.request.resend_count': expect.anything() }),
  ]);
});

test('a refusal is told by its code, and probes are not traced', async () => {
  const spans = await spansOf(async ({ gateway }) => {
    await gateway.ask('{ me { id } }', { traceparent: caller.traceparent });
    await fetch(`${gateway.url}/health/live`, { headers: { traceparent: caller.traceparent } });
  });

  expect(spans.filter(({ traceId }) => traceId === caller.traceId)).toEqual([
    expect.objectContaining({
      name: 'query',
      attributes: expect.objectContaining({ 'error.type': 'UNAUTHENTICATED' }),
    }),
  ]);
});

test('nothing that a client, a person or AM says is in a span', async () => {
  await spansOf(async ({ gateway, peer }) => {
    const helen = await peer.signIn('helen');
    await gateway.ask(
      'query Personal { users(search: "alice") { edges { node { email } } } }',
      helen,
    );
    await gateway.ask('{ user(id: "bob") { displayName oathDevices { name } } }', helen);
    await fetch(`${gateway.url}/bob?token=${Object.values(helen)[0]}`);
  });

  const told = collector.received.join();
  expect(told).toContain('users/{id}');
  for (const word of ['Personal', 'alice', 'bob', 'Bob', 'helen', 'example.com', 'token=']) {
    expect(told).not.toContain(word);
  }
});

test.each([
  ['no caller has decided, and the share is nothing', {}, '0', 0],
  ['no caller has decided, and the share is all', {}, '1', 1],
  ['the caller records, whatever the share', { traceparent: caller.traceparent }, '0', 1],
  ['the caller does not', { traceparent: caller.traceparent.replace(/1$/, '0') }, '1', 0],
])('of %s: %j', async (...[, header, ratio, requests]) => {
  // The stage sends queries of its own.
  const mutation = 'mutation { resetOathDevices(input: { target: { self: true } }) { outcome } }';
  const spans = await spansOf(
    ({ gateway }) => gateway.ask(mutation, header),
    () => ({ OTEL_TRACES_SAMPLER_ARG: ratio }),
  );

  const roots = spans.filter(({ name }) => name === 'mutation');
  expect(roots).toHaveLength(requests);
  for (const { traceId } of roots) {
    expect(traceId === caller.traceId).toBe('traceparent' in header);
  }
});

test.each<[string, (server: Server) => unknown]>([
  ['is away', (server) => new Promise((resolve) => server.close(resolve))],
  [
    'never answers',
    (server) => server.removeAllListeners('request').on('request', () => undefined),
  ],
])(
  'a collector that %s keeps nobody waiting, and the end for two seconds',
  async (_label, spoil) => {
    await spoil(collector.server);
    let answeredAt = 0;

    await spansOf(async ({ gateway }) => {
      expect((await gateway.ask('{ caller { roles } }')).status).toBe(200);
      answeredAt = performance.now();
    });

    expect(performance.now() - answeredAt).toBeLessThan(5_000);
    expect(collector.received).toEqual([]);
  },
);

test('a key of the collector that was replaced is sent with the next spans', async () => {
  const headers = new Live<Readonly<Record<string, string>>>({ 'x-key': 'old' });
  const url = `${collector.url}/v1/traces`;
  const tracing = openTracing({ url, headers, serviceName: 'gateway', ratio: 1 });
  tracing.ledger(undefined, { operation: 'begin', isGood: true, startedAt: 0, endedAt: 1 });

  headers.replace({ 'x-key': 'new' });
  await tracing.close();

  expect(collector.headers).toEqual(['new']);
});
