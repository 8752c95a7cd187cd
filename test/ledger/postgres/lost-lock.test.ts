/** A change that does not get its lock from PostgreSQL, or loses it, is not sent (R17, R20). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Ledger } from '../../../src/domain/ledger-ports/ledger.ts';
import type { Lock } from '../../../src/domain/values/lock.ts';
import { demoOf, idsOf, recordOf, storedDevices } from '../../devices/demo-devices.ts';
import { writesTo } from '../../security/am-received.ts';
import { startTestGateway } from '../../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { createStore, cutLocks, recordsOf, type StoredLedger, type TestStore } from '../stores.ts';

const webAuthn = demoOf('WEB_AUTHN');
const ids = ['one', 'two'];
const removal = `mutation { removeDevice(input: {
  target: { me: true }, kind: WEB_AUTHN, deviceId: "one" }) {
  outcome change { id: reference } errors { code message } } }`;

let peer: SandboxPeer;
let store: TestStore;
let ledger: StoredLedger;

beforeEach(async () => {
  [peer, store] = await Promise.all([openSandboxPeer(), createStore('PostgreSQL')]);
  ledger = await store.open();
  await peer.plant('bob', { [webAuthn.attribute]: ids.map((id) => recordOf(webAuthn, id, id)) });
});
afterEach(async () => {
  await store.remove();
  await peer.close();
});

/** Removes a device of bob through a gateway with another ledger; returns the payload. */
async function remove(through: Ledger): Promise<unknown> {
  const env = { ...peer.staffEnv(), AM_TIMEOUT_MS: '1500' };
  const gateway = await startTestGateway(peer, { env, ledger: through });
  const bob = await peer.signIn('bob');
  const { data } = await gateway.ask(removal, bob);
  await gateway.stop();
  return data?.['removeDevice'];
}

async function expectNothingSent(): Promise<void> {
  expect(writesTo(peer.sandbox).filter((call) => /^DELETE .*\/devices\//.test(call))).toEqual([]);
  expect(idsOf((await storedDevices(peer)).WEB_AUTHN, webAuthn)).toEqual(ids);
}

test('if another gateway holds the lock for too long, nothing is sent or recorded', async () => {
  const other = await store.open();
  const held: (Lock | null)[] = [];
  const tryAcquire: Ledger['locks']['tryAcquire'] = async (name) => {
    if (held.length === 0) held.push(await other.locks.tryAcquire(name));
    return ledger.locks.tryAcquire(name);
  };
  const acquire: Ledger['locks']['acquire'] = (name, wait) => ledger.locks.acquire(name, wait);

  expect(await remove({ ...ledger, locks: { acquire, tryAcquire } })).toMatchObject({
    outcome: 'NOT_DONE',
    change: null,
    errors: [
      {
        code: 'NOT_DONE',
        message:
          'Other changes of the same devices are in progress. Nothing was sent. Try again in a moment.',
      },
    ],
  });
  await expectNothingSent();
  expect(await recordsOf(other.store)).toEqual([]);
  expect(await held[0]?.isHeld()).toBe(true);
});

test('if the lock is lost after the intent, nothing is sent, and the outcome is recorded', async () => {
  const begin: Ledger['begin'] = async (intent, given) => {
    const begun = await ledger.begin(intent, given);
    await cutLocks(store);
    return begun;
  };

  expect(await remove({ ...ledger, begin })).toMatchObject({
    outcome: 'NOT_DONE',
    errors: [{ code: 'NOT_DONE' }],
  });
  await expectNothingSent();
  expect(await store.steps()).toEqual(['intent', 'outcome NOT_DONE']);
});
