/** All attempts of a line of a campaign are one story: a part of a change is a change. */
import { describe, expect, test } from '@jest/globals';
import { ofRecord } from '../../src/changes/campaigns/line-result.ts';
import {
  campaignActorId,
  lineKey,
  type Campaign,
  type CampaignActor,
  type ClaimedLine,
  type LineResult,
} from '../../src/domain/campaign.ts';
import type { Outcome, RecordedDevice } from '../../src/domain/change-record.ts';
import { createCampaign } from '../../src/ledger/campaign-load.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns.ts';
import { anActor, anIntent, anOutcome, idOf, phone, terms } from './builders.ts';
import { noon, useLedger, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => ({ store, ledger } = opened));

const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };
const other: RecordedDevice = { ...phone, id: 'other' };

/** What came of an attempt: AM removed one of two phones, or none, or all. */
const attempts = {
  part: notDone([other]),
  none: notDone([phone, other]),
  all: { ...anOutcome('DONE') },
  unclear: anOutcome('UNKNOWN'),
  empty: anOutcome('NOTHING_TO_RESET'),
} satisfies Record<string, Outcome>;
type Attempt = keyof typeof attempts;

function notDone(after: readonly RecordedDevice[]): Outcome {
  const facts = { kind: 'OATH', proof: 'ANSWER', problem: 'UPSTREAM_ERROR' } as const;
  const before = [phone, other];
  const results = [{ ...facts, outcome: 'NOT_DONE', before, after } as const];
  return { outcome: 'NOT_DONE', results, sessionsEnded: null };
}

/** A campaign of bob that runs. */
async function begin(): Promise<{ readonly campaigns: LedgerCampaigns; readonly id: string }> {
  const now = (): number => store.clock.now;
  const campaigns = new LedgerCampaigns(ledger.store, now);
  const id = await createCampaign(ledger.store, {
    plan: {
      realm: 'alpha',
      kinds: ['OATH'],
      reason: 'stolen seeds',
      ticket: null,
      pace: 60,
      calls: 1,
      endsSessions: false,
    },
    actor: ada,
    source: { kind: 'file', path: 'people.csv' },
    lines: (async function* () {
      yield [{ number: 1, name: 'bob', skipped: null }];
    })(),
    now: noon,
  });
  await campaigns.take({ id, step: 'dry run started', actor: ada });
  const checking = await found(campaigns, id);
  const line = await claimed(campaigns, checking);
  await campaigns.settle(line, { kind: 'checked', finding: null, devices: { OATH: 2 } });
  await campaigns.endIfDone(checking);
  store.clock.now += 1_000;
  await campaigns.take({ id, step: 'started', actor: bea });
  return { campaigns, id };
}

async function found(campaigns: LedgerCampaigns, id: string): Promise<Campaign> {
  const campaign = await campaigns.find(id);
  if (campaign === null) throw new Error('the campaign is not there');
  return campaign;
}

async function claimed(campaigns: LedgerCampaigns, campaign: Campaign): Promise<ClaimedLine> {
  const line = await campaigns.claim(campaign);
  if (line === null) throw new Error('no line is due');
  return line;
}

/** Claims the line and records a change with this outcome. */
async function attempt(
  campaigns: LedgerCampaigns,
  id: string,
  outcome: Outcome | null,
): Promise<{ readonly line: ClaimedLine; readonly change: string }> {
  store.clock.now += 400_000;
  const line = await claimed(campaigns, await found(campaigns, id));
  const actor = anActor({ id: campaignActorId(id), role: 'CAMPAIGN', method: 'SERVICE' });
  const intent = anIntent({ actor, before: [phone, other] });
  const change = idOf(await ledger.begin(intent, terms({ idempotencyKey: lineKey(line) })));
  if (outcome !== null) await ledger.complete(change, outcome);
  return { line, change };
}

/** The result of a recorded attempt, as the work on a line settles it. */
async function settleRecorded(campaigns: LedgerCampaigns, id: string, one: Attempt) {
  const { line, change } = await attempt(campaigns, id, attempts[one]);
  const recorded = await ledger.findChange(change);
  if (recorded === null) throw new Error('the change is not recorded');
  await campaigns.settle(line, ofRecord(recorded, line));
  return change;
}

/** Ends without a change of their own. */
const failure: LineResult = { kind: 'failed', reason: 'UPSTREAM_ERROR', change: null };
const skip: LineResult = { kind: 'skipped', reason: 'PRIVILEGED' };

const partly = 'failed PARTLY_DONE';

/** Earlier attempts, the last one or the end, what the line shows, and whose change it names. */
const cases: readonly (readonly [
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

describe('the attempts of a line', () => {
  test.each(cases)('%j and then %j', async (earlier, last, expected, named) => {
    const { campaigns, id } = await begin();
    const changes: string[] = [];
    for (const one of earlier) changes.push(await settleRecorded(campaigns, id, one));

    if (typeof last === 'string') changes.push(await settleRecorded(campaigns, id, last));
    else {
      store.clock.now += 400_000;
      await campaigns.settle(await claimed(campaigns, await found(campaigns, id)), last);
    }

    const [line] = await campaigns.lines({ id, most: 1 });
    expect(`${line?.state} ${line?.result}`).toBe(expected);
    expect(line?.change).toBe(named === null ? null : changes[named]);
  });
});
