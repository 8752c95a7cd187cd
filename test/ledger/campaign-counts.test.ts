/** The counts that are kept beside the lines of a campaign are what the lines say. */
import { expect, test } from '@jest/globals';
import type { Campaign, CampaignActor } from '../../src/domain/campaign/campaign.ts';
import { countOf, lineStates, type LineResult } from '../../src/domain/campaign/campaign-line.ts';
import type { RequestedStep } from '../../src/domain/campaign/campaign-steps.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { Draws } from '../support/seeded.ts';
import { createdCampaign } from './created-campaign.ts';
import { onLedger } from './stores.ts';

const on = onLedger();
const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };

const campaigns = (): LedgerCampaigns =>
  new LedgerCampaigns(on.ledger.store, () => on.store.clock.now);

async function created(): Promise<Campaign> {
  const names = ['bob', 'carol', 'dan', 'eve', 'frank', 'grace'];
  return found(await createdCampaign(on.ledger.store, { actor: ada, names, now: 0 }));
}

async function found(id: string): Promise<Campaign> {
  const campaign = await campaigns().find(id);
  if (campaign === null) throw new Error('the campaign is not there');
  return campaign;
}

/** What the lines themselves say, for the counts that are kept beside them. */
async function countedFromLines({ id, checkedSince }: Campaign): Promise<object> {
  const rows = await on.ledger.store.query((db) =>
    db.selectFrom('campaign_line').selectAll().where('campaign_id', '=', id).execute(),
  );
  const lines = Map.groupBy(rows, ({ state, result }) => `${state} ${result}`);
  const since = checkedSince === null ? Infinity : Date.parse(checkedSince);
  const checked = rows.filter((row) => (row.checked_at ?? 0) >= since);
  const findings = Map.groupBy(checked, ({ finding }) => finding);
  const devices: Record<string, number> = {};
  for (const { finding, devices: listed } of checked)
    for (const [, kind = '', count] of (listed ?? '').matchAll(/(\w+)=(\d+)/g))
      if (finding === null) devices[kind] = (devices[kind] ?? 0) + Number(count);
  const reasons = [...findings].filter(([finding]) => finding !== null);
  return {
    lines: Object.fromEntries([...lines].map(([name, { length }]) => [name, length])),
    checked: checked.length,
    findings: Object.fromEntries(reasons.map(([finding, { length }]) => [finding, length])),
    devices,
  };
}

/** Expects that the kept counts of a campaign are those of its lines. */
async function expectCounts(id: string): Promise<void> {
  const campaign = await found(id);
  const { lines, checked, findings, devices } = await campaigns().progress(campaign);
  const byName = lines.map(({ state, result, count }) => [`${state} ${result}`, count]);
  expect({ lines: Object.fromEntries(byName), checked, findings, devices }).toEqual(
    await countedFromLines(campaign),
  );
}

const again = { kind: 'again', reason: 'UPSTREAM_TIMEOUT', afterMs: 100 } as const;
const readings: readonly LineResult[] = [
  { kind: 'checked', finding: null, devices: { OATH: 2 } },
  { kind: 'checked', finding: null, devices: { OATH: 1, PUSH: 1 } },
  { kind: 'checked', finding: 'PRIVILEGED', devices: {} },
  { ...again, isNewChange: false },
];
const results: readonly LineResult[] = [
  { kind: 'done', outcome: 'DONE', change: null },
  { kind: 'failed', reason: 'UNKNOWN', change: null },
  { kind: 'failed', reason: 'FORBIDDEN', change: null },
  { kind: 'skipped', reason: 'UNKNOWN_NAME' },
  { ...again, isNewChange: true },
];

test.each(['one', 'two', 'three'])('after every step of a life, seed %s', async (seed) => {
  const draws = new Draws(seed);
  const all = campaigns();
  const { id } = await created();
  const take = async (step: RequestedStep): Promise<void> => {
    on.store.clock.now += 1_000;
    await all.take({ id, step, actor: bea });
    await expectCounts(id);
  };
  const work = async (turns: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) {
      on.store.clock.now += 1_000;
      const campaign = await found(id);
      const line = await all.claim(campaign);
      await expectCounts(id);
      if (draws.chance(0.2)) await all.takeOver(id);
      if (line !== null)
        await all.settle(line, draws.of(campaign.state === 'CHECKING' ? readings : results));
      await expectCounts(id);
      await all.endIfDone(campaign);
    }
  };

  await take('dry run started');
  await work(6);
  await on.ledger.store.change((db) =>
    db.updateTable('campaign').set({ state: 'CHECKED' }).execute(),
  );
  await take('dry run started');
  await work(12);
  await on.ledger.store.change((db) =>
    db.updateTable('campaign').set({ state: 'CHECKED' }).execute(),
  );
  await take('started');
  await work(6);
  await take('failures retried');
  await work(6);
  await take('paused');
  await take('aborted');

  const { lines } = await all.progress(await found(id));
  expect(countOf(lines, ...lineStates)).toBe(6);
});

test('a second dry run counts anew, also lines that the first one still reads', async () => {
  const all = campaigns();
  const { id } = await created();
  await all.take({ id, step: 'dry run started', actor: ada });
  const campaign = await found(id);
  const seen = { kind: 'checked', finding: null, devices: { OATH: 1, PUSH: 2 } } as const;
  const [first, second] = [await all.claim(campaign), await all.claim(campaign)];
  if (first === null || second === null) throw new Error('two lines are due');
  await all.settle(first, seen);
  await on.ledger.store.change((db) =>
    db.updateTable('campaign').set({ state: 'CHECKED' }).execute(),
  );
  on.store.clock.now += 1_000;
  await all.take({ id, step: 'dry run started', actor: ada });

  expect(await all.progress(await found(id))).toMatchObject({ checked: 0, devices: {} });
  await all.settle(second, { ...seen, finding: 'PRIVILEGED' });

  const { checked, findings } = await all.progress(await found(id));
  expect([checked, findings]).toEqual([1, { PRIVILEGED: 1 }]);
  await expectCounts(id);
});
