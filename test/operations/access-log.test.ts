/** Every request has one log line, even if refused. No line contains personal data. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { print } from 'graphql';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import { hashOf } from '../../src/documents/manifest.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { createPerson } from '../access/crowd.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openTestLedger } from '../support/ledger.ts';
import { bearer, everyCallerEnv, onStage, openStage, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { linesOf } from './exposition.ts';

const json = { 'content-type': 'application/json' };

let ledger: OpenLedger;
let stage: Stage;
let alice: SessionHeader;
let seen: number;

beforeAll(async () => {
  ledger = await openTestLedger();
  const env = everyCallerEnv({
    TRUSTED_PROXIES: '127.0.0.0/8',
    ...withLists({ limits: { ownChanges: [], personChanges: [] } }),
  });
  stage = await openStage('pingam', { env, ledger });
  // Later probes need not wait for AM, which may be slow on a busy machine.
  const isReady = async (): Promise<boolean> =>
    (await fetch(`${stage.gateway.url}/health/ready`)).status === 200;
  await until('it is ready', isReady);
});
beforeEach(async () => {
  stage.restart();
  alice = await stage.peer.signIn('alice');
  seen = stage.gateway.log.length;
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

/** The log lines of one event since the test started. */
const lines = (event: string, from = seen): unknown[] => linesOf(stage, event, from);

const me = JSON.stringify({ query: '{ me { id } }' });

test.each<[string, string, RequestInit, object]>([
  ['a query', '/graphql', { method: 'POST', headers: json, body: me }, { status: 200 }],
  [
    'a query by GET',
    '/graphql?query=%7Bme%7Bid%7D%7D',
    { headers: { accept: 'application/json' } },
    { status: 200, path: '/graphql', method: 'GET' },
  ],
  [
    'another content type',
    '/graphql',
    { method: 'POST', headers: { 'content-type': 'text/plain' }, body: me },
    { status: 415, codes: ['BAD_REQUEST'] },
  ],
  [
    'a body that is no JSON',
    '/graphql',
    { method: 'POST', headers: json, body: '{' },
    { status: 400, requestBytes: 1 },
  ],
  [
    'a syntax error',
    '/graphql',
    { method: 'POST', headers: json, body: '{"query":"{"}' },
    { codes: ['GRAPHQL_PARSE_FAILED'] },
  ],
  [
    'an unknown hash',
    `/graphql?documentId=sha256:${'0'.repeat(64)}`,
    { headers: { accept: 'application/json' } },
    { codes: ['PERSISTED_QUERY_NOT_FOUND'] },
  ],
  ['another method', '/graphql', { method: 'DELETE' }, { status: 405, method: 'DELETE' }],
  ['a preflight', '/graphql', { method: 'OPTIONS' }, { status: 204, responseBytes: 0 }],
  [
    'a page for browsers',
    '/graphql',
    { headers: { accept: 'text/html' } },
    { status: 200, operationType: null },
  ],
  ['a probe', '/health/live', {}, { status: 200, route: '/health/live', level: 'debug' }],
  ['readiness', '/health/ready', {}, { status: 200, route: '/health/ready', level: 'debug' }],
  [
    'what is not there',
    '/wp-login.php?user=admin',
    {},
    { status: 404, route: 'other', path: '/wp-login.php', level: 'debug' },
  ],
  [
    'a path with a name, a token and a short word',
    `/users/bob@example.com/${'t'.repeat(25)}/devices`,
    {},
    { status: 404, path: '/users/…/…/devices' },
  ],
])('%s', async (_label, path, init, expected) => {
  const response = await fetch(`${stage.gateway.url}${path}`, init);
  const body = await response.text();

  // What does not exist is no failure.
  expect(lines('failure').filter(() => response.status === 404)).toEqual([]);
  expect(lines('request')).toEqual([
    expect.objectContaining({
      status: response.status,
      responseBytes: Buffer.byteLength(body),
      correlationId: response.headers.get('x-correlation-id'),
      client: '127.0.0.1',
      ...expected,
    }),
  ]);
});

const input = { input: { target: { me: true } } };

test('logs a trusted document by its name, with the time that it waited', async () => {
  stage.sandbox.clearReceived();

  const answer = await stage.gateway.send(ResetOathDevicesDocument, input, alice);

  expect(answer.errors).toEqual([]);
  const [line] = lines('request');
  expect(line).toMatchObject({
    operationName: 'ResetOathDevices',
    operationType: 'mutation',
    documentId: hashOf(print(ResetOathDevicesDocument)),
    role: 'SELF',
    codes: [],
  });
  expect(fieldAt(line, 'upstreamCalls')).toBe(stage.sandbox.received().length);
  expect(fieldAt(line, 'upstreamMs')).toBeGreaterThan(0);
  expect(fieldAt(line, 'upstreamMs')).toBeLessThanOrEqual(Number(fieldAt(line, 'durationMs')));
});

