/** Campaigns in the ledger: which step a state permits, and whose result of a line counts. */
import { describe, expect, test } from '@jest/globals';
import {
  CampaignState,
  type Campaign,
  type CampaignActor,
} from '../../src/domain/campaign/campaign.ts';
import {
  requestedSteps,
  type CampaignStep,
  type RequestedStep,
} from '../../src/domain/campaign/campaign-steps.ts';
import type { ClaimedLine, LineResult } from '../../src/domain/campaign/campaign-line.ts';
import { createdCampaign } from './created-campaign.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { recordSchemas } from '../../src/store/kinds/record-kinds.ts';
import { bodyOf } from '../../src/store/records/read-record.ts';
import { onLedger, recordsOf } from './stores.ts';

const on = onLedger();
const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };
const cleo: CampaignActor = { ...ada, name: 'cleo', account: 'cleo' };
const states = Object.values(CampaignState);
const people = ['bob', 'carol', 'dan'];

const campaigns = (): LedgerCampaigns =>
  new LedgerCampaigns(on.ledger.store, () => on.store.clock.now);

/** Creates a campaign of a few people, as if it had come to a state. */
async function create(state: CampaignState, heldBy: string | null = null): Promise<Campaign> {
  const id = await createdCampaign(on.ledger.store, {
    actor: ada,
    names: people,
    now: on.store.clock.now,
  });
  await on.ledger.store.change((db) =>
    db.updateTable('campaign').set({ state, held_by: heldBy }).where('id', '=', id).execute(),
  );
  return found(id);
}

