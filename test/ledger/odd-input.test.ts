/**
 * What a caller sends wrongly is no failure of the ledger: no answer and no metric says so, and no
 * alert is raised. On both engines, because PostgreSQL refuses texts that SQLite stores.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSchema } from '../../src/graph/build-schema.ts';
import { cursorOf } from '../../src/ledger/records/cursor.ts';
import { parseMetrics } from '../operations/exposition.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { operationWith, textInputsOf } from '../support/schema-inputs.ts';
import { createStore, type TestStore } from './stores.ts';

const inputs = textInputsOf(await createSchema({ federation: true })).filter(({ type }) =>
  ['Query', 'Mutation'].includes(type),
);

let peer: SandboxPeer;
let store: TestStore;
let gateway: TestGateway;
let admin: SessionHeader;
/** At the last look. */
let before = 0;

beforeAll(async () => {
  peer = await openSandboxPeer();
  store = await createStore();
  gateway = await startTestGateway(peer, {
    env: { ...peer.staffEnv(), FEDERATION: 'on', METRICS_PORT: '0' },
    ledger: await store.open(),
    now: () => store.clock.now,
  });
  admin = await peer.signIn('amadmin');
  before = await failures();
});
afterAll(async () => {
  await gateway.stop();
  await store.remove();
  await peer.close();
});

/** The calls that the alert `LedgerFailing` counts. */
async function failures(): Promise<number> {
  const text = await (await fetch(`${gateway.metricsUrl}/metrics`)).text();
  return parseMetrics(text)
    .filter(({ name }) => name === 'identity_gateway_ledger_duration_seconds_count')
    .filter(({ labels }) => labels['result'] === 'error')
    .reduce((sum, { value }) => sum + value, 0);
}

/** Those since the last look. */
async function newFailures(): Promise<number> {
  const [earlier, now] = [before, await failures()];
  before = now;
  return now - earlier;
}

const farCursor = cursorOf({ at: 999_999_999_999_999, number: 999_999_999_999_999 });
const wrong = ['\0', 'a\0b', 'x'.repeat(3_000), '\ud800', "';--", farCursor, `${farCursor}:x`];

test.each(inputs)('a wrong $place is no failure of the ledger', async (input) => {
  for (const text of wrong) {
    const { query, variables } = operationWith(input, text);

    const answer = await gateway.ask(query, admin, variables);

    expect(codesOf(answer)).not.toContain('AUDIT_UNAVAILABLE');
    expect(codesOf(answer)).not.toContain('INTERNAL');
    expect(codesOf(answer)).not.toContain('GRAPHQL_VALIDATION_FAILED');
  }
  expect(await newFailures()).toBe(0);
});

const lists = [
  '{ me { history(after: $c) { pageInfo { endCursor } } } }',
  '{ gatewayCaller { history(after: $c) { pageInfo { endCursor } } } }',
  '{ realmHistory(after: $c) { pageInfo { endCursor } } }',
  '{ pendingDeviceChanges(after: $c) { pageInfo { endCursor } } }',
];

test.each(lists)('a cursor of no list in %s is bad input', async (list) => {
  const alice = await peer.signIn('alice');
  const caller = list.includes('me {') || list.includes('caller {') ? alice : admin;

  const answer = await gateway.ask(`query($c: String) ${list}`, caller, { c: 'bm8gY3Vyc29y' });

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(await newFailures()).toBe(0);
});
