/** All attempts of a line of a campaign are one story; a part is a change (R33, R47). */
import { describe, expect, test } from '@jest/globals';
import { CampaignPacer } from '../../src/changes/campaigns/pacer.ts';
import type { LineResult } from '../../src/domain/campaign/campaign-line.ts';
import { until } from '../reliability/am-traffic.ts';
import { runPartsWith } from '../support/one-campaign.ts';
import { CampaignOfBob, type Attempt } from './campaign-of-bob.ts';
import { useLedger, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => ({ store, ledger } = opened));

/** Ends without a change of their own. */
const failure: LineResult = { kind: 'failed', reason: 'UPSTREAM_ERROR', change: null };
const skip: LineResult = { kind: 'skipped', reason: 'PRIVILEGED' };

const partly = 'failed PARTLY_DONE';

/** Earlier attempts, the last one or the end, what the line shows, and whose change it names. */
const stories: readonly (readonly [
  readonly Attempt[],
  Attempt | LineResult,
  string,
  number | null,
])[] = [
  [[], 'empty', 'done NOTHING_TO_RESET', 0],
  [['none'], 'empty', 'done NOTHING_TO_RESET', 1],
  [['part'], 'empty', 'done DONE', 0],
  [['part', 'none'], 'empty', 'done DONE', 0],
  [['none', 'part'], 'empty', 'done DONE', 1],
  [['part'], 'all', 'done DONE', 1],
  [['none'], failure, 'failed UPSTREAM_ERROR', null],
  [['part'], failure, partly, 0],
  [['part', 'none'], failure, partly, 0],
  [['none'], skip, 'skipped PRIVILEGED', null],
  [['part'], skip, partly, 0],
  [['part'], 'unclear', 'failed UNKNOWN', 1],
];

test.each(stories)('%j and then %j', async (earlier, last, expected, named) => {
  const bob = await CampaignOfBob.start(store, ledger);
  const changes: string[] = [];
  for (const one of earlier) changes.push(await bob.attempt(one));

  if (typeof last === 'string') changes.push(await bob.attempt(last));
  else await bob.ends(last);

  expect(await bob.line()).toEqual([expected, named === null ? null : changes[named]]);
});

type Act = (bob: CampaignOfBob) => Promise<unknown>;

/** What happened before the abort, and what the line shows once a pacer has looked. */
const leftBehind: Readonly<Record<string, readonly [before: Act, expected: string]>> = {
  'waits for its first attempt': [async () => undefined, 'waiting -'],
  'killed before its change': [(bob) => bob.claim(), 'waiting NOT_DONE'],
  'killed after its reset': [(bob) => bob.killedAfter('all'), 'done DONE'],
  'killed after a part of it': [(bob) => bob.killedAfter('part'), partly],
  'killed after AM refused': [(bob) => bob.killedAfter('none'), 'waiting UPSTREAM_ERROR'],
  'killed without an answer': [(bob) => bob.killedAfter('unclear'), 'failed UNKNOWN'],
  'killed, and put back': [
    async (bob) => {
      await bob.killedAfter('all');
      await bob.campaigns.takeOver(bob.id);
    },
    'done DONE',
  ],
  'waits for another attempt': [(bob) => bob.attempt('part'), partly],
  'a part, and then killed before its change': [
    async (bob) => {
      await bob.attempt('part');
      await bob.claim();
    },
    partly,
  ],
};

describe('after an abort', () => {
  test.each(Object.entries(leftBehind))('%s', async (_label, [before, expected]) => {
    const bob = await CampaignOfBob.start(store, ledger);
    await before(bob);
    await bob.abort();

    await runPacer(bob, async () => !(await bob.line())[0].startsWith('running'));

    const [result] = await bob.line();
    expect(result).toBe(expected);
  });

  test('a change that is open is left until it is closed', async () => {
    const bob = await CampaignOfBob.start(store, ledger);
    const { change } = await bob.open();
    await bob.abort();
    let looks = 0;

    await runPacer(bob, async () => (looks += 1) > 5);
    const open = await bob.line();
    await bob.complete(change, 'all');
    await runPacer(bob, async () => !(await bob.line())[0].startsWith('running'));

    expect([open, await bob.line()]).toEqual([
      ['running -', null],
      ['done DONE', change],
    ]);
  });
});

/** Runs the pacer of another process until something is so. It calls no AM. */
async function runPacer({ campaigns }: CampaignOfBob, isSo: () => Promise<boolean>): Promise<void> {
  const { locks } = ledger;
  const held = { levelIn: async () => null, isBroken: () => false, note: () => undefined };
  const pacer = new CampaignPacer({ ...runPartsWith(campaigns), ...held, locks, everyMs: 5 });
  pacer.start();
  await until('the pacer has looked', isSo);
  await pacer.stop();
}
