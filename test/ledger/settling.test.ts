/** After a crash each open change is closed by reading AM, and never sent again (R23). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Intent } from '../../src/domain/change-record.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { until } from '../reliability/am-traffic.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
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
  /** Somebody is here, until the change is closed. */
  readonly visit?: (gateway: TestGateway, isOpen: () => Promise<boolean>) => Promise<void>;
}

/** Leaves a change open in a ledger, lets a gateway start on it, and returns how it was closed. */
async function closed(
  intent: Partial<Intent>,
  { ageMs = 180_000, env = peer.staffEnv(), visit }: Closing = {},
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  let now = Date.now() - ageMs;
  const ledger = await openLedger(
    { folder, postgres: undefined },
    { now: () => now, warn: () => undefined },
  );
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
    return change?.outcome?.results.map(({ outcome, proof }) => [outcome, proof]) ?? null;
  } finally {
    await gateway.stop();
    await ledger.close();
    rmSync(folder, { recursive: true });
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

  test('of several kinds is unknown where only the first was looked at', async () => {
    expect(await closed({ effect: 'reset', kinds: ['OATH', 'PUSH'] })).toEqual([
      ['NOT_DONE', 'RECOVERY'],
      ['UNKNOWN', 'NONE'],
    ]);
  });
});

test.each<readonly [string, Partial<Intent>, unknown]>([
  [
    'removal, done',
    { effect: 'remove', options: { deviceId: 'gone' }, before: [{ ...phone, id: 'gone' }] },
    'CONFIRMED',
  ],
  [
    'removal of a device that was not there',
    { effect: 'remove', options: { deviceId: 'gone before' } },
    'NOT_DONE',
  ],
  [
    'renaming of a device that was not there',
    { effect: 'rename', options: { deviceId: 'gone before', name: 'x' } },
    'NOT_DONE',
  ],
  ['removal, not done', { effect: 'remove', options: { deviceId: deviceIds.bobOath } }, 'NOT_DONE'],
  [
    'renaming, done',
    { effect: 'rename', options: { deviceId: deviceIds.bobOath, name: oath.name } },
    'CONFIRMED',
  ],
  [
    'renaming, not done',
    { effect: 'rename', options: { deviceId: deviceIds.bobOath, name: 'x' } },
    'NOT_DONE',
  ],
])('a %s', async (_label, intent, outcome) => {
  expect(await closed(intent)).toEqual([[outcome, 'RECOVERY']]);
});

test('a change of a moment ago may be under way elsewhere, and is left', async () => {
  expect(await closed({}, { ageMs: 60_000 })).toBeNull();
});

test.each(['{ me { oathDevices { id } } }', '{ user(id: "bob") { username } }'])(
  'without a service credential it is closed when its person is here: %s',
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
