/** A change that does not get its lock from PostgreSQL, or loses it, is not sent (R17, R20). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../../src/domain/ledger.ts';
import type { Lock } from '../../../src/domain/lock.ts';
import type { SessionHeader } from '../../support/peer.ts';
import { openSharedStage, own, removal, webAuthn } from './shared-stage.ts';
import type { SharedStage } from './shared-stage.ts';
import { cutLocks, recordsOf } from '../stores.ts';

let stage: SharedStage;
let bob: SessionHeader;

beforeEach(async () => {
  stage = await openSharedStage();
  bob = await stage.peer.signIn('bob');
});
afterEach(() => stage.close());

describe('the lock of a change', () => {
  beforeEach(() => stage.plant(webAuthn, ['one', 'two']));

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
      begin: async (intent, given) => {
        const begun = await ledger.begin(intent, given);
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
    expect(await stage.store.steps()).toEqual(['intent', 'outcome NOT_DONE']);
  });
});
