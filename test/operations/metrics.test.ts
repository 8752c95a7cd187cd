/** The metrics for Prometheus: on their own port, and without text from clients. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MyDevicesDocument } from '../../packages/client/operations.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openTestLedger } from '../support/ledger.ts';
import { everyCallerEnv, onStage, openStage, type Stage } from '../support/stage.ts';
import { growthOf, parseMetrics, scrape, valueOf } from './exposition.ts';

let ledger: OpenLedger;
let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  ledger = await openTestLedger();
  stage = await openStage('pingam', { env: everyCallerEnv({ METRICS_PORT: '0' }), ledger });
});
beforeEach(async () => {
  stage.restart();
  alice = await stage.peer.signIn('alice');
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

/** By how much a figure grows during an action. */
const growth = (
  name: string,
  labels: Readonly<Record<string, string>>,
  act: () => Promise<unknown>,
): Promise<number> => growthOf(stage, { name, labels }, act);

const reset = (more = ''): string =>
  `mutation { resetOathDevices(input: { target: { me: true }${more} }) { outcome } }`;

test.each<[string, string, Record<string, string>, () => Promise<unknown>]>([
  [
    'a request, by route and status',
    'http_server_request_duration_seconds_count',
    { http_request_method: 'POST', http_route: '/graphql', http_response_status_code: '200' },
    () => stage.gateway.ask('{ me { id } }', alice),
  ],
  [
    'what does not exist, under one name',
    'http_server_request_duration_seconds_count',
    { http_request_method: 'GET', http_route: 'other', http_response_status_code: '404' },
    () => fetch(`${stage.gateway.url}/personal`),
  ],
  [
    'a trusted operation, by name',
    'identity_gateway_operation_duration_seconds_count',
    { graphql_operation_type: 'query', graphql_operation_name: 'MyDevices' },
    () => stage.gateway.send(MyDevicesDocument, {}, alice),
  ],
  [
    'another operation, by none',
    'identity_gateway_operation_duration_seconds_count',
    { graphql_operation_type: 'query', graphql_operation_name: 'other' },
    () => stage.gateway.ask('query Personal { me { id } }', alice),
  ],
  [
    'a call to AM, by template',
    'http_client_request_duration_seconds_count',
    { http_request_method: 'GET', url_template: 'users/{id}', http_response_status_code: '200' },
    () => stage.gateway.ask('{ me { displayName } }', alice),
  ],
  [
    'a retry',
    'identity_gateway_upstream_retries_total',
    { url_template: 'users/{id}' },
    () => {
      stage.sandbox.breakNext({
        match: { path: '/users/alice?' },
        effect: { kind: 'status', status: 503 },
      });
      return stage.gateway.ask('{ me { displayName } }', alice);
    },
  ],
  [
    'a session that is not known yet',
    'identity_gateway_cache_requests_total',
    { cache: 'sessions', result: 'miss' },
    () => stage.gateway.ask('{ me { id } }', alice),
  ],
  [
    'a cached session as a hit',
    'identity_gateway_cache_requests_total',
    { cache: 'sessions', result: 'hit' },
    async () => {
      for (const _ of [1, 2]) await stage.gateway.ask('{ me { id } }', alice);
    },
  ],
  [
    'a member that cannot be read, by its name',
    'identity_gateway_upstream_unreadable_members_total',
    { subject: 'OATH', member: 'deviceName' },
    () => {
      stage.sandbox.breakNext({
        match: { path: '/oath' },
        effect: { kind: 'body', body: { result: [{ uuid: 'x', deviceName: 5 }] } },
      });
      return stage.gateway.ask('{ me { oathDevices { name } } }', alice);
    },
  ],
  [
    'a refusal, by code',
    'identity_gateway_errors_total',
    { code: 'UNAUTHENTICATED' },
    () => stage.gateway.ask('{ me { id } }'),
  ],
  [
    'a change, by kind and outcome',
    'identity_gateway_changes_total',
    { effect: 'reset', kind: 'OATH', outcome: 'DONE' },
    () => stage.gateway.ask(reset(), alice),
  ],
  [
    'a question to the ledger',
    'identity_gateway_ledger_duration_seconds_count',
    { operation: 'begin', result: 'ok' },
    () => stage.gateway.ask(reset(', force: true'), alice),
  ],
  [
    'where an outcome went',
    'identity_gateway_ledger_outcomes_total',
    { result: 'recorded' },
    () => stage.gateway.ask(reset(', idempotencyKey: "key of a test"'), alice),
  ],
])('counts %s', async (...[, name, labels, act]) => {
  expect(await growth(name, labels, act)).toBe(1);
});

