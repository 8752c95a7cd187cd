/** A change whose turn does not come, or is lost, is not sent; whoever asked for it is told so (R17, R20). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Ledger } from '../../../src/domain/ledger.ts';
import type { SessionHeader } from '../../support/peer.ts';
import { asSuperuser, recordsOf } from '../stores.ts';
import { openSharedStage, own, removal, webAuthn } from './shared-stage.ts';
import type { SharedStage } from './shared-stage.ts';

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

/** Ends every connection that holds a turn. */
function loseTurns(): Promise<void> {
  return asSuperuser(
    stage.store.settings.postgres?.url ?? '',
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())`,
  );
}

test('another gateway is at it for longer than a call to AM may take: nothing is sent or recorded', async () => {
  const other = await stage.store.open();
  const wait = { waitMs: 5_000, onWait: async () => undefined, client: undefined };
  const held = await other.turns.take('alpha WEB_AUTHN bob', wait);
  const gateway = await stage.start({ AM_TIMEOUT_MS: '500' });

  const { data } = await gateway.ask(removal, bob, { input });

  expect(data?.['removeDevice']).toMatchObject({
    outcome: 'NOT_DONE',
    change: null,
    errors: [
      {
        __typename: 'ChangeNotDone',
        message:
          'Other changes of the same devices are under way. Nothing was sent; try again in a moment.',
      },
    ],
  });
  expect(stage.deviceWrites()).toEqual([]);
  expect(await recordsOf(other.store)).toEqual([]);
  expect(await held?.isHeld()).toBe(true);
});

test('the turn is lost after the change is recorded: nothing is sent, which is recorded, too', async () => {
  const losing = (ledger: Ledger): Ledger => ({
    ...ledger,
    begin: async (intent, terms) => {
      const begun = await ledger.begin(intent, terms);
      await loseTurns();
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

test('the next change after that is made', async () => {
  const gateway = await stage.start();
  await loseTurns();

  const { data } = await gateway.ask(removal, bob, { input });

  expect(data?.['removeDevice']).toMatchObject({ outcome: 'DONE' });
  expect(await stage.left(webAuthn)).toEqual(['two']);
});
