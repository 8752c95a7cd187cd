/**
 * After a crash each open change is settled by reading AM, and is not sent again (R23, R35, R36).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Intent, Outcome } from '../../src/domain/change/change-record.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { writesTo } from '../security/am-received.ts';
import { anIntent, idOf, phone, terms } from './builders.ts';

const oath = demoOf('OATH');
const [first, second] = oath.ids;
const before = oath.ids.map((id) => ({ ...phone, id }));
let peer: SandboxPeer;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
beforeEach(() => peer.restore());
afterAll(() => peer?.close());

interface Closing {
  readonly ageMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends requests until the change is settled. */
  readonly visit?: (gateway: TestGateway, isOpen: () => Promise<boolean>) => Promise<void>;
}

/** Closes an open change and returns the outcome and proof of each kind. */
async function closed(intent: Partial<Intent>, closing: Closing = {}): Promise<unknown> {
  const outcome = await outcomeOfOpen(intent, closing);
  return outcome?.results.map((result) => [result.outcome, result.proof]) ?? null;
}

/** Leaves a change open in a ledger, starts a gateway on it, and returns the outcome it records. */
async function outcomeOfOpen(
  intent: Partial<Intent>,
  { ageMs = 180_000, env = peer.staffEnv(), visit }: Closing = {},
): Promise<Outcome | null> {
  let now = Date.now() - ageMs;
  const ledger = await openTestLedger({ now: () => now });
  const id = idOf(await ledger.begin(anIntent({ before, ...intent }), terms()));
  now = Date.now();
  peer.sandbox.clearReceived();
  const gateway = await startTestGateway(peer, { env, ledger });
  try {
    await visit?.(gateway, async () => (await ledger.findChange(id))?.outcome === null);
    if (ageMs >= 120_000)
      await until('it is closed', () => gateway.log.some((line) => line.includes('are closed')));
    const change = await ledger.findChange(id);
    expect(writesTo(peer.sandbox).filter((call) => call.includes('devices'))).toEqual([]);
    return change?.outcome ?? null;
  } finally {
    await gateway.stop();
    await ledger.close();
  }
}

const plant = (ids: readonly (string | undefined)[]): Promise<void> =>
  peer.plant('bob', { [oath.attribute]: ids.map((id) => recordOf(oath, id, 'phone')) });

describe('a reset', () => {
  test.each<readonly [string, readonly (string | undefined)[], unknown]>([
    ['whose devices are gone', [], [['CONFIRMED', 'RECOVERY']]],
    ['whose devices are gone, with a new one there', ['new'], [['CONFIRMED', 'RECOVERY']]],
    ['whose devices are there', [first, second], [['NOT_DONE', 'RECOVERY']]],
    ['of which one is gone', [first], [['UNKNOWN', 'NONE']]],
  ])('%s', async (_label, ids, expected) => {
    await plant(ids);

    expect(await closed({ effect: 'reset', kinds: ['OATH'] })).toEqual(expected);
  });

  test.each<readonly [string, Partial<Intent>, unknown]>([
    ['with nothing to reset', {}, [['NOTHING_TO_RESET', 'RECOVERY']]],
    ['that was forced', { options: { force: true } }, [['UNKNOWN', 'NONE']]],
  ])('%s, where no device was listed before', async (_label, about, expected) => {
    await plant(['new']);

    expect(await closed({ ...about, before: [] })).toEqual(expected);
  });

  test('of several kinds is unknown if only the list of the first is recorded', async () => {
    const outcome = await outcomeOfOpen({ effect: 'reset', kinds: ['OATH', 'PUSH'] });

    expect(outcome).toMatchObject({
      outcome: 'UNKNOWN',
      results: [
        { outcome: 'NOT_DONE', proof: 'RECOVERY' },
        { outcome: 'UNKNOWN', proof: 'NONE' },
      ],
    });
  });
});

const gone = { deviceId: 'gone before' };
const deviceId = deviceIds.bobOath;
const wasThere = [{ ...phone, id: 'gone' }];
test.each<readonly [string, Intent['effect'], Partial<Intent>, unknown]>([
  ['done', 'remove', { options: { deviceId: 'gone' }, before: wasThere }, 'CONFIRMED'],
  ['of a device that was not there', 'remove', { options: gone }, 'NOT_DONE'],
  ['of a device that was not there', 'rename', { options: { ...gone, name: 'x' } }, 'NOT_DONE'],
  ['not done', 'remove', { options: { deviceId } }, 'NOT_DONE'],
  ['done', 'rename', { options: { deviceId, name: oath.name } }, 'CONFIRMED'],
  ['not done', 'rename', { options: { deviceId, name: 'x' } }, 'NOT_DONE'],
])('%s: %s', async (_label, effect, about, outcome) => {
  expect(await closed({ effect, ...about })).toEqual([[outcome, 'RECOVERY']]);
});

test('a recent change is left open, because it may be in progress elsewhere', async () => {
  expect(await closed({}, { ageMs: 60_000 })).toBeNull();
});

test.each(['{ me { oathDevices { id } } }', '{ user(id: "bob") { username } }'])(
  'without a service credential it is settled at the next request of its person: %s',
  async (query) => {
    await plant([]);

    const told = await closed(
      {},
      {
        env: {},
        visit: async (gateway, isOpen) => {
          const [alice, bob] = await Promise.all([peer.signIn('alice'), peer.signIn('bob')]);
          for (const _ of [1, 2, 3]) await gateway.ask(query.replace('bob', 'alice'), alice);
          expect(await isOpen()).toBe(true);
          await until('it is closed', async () => {
            await gateway.ask(query, bob);
            return !(await isOpen());
          });
        },
      },
    );

    expect(told).toEqual([['CONFIRMED', 'RECOVERY']]);
  },
);

test('a change whose outcome is lost is closed without a restart, by the time in the repeat', async () => {
  let offsetMs = -100_000;
  const now = (): number => Date.now() + offsetMs;
  const ledger = await openTestLedger({ now });
  let isLost = true;
  const complete: typeof ledger.complete = async (id, outcome) =>
    isLost ? 'lost' : ledger.complete(id, outcome);
  const gateway = await startTestGateway(peer, {
    env: { ...peer.staffEnv(), REQUEST_DEADLINE_MS: '2000' },
    ledger: { ...ledger, complete },
    now,
    elapsed: () => performance.now(),
    settleEveryMs: 50,
  });
  const ask = async () =>
    gateway.ask(
      `mutation { resetOathDevices(input: { target: { me: true }, idempotencyKey: "key" }) {
        outcome isReplayed } }`,
      await peer.signIn('bob'),
    );

  expect((await ask()).data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
  isLost = false;
  offsetMs = 0;
  const early = await ask();
  const retryAfterSeconds = Number(early.errors[0]?.extensions['retryAfterSeconds']);

  expect(codesOf(early)).toEqual(['RATE_LIMITED']);
  expect(retryAfterSeconds).toBeGreaterThan(100);
  expect(retryAfterSeconds).toBeLessThanOrEqual(150);
  offsetMs = retryAfterSeconds * 1000;
  await until('it is closed', () => gateway.log.some((line) => line.includes('are closed')));
  expect((await ask()).data).toEqual({ resetOathDevices: { outcome: 'DONE', isReplayed: true } });
  await gateway.stop();
  await ledger.close();
});
