/** Limits and repeats are checked before the lock and the device list (security F12). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';

const reset = `mutation ($input: ResetPushDevicesInput!) {
  resetPushDevices(input: $input) { outcome isReplayed errors { __typename } } }`;
const toBob = { target: { user: { id: 'bob' } }, reason: 'lost phone' };

let peer: SandboxPeer;
let store: TestStore;
let ledger: OpenLedger;
let gateway: TestGateway;
let helen: SessionHeader;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  store = await createStore('SQLite');
  ledger = await store.open();
  const env = { ...peer.staffEnv(), LIMIT_STAFF_CHANGES: '1/1h' };
  gateway = await startTestGateway(peer, { env, ledger, now: () => store.clock.now });
  [helen, bob] = await Promise.all([peer.signIn('helen'), peer.signIn('bob')]);
  // A change for another user uses up helen's limit.
  const used = { target: { user: { id: 'carol' } }, reason: 'lost phone' };
  await gateway.ask(reset, helen, { input: used });
  peer.sandbox.clearReceived();
});
afterEach(async () => {
  await gateway.stop();
  await store.remove();
});
afterAll(() => peer?.close());

const calls = (method: string): string[] =>
  peer.sandbox
    .received()
    .filter((call) => call.method === method && call.path.includes('/devices/'))
    .map(({ path }) => path);

/** Holds the next reset at AM, so that its change keeps the lock until the gate opens. */
function holdNextReset(): PromiseWithResolvers<void> {
  const gate = Promise.withResolvers<void>();
  const match = { method: 'POST', path: 'push?_action=reset' };
  peer.sandbox.breakNext({ match, effect: { kind: 'hook', run: () => gate.promise } });
  return gate;
}

test('a caller over a limit is refused without a device list', async () => {
  const answer = await gateway.ask(reset, helen, { input: toBob });

  expect(codesOf(answer)).toEqual(['RATE_LIMITED']);
  expect(calls('GET')).toEqual([]);
});

test('a caller over a limit does not wait for the lock', async () => {
  const gate = holdNextReset();
  const own = gateway.ask(reset, bob, { input: { target: { me: true } } });
  await until('AM has the reset', () => calls('POST').length === 1);

  const refused = await gateway.ask(reset, helen, { input: toBob });
  expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
  gate.resolve();

  const { data } = await own;
  expect(fieldAt(data, 'resetPushDevices', 'outcome')).toBe('DONE');
});

test('a repeated key is answered without a device list', async () => {
  const input = { target: { me: true }, idempotencyKey: 'a-key' };
  await gateway.ask(reset, bob, { input });
  peer.sandbox.clearReceived();

  const { data } = await gateway.ask(reset, bob, { input });

  expect(data?.['resetPushDevices']).toMatchObject({ outcome: 'DONE', isReplayed: true });
  expect([...calls('GET'), ...calls('POST')]).toEqual([]);
});
