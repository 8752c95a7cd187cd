/** A change that does not get its lock, or loses it, is not sent (R17, R20). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Ledger } from '../../../src/domain/ledger.ts';
import type { Lock } from '../../../src/domain/lock.ts';
import type { SessionHeader } from '../../support/peer.ts';
import { cutLocks, recordsOf } from '../stores.ts';
import { openSharedStage, own, removal, webAuthn, type SharedStage } from './shared-stage.ts';

let stage: SharedStage;
let bob: SessionHeader;

beforeEach(async () => {
  stage = await openSharedStage();
  bob = await stage.peer.signIn('bob');
  await stage.plant(webAuthn, ['one', 'two']);
  stage.peer.sandbox.clearReceived();
});
afterEach(() => stage.close());

const input = { ...own, kind: 'WEB_AUTHN', deviceId: 'one' };

test('if another gateway holds the lock for too long, nothing is sent or recorded', async () => {
  const other = await stage.store.open();
  const held: (Lock | null)[] = [];
  const first = (ledger: Ledger): Ledger => ({
    ...ledger,
    locks: {
      acquire: (name, wait) => ledger.locks.acquire(name, wait),
      tryAcquire: async (name) => {
        if (held.length === 0) held.push(await other.locks.tryAcquire(name));
        return ledger.locks.tryAcquire(name);
      },
    },
  });
  const gateway = await stage.start({ AM_TIMEOUT_MS: '1500' }, first);

  const { data } = await gateway.ask(removal, bob, { input });

  expect(data?.['removeDevice']).toMatchObject({
    outcome: 'NOT_DONE',
    change: null,
    errors: [
      {
        __typename: 'ChangeNotDone',
        message:
          'Other changes of the same devices are in progress. Nothing was sent. Try again in a moment.',
      },
    ],
  });
  expect(stage.deviceWrites()).toEqual([]);
  expect(await recordsOf(other.store)).toEqual([]);
  expect(await held[0]?.isHeld()).toBe(true);
});

test('if the lock is lost after the intent, nothing is sent, and the outcome is recorded', async () => {
  const losing = (ledger: Ledger): Ledger => ({
    ...ledger,
    begin: async (intent, terms) => {
      const begun = await ledger.begin(intent, terms);
      await cutLocks(stage.store);
      return begun;
    },
  });
  const gateway = await stage.start({}, losing);

  const { data } = await gateway.ask(removal, bob, { input });

  expect(data?.['removeDevice']).toMatchObject({
    outcome: 'NOT_DONE',
    errors: [{ __typename: 'ChangeNotDone' }],
  });
  expect(stage.deviceWrites()).toEqual([]);
  expect(await stage.left(webAuthn)).toEqual(['one', 'two']);
  const records = await stage.store.bare(recordsOf);
  expect(records.map(({ kind, result }) => [kind, result])).toEqual([
    ['intent', null],
    ['outcome', 'NOT_DONE'],
  ]);
});

test('after lost locks the next change succeeds', async () => {
  const gateway = await stage.start();
  await cutLocks(stage.store);

  const { data } = await gateway.ask(removal, bob, { input });

  expect(data?.['removeDevice']).toMatchObject({ outcome: 'DONE' });
  expect(await stage.left(webAuthn)).toEqual(['two']);
});