async function found(id: string): Promise<Campaign> {
  // As people type it.
  const campaign = await campaigns().find(id.toLowerCase());
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
        heldBy: next === campaign.state ? campaign.heldBy : null,
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
  await on.ledger.store.change((db) =>
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

/** The steps that no limit prevents. */
const stops: readonly RequestedStep[] = ['paused', 'aborted'];

test.each(requestedSteps)('who has taken too many steps: %s', async (step) => {
  const flapping = await create('PAUSED');
  for (let taken = 0; taken < recordSchemas.campaign.limit.most; taken += 1)
    await campaigns().take({
      id: flapping.id,
      step: taken % 2 === 0 ? 'resumed' : 'paused',
      actor: bea,
    });
  const from = states.find((state) => permitted[state][step] !== undefined) ?? 'DRAFT';
  const { id } = await create(from);
  await fail(id);

  const byBea = await campaigns().take({ id, step, actor: bea });

  expect(byBea.kind).toBe(stops.includes(step) ? 'taken' : 'limited');
  const other = await create(from);
  expect(await campaigns().take({ id: other.id, step, actor: cleo })).toMatchObject({
    kind: 'taken',
  });
});

test('of two starts at the same time one counts', async () => {
  const { id } = await create('CHECKED');
  const start = { id, step: 'started', actor: bea } as const;

  const results = await Promise.all([campaigns().take(start), campaigns().take(start)]);

  expect(results.map(({ kind }) => kind).toSorted()).toEqual(['state', 'taken']);
});

test('a retry of no failure leaves a campaign that is done as it is', async () => {
  const { id } = await create('DONE');

  const result = await campaigns().take({ id, step: 'failures retried', actor: bea });

  expect(result).toMatchObject({ kind: 'taken', lines: 0, campaign: { state: 'DONE' } });
});

describe('the lines of a campaign that runs', () => {
  const done = { kind: 'done', outcome: 'DONE', change: null } as const;
  const claim = async (campaign: Campaign): Promise<ClaimedLine> => {
    const line = await campaigns().claim(campaign);
    if (line === null) throw new Error('no line is due');
    return line;
  };

  test('are claimed once each, by however many at once', async () => {
    const campaign = await create('RUNNING');

    const claims = await Promise.all(
      people.flatMap(() => [0, 1]).map(() => campaigns().claim(campaign)),
    );

    const numbers = claims.flatMap((one) => (one === null ? [] : [one.number]));
    expect(numbers.length).toBeGreaterThan(0);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('wait as their results say, and whichever is due first is next', async () => {
    const campaign = await create('RUNNING');
    const again = { kind: 'again', reason: 'UPSTREAM_TIMEOUT' } as const;
    for (const result of [
      { ...again, afterMs: 500, isNewChange: false },
      { ...again, afterMs: 100, isNewChange: true },
      done,
    ])
      await campaigns().settle(await claim(campaign), result);

    const early = await campaigns().claim(campaign);
    on.store.clock.now += 1_000;

    expect(early).toBeNull();
    expect([await claim(campaign), await claim(campaign)]).toMatchObject([
      { name: 'carol', attempt: 1, tries: 1 },
      { name: 'bob', attempt: 0, tries: 1 },
    ]);
  });

  test('have the result of their last claim, also after another process took over', async () => {
    const campaign = await create('RUNNING');
    const first = await claim(campaign);
    on.store.clock.now += 1_000;
    await claim(campaign);
    on.store.clock.now += 2_000;

    const lastAgo = await campaigns().takeOver(campaign.id);
    await campaigns().settle(first, done);
    const second = await claim(campaign);
    await campaigns().settle(first, done);
    await campaigns().settle(second, { kind: 'failed', reason: 'FORBIDDEN', change: null });

    expect([lastAgo, second.name]).toEqual([2_000, first.name]);
    const lines = await campaigns().lines({ id: campaign.id, most: 3 });
    expect(lines.map(({ state }) => state)).toEqual(['failed', 'waiting', 'waiting']);
  });
});

test('a life: dry run, reset, failures, and a retry of these', async () => {
  const { clock } = on.store;
  const all = campaigns();
  const { id } = await create('DRAFT');
  const take = async (step: RequestedStep): Promise<Campaign> => {
    clock.now += 1_000;
    await all.take({ id, step, actor: bea });
    return found(id);
  };
  /** Claims each line that is due, and settles it a second later. */
  const work = async (campaign: Campaign, results: readonly LineResult[]): Promise<void> => {
    for (const result of results) {
      clock.now += 1_000;
      const left = (await all.figures()).waiting;
      const line = await all.claim(campaign);
      if (line === null) throw new Error('no line is due');
      expect(await all.endIfDone(campaign)).toBe(false);
      expect((await all.figures()).waiting).toBe(left);
      await all.settle(line, result);
    }
  };
  const readable = { kind: 'checked', finding: null, devices: { OATH: 2 } } as const;
  const privileged = { kind: 'checked', finding: 'PRIVILEGED', devices: {} } as const;

  const checking = await take('dry run started');
  await work(checking, [readable, privileged]);
  expect(await all.figures()).toEqual({ running: 1, held: 0, waiting: 3, failed: 0 });
  await work(checking, [readable]);
  expect(await all.claim(checking)).toBeNull();
  expect([await all.endIfDone(checking), await all.endIfDone(checking)]).toEqual([true, false]);
  const checked = await found(id);
  expect(checked).toMatchObject({ state: 'CHECKED', endedAt: null });
  expect(await all.progress(checked)).toMatchObject({
    checked: 3,
    findings: { PRIVILEGED: 1 },
    devices: { OATH: 4 },
    perMinute: 0,
  });

  const running = await take('started');
  const done = { kind: 'done', outcome: 'DONE', change: null } as const;
  const failed = (reason: 'UNKNOWN' | 'FORBIDDEN') =>
    ({ kind: 'failed', reason, change: null }) as const;
  await work(running, [done, failed('UNKNOWN')]);
  await take('paused');
  clock.now += 1_000;
  // The process has not seen the pause yet.
  expect(await all.claim(running)).toBeNull();
  const resumed = await take('resumed');
  await all.hold(id, 'AM_FAILS');
  expect(await all.figures()).toEqual({ running: 1, held: 1, waiting: 1, failed: 1 });
  await work(resumed, [failed('FORBIDDEN')]);
  expect(await all.endIfDone(resumed)).toBe(true);
  const ended = await found(id);
  const at = new Date(clock.now).toISOString();
  expect(ended).toMatchObject({ state: 'DONE', endedAt: at, heldBy: null });
  // Three people in six seconds.
  expect((await all.progress(ended)).perMinute).toBe(30);
  expect(await all.figures()).toEqual({ running: 0, held: 0, waiting: 0, failed: 0 });

  const retried = await take('failures retried');
  clock.now += 1_000;
  const again = [await all.claim(retried), await all.claim(retried)];
  expect(again).toMatchObject([
    { name: 'carol', attempt: 0, tries: 0, isRetry: true },
    { name: 'dan', attempt: 1, isRetry: false },
  ]);
  const [first] = again;
  if (first === null || first === undefined) throw new Error('a failure is retried');
  await all.settle(first, failed('FORBIDDEN'));
  await take('failures retried');
  clock.now += 1_000;
  expect(await all.claim(await found(id))).toMatchObject({ attempt: 1, isRetry: false });
});

test('a retry of failures does not hide what holds the campaign', async () => {
  const campaign = await create('RUNNING', 'AM_FAILS');
  const line = await campaigns().claim(campaign);
  if (line === null) throw new Error('a line is due');
  await campaigns().settle(line, { kind: 'failed', reason: 'FORBIDDEN', change: null });

  const { id } = campaign;
  const taken = await campaigns().take({
    id,
    step: 'failures retried',
    actor: { name: 'bea', realm: null, via: 'command line', account: 'other' },
  });

  expect(taken).toMatchObject({ kind: 'taken', campaign: { heldBy: 'AM_FAILS' } });
});

test('of two lines of one person, the first one that is identified counts', async () => {
  const campaign = await create('RUNNING');
  const [one, other] = [await campaigns().claim(campaign), await campaigns().claim(campaign)];
  if (one === null || other === null) throw new Error('two lines are due');

  const told = [];
  for (const line of [one, other, one]) told.push(await campaigns().identify(line, 'bob'));

  expect(told).toEqual([true, false, true]);
  const foreign = await create('RUNNING');
  const line = await campaigns().claim(foreign);
  expect(line && (await campaigns().identify(line, 'bob'))).toBe(true);
});

test('pages list campaigns newest first, each once', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    // Two of them at the same time.
    on.store.clock.now += count === 2 ? 0 : 1_000;
    ids.push((await create('DRAFT')).id);
  }

  const listed: string[] = [];
  for (let after = {}; listed.length <= ids.length;) {
    const page = await campaigns().list({ most: 2, realm: 'alpha', ...after });
    const last = page.at(-1);
    if (last === undefined) break;
    listed.push(...page.map(({ id }) => id));
    after = { after: last.id };
  }

  const [oldest = '', ...rest] = ids;
  const [first = '', second = '', ...newer] = rest;
  expect(listed).toEqual([...newer.toReversed(), ...[first, second].toSorted(), oldest]);
  expect(await campaigns().list({ most: 2, realm: 'beta' })).toEqual([]);
});
