/** Campaigns in the ledger: which step a state permits, and whose result of a line counts. */
import { expect, test } from '@jest/globals';
import { CampaignState, requestedSteps } from '../../src/domain/campaign.ts';
import type {
  Campaign,
  CampaignActor,
  CampaignStep,
  RequestedStep,
} from '../../src/domain/campaign.ts';
import { createCampaign } from '../../src/ledger/campaign-load.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns.ts';
import { bodyOf } from '../../src/ledger/read-record.ts';
import { Draws } from '../support/seeded.ts';
import { ModelLines, people } from './model-lines.ts';
import { onLedger, recordsOf } from './stores.ts';

const on = onLedger();
const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };
const states = Object.values(CampaignState);

const campaigns = (): LedgerCampaigns =>
  new LedgerCampaigns(on.ledger.store, () => on.store.clock.now);

/** Creates a campaign of a few people, as if it had come to a state. */
async function create(state: CampaignState, heldBy: string | null = null): Promise<Campaign> {
  const facts = { realm: 'alpha', kinds: ['OATH'], reason: 'stolen seeds', ticket: null } as const;
  const id = await createCampaign(on.ledger.store, {
    plan: { ...facts, pace: 60, calls: 1, endsSessions: false },
    actor: ada,
    source: { kind: 'file', path: 'people.csv' },
    lines: (async function* () {
      yield people.map((name, index) => ({ number: index + 1, name, skipped: null }));
    })(),
    now: on.store.clock.now,
  });
  await on.ledger.store.read((db) =>
    db.updateTable('campaign').set({ state, held_by: heldBy }).where('id', '=', id).execute(),
  );
  return found(id);
}

async function found(id: string): Promise<Campaign> {
  const campaign = await campaigns().find(id);
  if (campaign === null) throw new Error('the campaign is not there');
  return campaign;
}

/** The steps that each state permits, and the state after each. */
const permitted: Readonly<
  Record<CampaignState, Partial<Readonly<Record<RequestedStep, CampaignState>>>>
> = {
  DRAFT: { 'dry run started': 'CHECKING', aborted: 'ABORTED' },
  CHECKING: { aborted: 'ABORTED' },
  CHECKED: { 'dry run started': 'CHECKING', started: 'RUNNING', aborted: 'ABORTED' },
  RUNNING: { paused: 'PAUSED', aborted: 'ABORTED', 'failures retried': 'RUNNING' },
  PAUSED: { resumed: 'RUNNING', aborted: 'ABORTED', 'failures retried': 'PAUSED' },
  DONE: { 'failures retried': 'RUNNING' },
  ABORTED: {},
};
/** The steps that the creator cannot take. */
const ofAnother: readonly RequestedStep[] = ['started', 'failures retried'];

test.each(states)('which steps are permitted while it is %s', async (state) => {
  for (const step of requestedSteps)
    for (const actor of [ada, bea]) {
      const campaign = await create(state, 'AM_FAILS');
      const { id } = campaign;
      await fail(id);
      on.store.clock.now += 1_000;
      const now = new Date(on.store.clock.now).toISOString();
      const next = permitted[state][step];

      const { kind } = await campaigns().take({ id, step, actor });

      const isTaken = next !== undefined && !(actor === ada && ofAnother.includes(step));
      const refusal = next === undefined ? 'state' : 'same person';
      const told = [step, actor.name];
      expect([...told, kind]).toEqual([...told, isTaken ? 'taken' : refusal]);
      const taken = {
        state: next,
        since: now,
        heldBy: null,
        checkedSince: step === 'dry run started' ? now : null,
        startedAt: step === 'started' ? now : null,
        startedBy: step === 'started' ? bea : null,
        endedAt: step === 'aborted' ? now : null,
      };
      expect(await found(id)).toEqual({ ...campaign, ...(isTaken && taken) });
      expect(await stepsOf(id)).toEqual(isTaken ? ['created', step] : ['created']);
    }
});

/** Makes the first person of a campaign one who failed. */
async function fail(id: string): Promise<void> {
  await on.ledger.store.read((db) =>
    db
      .updateTable('campaign_line')
      .set({ state: 'failed', result: 'UNKNOWN', ended_at: 1 })
      .where('campaign_id', '=', id)
      .where('number', '=', 1)
      .execute(),
  );
}

/** The recorded steps of a campaign, in order. */
async function stepsOf(id: string): Promise<CampaignStep[]> {
  const bodies = (await recordsOf(on.ledger.store)).map((row) => bodyOf(row));
  return bodies.flatMap((body) =>
    body.kind === 'campaign' && body.campaign.id === id ? [body.campaign.step] : [],
  );
}

test('a retry of no failure leaves a campaign that is done as it is', async () => {
  const { id } = await create('DONE');

  const result = await campaigns().take({ id, step: 'failures retried', actor: bea });

  expect(result).toMatchObject({ kind: 'taken', lines: 0, campaign: { state: 'DONE' } });
});

test.each(['a', 'b', 'c', 'd'])(
  'of several claims of a person the last one counts, seed %s',
  async (seed) => {
    const campaign = await create('RUNNING');
    const lines = new ModelLines(new Draws(seed), { campaign, clock: on.store.clock });
    for (let round = 0; round < 60; round += 1) {
      const step = await lines.step(campaigns());
      expect([step, await lines.stored(on.ledger.store)]).toEqual([step, lines.expected()]);
    }
    expect(lines.lateResults).toBeGreaterThan(0);
    expect(await campaigns().endIfDone(campaign)).toBe(lines.areEnded());
  },
);