test('an untrusted document is logged by its hash only', async () => {
  const text = 'query Personal { gatewayCaller { roles } }';

  await stage.gateway.ask(text, alice);

  expect(lines('request')).toEqual([
    expect.objectContaining({ operationName: null, documentId: hashOf(text) }),
  ]);
  expect(stage.gateway.log.slice(seen).join()).not.toContain('Personal');
});

test('a change is logged with its effect, kind, outcome and the id that the client gets', async () => {
  const query =
    'mutation { resetOathDevices(input: { target: { me: true }, idempotencyKey: "a key of a test" }) { change { id: reference } outcome } }';

  const { data } = await stage.gateway.ask(query, alice);

  expect(lines('change')).toEqual([
    expect.objectContaining({
      reference: fieldAt(data, 'resetOathDevices', 'change', 'id'),
      effect: 'reset',
      role: 'SELF',
      outcome: 'DONE',
      dryRun: false,
      results: [{ kind: 'OATH', outcome: 'DONE', problem: null }],
    }),
  ]);
});

test('of two changes of the same devices, the second is logged with its waiting time', async () => {
  // Different keys, so that neither change is a repeat.
  const query = (own: string): string =>
    `mutation { resetOathDevices(input: { target: { me: true }, idempotencyKey: "${own}" }) { outcome } }`;
  // A reset, or a removal if AM lists a device again that an earlier reset removed.
  for (const method of ['POST', 'DELETE'])
    stage.sandbox.breakNext({
      match: { method, path: '/devices/2fa/oath' },
      effect: { kind: 'latency', ms: 1_000 },
    });

  await Promise.all([
    stage.gateway.ask(query('the first of two'), alice),
    stage.gateway.ask(query('the second of two'), alice),
  ]);

  const waited = lines('request').map((line) => Number(fieldAt(line, 'waitingMs')));
  expect(waited).toHaveLength(2);
  expect(Math.max(...waited)).toBeGreaterThan(500);
  expect(Math.min(...waited)).toBeLessThan(Math.max(...waited) / 2);
});

async function callerOf(as: SessionHeader, at: Stage = stage): Promise<unknown> {
  const from = at.gateway.log.length;
  await at.gateway.ask('{ me { id } }', as);
  const [line] = linesOf(at, 'request', from);
  return fieldAt(line, 'caller');
}

/** Signs in as a user of another realm with the same name. */
async function namesakeOfAlice(): Promise<SessionHeader> {
  const { peer } = stage;
  const headers = await peer.signIn('amadmin');
  await createPerson(stage, { username: 'alice', realm: 'beta', headers });
  return peer.signIn('alice', 'beta');
}

test('the hash of a caller is the same in every session, and unique', async () => {
  const { peer, sandbox } = stage;
  const own = await callerOf(alice);

  expect(own).toMatch(/^[\w-]{16}$/);
  expect(await callerOf(await peer.signIn('alice'))).toBe(own);
  expect(await callerOf(await peer.signIn('ALICE', 'alpha'))).toBe(own);
  const spelled = { sub: '(usr!ALICE)', subname: 'ALICE' };
  for (const claims of [{}, spelled])
    expect(await callerOf(bearer(sandbox, 'alice', { scopes: ['devices:read'], claims }))).toBe(
      own,
    );
  expect(await callerOf(await peer.signIn('bob'))).not.toBe(own);
  expect(await callerOf(await namesakeOfAlice())).not.toBe(own);
  expect(await callerOf({})).toBeNull();
});

test('the hashes of a caller are other ones in another process', async () => {
  const elsewhere = await onStage('pingam', { env: everyCallerEnv({}) }, async (other) =>
    callerOf(await other.peer.signIn('alice'), other),
  );

  expect(elsewhere).toMatch(/^[\w-]{16}$/);
  expect(elsewhere).not.toBe(await callerOf(alice));
});

test.each([
  ['helen', 'HELP_DESK'],
  ['oscar', 'ADMINISTRATOR'],
  ['amadmin', 'SUPER_USER'],
])('%s is logged as %s if the request determined it', async (name, role) => {
  const as = await stage.peer.signIn(name);
  const from = stage.gateway.log.length;

  await stage.gateway.ask('{ user(id: "bob") { id } }', as);

  expect(lines('request', from)).toEqual([expect.objectContaining({ role })]);
});
