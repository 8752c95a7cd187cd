import { expect, test } from '@jest/globals';
import { CampaignRun } from '../../../src/changes/campaigns/campaign-run.ts';
import { afterFailure, ofRecord } from '../../../src/changes/campaigns/line-result.ts';
import { CampaignHold } from '../../../src/domain/campaign/campaign.ts';
import { RecordedOutcome } from '../../../src/domain/change/change-record.ts';
import { localLocks } from '../../../src/domain/values/lock.ts';
import { anIntent, anOutcome, phone } from '../../ledger/builders.ts';
import { oneLevel } from '../../support/one-level.ts';
import { oneCampaign, oneCampaignOnly, runPartsWith } from '../../support/one-campaign.ts';

test('a frozen realm permits no one, also while the breaker of AM is open', async () => {
  const holds: (string | null)[] = [];
  let [claims, looks] = [0, 0];
  const campaigns = {
    ...oneCampaignOnly,
    hold: async (_id: string, reason: string | null) => void holds.push(reason),
    claim: async () => {
      claims += 1;
      return null;
    },
  };
  const parts = {
    ...runPartsWith(campaigns),
    isBroken: () => true,
    levelIn: async () => {
      looks += 1;
      if (looks === 3) run.stop();
      const [level] = await oneLevel(Date.now).current();
      return level === undefined ? null : { ...level, level: 'FROZEN' as const };
    },
  };
  const lock = await localLocks.tryAcquire('pacer');
  if (lock === null) throw new Error('the lock is free');

  const run = new CampaignRun({ ...oneCampaign, state: 'RUNNING' }, { ...parts, lock });
  await run.ended;
  lock.release();

  expect({ holds, claims }).toEqual({ holds: ['THREAT_LEVEL'], claims: 0 });
});

test.each([null, ...Object.values(CampaignHold)])(
  'a run that nothing holds ends the hold %s of an earlier one',
  async (heldBy) => {
    const holds: (string | null)[] = [];
    const campaigns = {
      ...oneCampaignOnly,
      hold: async (_id: string, reason: string | null) => void holds.push(reason),
      claim: async () => null,
      endIfDone: async () => true,
    };
    const lock = await localLocks.tryAcquire('pacer');
    if (lock === null) throw new Error('the lock is free');

    const running = { ...oneCampaign, state: 'RUNNING', heldBy } as const;
    const calm = { isBroken: () => false, levelIn: async () => null };
    const parts = { ...runPartsWith(campaigns), ...calm };
    await new CampaignRun(running, { ...parts, lock }).ended;
    lock.release();

    expect(holds).toEqual(heldBy === null ? [] : [null]);
  },
);

test.each([
  ['THREAT_LEVEL', 0, 'again'],
  ['THREAT_LEVEL', 20, 'again'],
  ['UPSTREAM_TIMEOUT', 0, 'again'],
  ['UPSTREAM_TIMEOUT', 20, 'failed'],
  // The ledger was lost between the intent and the write.
  ['AUDIT_UNAVAILABLE', 0, 'again'],
  ['NOT_SUPPORTED_UPSTREAM', 0, 'failed'],
] as const)('%s after %i tries means %s', (reason, tries, expected) => {
  const line = { campaign: oneCampaign.id, number: 1, name: 'zed', attempt: 0, isRetry: false };

  const result = afterFailure(reason, { ...line, tries, claimedAt: 0 }, { isNewChange: true });

  expect(result.kind).toBe(expected);
});

test('a line waits twice as long after each failure, and five minutes at most', () => {
  const waits = Array.from({ length: 12 }, (_, tries) => {
    const line = { campaign: oneCampaign.id, number: 1, name: 'zed', attempt: 0, isRetry: false };
    const again = afterFailure(
      'UPSTREAM_TIMEOUT',
      { ...line, tries, claimedAt: 0 },
      { isNewChange: false },
    );
    return again.kind === 'again' ? again.afterMs / 1_000 : again.kind;
  });

  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
});

const outcomes = Object.values(RecordedOutcome).filter((one) => one !== 'WOULD_RESET');
const pairs = outcomes.flatMap((one) => outcomes.map((other) => [one, other] as const));

test.each(pairs)('a change with %s of one kind and %s of another', (...both) => {
  const line = { campaign: oneCampaign.id, number: 1, name: 'zed', attempt: 0, isRetry: false };
  const results = both.map((outcome) => ({
    kind: 'OATH' as const,
    outcome,
    proof: 'LIST' as const,
    problem: null,
    before: [phone],
    after: [],
  }));
  const change = {
    id: 'C-1',
    at: '2026-12-01T09:00:00.000Z',
    intent: anIntent(),
    outcome: { ...anOutcome(), results, at: '2026-12-01T09:00:01.000Z' },
    settled: null,
    refusal: null,
    overrode: [],
    report: null,
    registration: null,
  };

  const result = ofRecord(change, { ...line, tries: 0, claimedAt: 0 });

  const has = (...some: readonly string[]): boolean => both.some((one) => some.includes(one));
  const expected = has('UNKNOWN')
    ? { kind: 'failed', reason: 'UNKNOWN' }
    : has('NOT_DONE')
      ? { kind: 'again', isNewChange: true }
      : { kind: 'done', outcome: has('DONE', 'CONFIRMED') ? 'DONE' : 'NOTHING_TO_RESET' };
  expect(result).toMatchObject(expected);
});