test('a request, its connection and its call to AM are counted while in progress', async () => {
  const release = Promise.withResolvers<void>();
  stage.sandbox.breakNext({
    match: { path: '/users/alice?' },
    effect: { kind: 'hook', run: () => release.promise },
  });
  const answer = stage.gateway.ask('{ me { displayName } }', alice);
  while (valueOf(await scrape(stage), 'identity_gateway_upstream_calls_in_flight', {}) !== 1);

  const during = await scrape(stage);
  release.resolve();
  await answer;
  const after = await scrape(stage);

  expect(valueOf(during, 'identity_gateway_requests_in_flight', {})).toBe(1);
  expect(valueOf(during, 'identity_gateway_connections', {})).toBeGreaterThan(0);
  expect(valueOf(after, 'identity_gateway_requests_in_flight', {})).toBe(0);
  expect(valueOf(after, 'identity_gateway_upstream_calls_in_flight', {})).toBe(0);
});

test.each([
  ['identity_gateway_errors_total', { code: 'INTERNAL' }],
  ['identity_gateway_changes_total', { effect: 'reset', kind: 'PUSH', outcome: 'UNKNOWN' }],
  ['identity_gateway_ledger_outcomes_total', { result: 'lost' }],
  ['identity_gateway_ledger_duration_seconds_count', { operation: 'begin', result: 'error' }],
])('%s %j starts at 0', async (name, labels) => {
  const samples = parseMetrics(await new Metrics().text());

  expect(valueOf(samples, name, labels)).toBe(0);
});

describe('the operations port', () => {
  test('serves health, and nothing of the API', async () => {
    const at = (path: string, init?: RequestInit): Promise<number> =>
      fetch(`${stage.gateway.metricsUrl}${path}`, init).then(({ status }) => status);

    expect(await at('/health/live')).toBe(200);
    expect(await at('/health/ready')).toBe(200);
    expect(await at('/graphql')).toBe(404);
    expect(await at('/metrics', { method: 'POST' })).toBe(405);
  });
});

describe('no label contains text from a client', () => {
  const mark = 'HOSTILE';

  test('in any request', async () => {
    await onStage('pingam', { env: everyCallerEnv({ METRICS_PORT: '0' }) }, async (own) => {
      const { gateway } = own;
      const send = (path: string, init: RequestInit): Promise<unknown> =>
        fetch(`${gateway.url}${path}`, init).then((response) => response.text());
      const before = (await scrape(own)).length;
      for (let at = 0; at < 100; at += 1) {
        await send(`/${mark}${at}?x=${mark}`, { headers: { 'x-correlation-id': `${mark}${at}` } });
        await send(`/graphql`, { method: 'PUT', body: mark });
        await gateway.ask(`query ${mark}${at} { ${mark}${at} }`);
        await gateway.ask(`query ${mark}${at} { me { id } }`, {
          iPlanetDirectoryPro: `${mark}${at}`,
        });
        await gateway.ask(
          `query { user(id: "${mark}${at}", realm: "${mark}${at}") { id } }`,
          alice,
        );
      }

      const samples = await scrape(own);
      expect(JSON.stringify(samples)).not.toContain(mark);
      // Six statuses and codes, each with the buckets of a histogram.
      expect(samples.length - before).toBeLessThan(200);
    });
  });

  test('and unknown codes and methods share one series', async () => {
    const metrics = new Metrics();
    for (let at = 0; at < 1_000; at += 1) {
      metrics.request({ ...aRequest, method: `${mark}${at}`, codes: [`${mark}${at}`] });
    }

    const samples = parseMetrics(await metrics.text());

    expect(JSON.stringify(samples)).not.toContain(mark);
    expect(valueOf(samples, 'identity_gateway_errors_total', { code: 'other' })).toBe(1_000);
  });

  test('and at most 200 trusted operations have their own series', async () => {
    const metrics = new Metrics();
    for (let at = 0; at < 1_000; at += 1) {
      metrics.request({ ...aRequest, operationName: `Operation${at}` });
    }

    const samples = parseMetrics(await metrics.text());

    const counts = samples.filter(
      ({ name }) => name === 'identity_gateway_operation_duration_seconds_count',
    );
    expect(counts).toHaveLength(201);
    expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(1_000);
  });
});

const aRequest = {
  correlationId: 'c',
  client: '192.0.2.7',
  method: 'POST',
  path: '/graphql',
  route: '/graphql',
  status: 200,
  requestBytes: 1,
  responseBytes: 1,
  durationMs: 1,
  waitingMs: 0,
  upstreamMs: 0,
  upstreamCalls: 0,
  operationName: null,
  operationType: 'query',
  documentId: null,
  role: null,
  caller: null,
  codes: [],
};
