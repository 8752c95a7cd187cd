/** The creation of campaigns by requests: recorded once, limited, and nothing left of a refusal. */
import { expect, test } from '@jest/globals';
import { skipReasons } from '../../src/domain/campaign/campaign-line.ts';
import type { RecordedCampaignStep } from '../../src/domain/campaign/campaign-steps.ts';
import { CampaignState, type CampaignActor } from '../../src/domain/campaign/campaign.ts';
import { createCampaign } from '../../src/domain/campaign/create-campaign.ts';
import type { NewLine } from '../../src/domain/campaign/new-campaign.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { bodyOf } from '../../src/store/records/read-record.ts';
import { onLedger, recordsOf } from './stores.ts';

const on = onLedger();
const oscar: CampaignActor = { name: 'oscar', realm: 'alpha', via: 'graphql', account: null };
const facts = { realm: 'alpha', area: null, kinds: ['OATH'], ticket: null } as const;
const plan = { ...facts, reason: 'stolen seeds', pace: 60, calls: 2, endsSessions: true };
const bob: NewLine = { number: 1, name: 'bob', skipped: null };

interface Asked {
  readonly key?: string;
  readonly reason?: string;
  readonly lines?: readonly NewLine[];
  readonly actor?: CampaignActor;
  readonly keepsBadLines?: boolean;
  /** Awaited between the first line and the end of the list. */
  readonly pause?: () => Promise<void>;
}

function create({
  key = 'one',
  reason = plan.reason,
  lines = [bob],
  actor = oscar,
  keepsBadLines = false,
  pause = async () => undefined,
}: Asked = {}) {
  const campaigns = new LedgerCampaigns(on.ledger.store, () => on.store.clock.now);
  return createCampaign(campaigns, {
    plan: { ...plan, reason },
    actor,
    source: { kind: 'file' },
    lines: (async function* () {
      yield lines;
      await pause();
    })(),
    request: { key, content: { reason, people: lines } },
    keepsBadLines,
  });
}

/** The states of all stored campaigns, and how many lines there are. */
const stored = () =>
  on.ledger.store.query(async (db) => ({
    states: (await db.selectFrom('campaign').select('state').execute()).map(({ state }) => state),
    lines: (await db.selectFrom('campaign_line').select('name').execute()).length,
  }));
const steps = async (): Promise<readonly RecordedCampaignStep[]> =>
  (await recordsOf(on.ledger.store)).flatMap((row) => {
    const body = bodyOf(row);
    return body.kind === 'campaign' ? [body.campaign] : [];
  });

test('it is recorded as by the command line, without the key itself', async () => {
  const created = await create({ key: 'a secret-looking key' });

  expect(created).toMatchObject({ kind: 'created', people: 1, skips: {} });
  const [step] = await steps();
  expect(step).toMatchObject({
    step: 'created',
    actor: oscar,
    facts: { people: 1, kinds: 'OATH', pace: 60, chosenBy: 'file', reason: 'stolen seeds' },
  });
  expect(JSON.stringify(step)).not.toContain('secret-looking');
});

test.each(skipReasons)('people are recorded without a line that is %s', async (skipped) => {
  const lines = [bob, { number: 2, name: 'other', skipped }];

  const alone = await create({ key: 'alone' });
  const created = await create({ lines, keepsBadLines: true });

  expect(alone).toMatchObject({ people: 1, skips: {} });
  expect(created).toMatchObject({ people: 1, skips: { [skipped]: 1 } });
  const [first, second] = (await steps()).map((step) => step.facts);
  expect(first).toMatchObject({ people: 1 });
  expect(second).toMatchObject({ people: 1, sha256: first?.['sha256'] });
});

test('a repeat within a day returns the first campaign, at once as later', async () => {
  const [one, other] = await Promise.all([create(), create()]);
  on.store.clock.now += 86_000_000;
  const later = await create();

  expect([other, later]).toEqual([
    expect.objectContaining({ kind: 'created', id: 'id' in one ? one.id : '' }),
    expect.objectContaining({ kind: 'created', id: 'id' in one ? one.id : '' }),
  ]);
  expect(await stored()).toEqual({ states: ['DRAFT'], lines: 1 });
  expect(await steps()).toHaveLength(1);
  on.store.clock.now += 500_000;
  expect(await create()).not.toMatchObject({ id: 'id' in one ? one.id : '' });
});

test.each([
  [1_000, ['DRAFT', 'DRAFT'], 2],
  [3_599_000, ['DRAFT', 'DRAFT'], 2],
  [3_601_000, ['DRAFT'], 1],
])('%d ms later, another creation removes only what was abandoned', async (ms, states, lines) => {
  const [storing, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = create({
    key: 'slow',
    pause: async () => {
      storing.resolve();
      await other.promise;
    },
  });
  await storing.promise;

  on.store.clock.now += ms;
  await create({ key: 'quick' });
  other.resolve();
  await slow;

  expect(await stored()).toMatchObject({ states, lines });
});

const allStates = [...Object.values(CampaignState), 'LOADING'] as const;

test.each(allStates)(
  'an hour later, one that is %s leaves only if it is LOADING',
  async (state) => {
    await create({ key: 'earlier' });
    await on.ledger.store.change((db) => db.updateTable('campaign').set({ state }).execute());
    on.store.clock.now += 3_601_000;
    await create({ key: 'later' });

    const isKept = state !== 'LOADING';
    expect((await stored()).states.toSorted()).toEqual(
      [...(isKept ? [state] : []), 'DRAFT'].toSorted(),
    );
  },
);

test.each(allStates)('one that is %s has a place in a list unless it is LOADING', async (state) => {
  const first = await create({ key: 'first' });
  on.store.clock.now += 1_000;
  const second = await create({ key: 'second' });
  const idIn = (one: Awaited<ReturnType<typeof create>>) => ('id' in one ? one.id : '');
  await on.ledger.store.change((db) =>
    db.updateTable('campaign').set({ state }).where('id', '=', idIn(second)).execute(),
  );

  const campaigns = new LedgerCampaigns(on.ledger.store, () => on.store.clock.now);
  const listed = await campaigns.list({ realm: 'alpha', most: 1 });

  expect(listed.map(({ id }) => id)).toEqual([idIn(state === 'LOADING' ? first : second)]);
});

/** Who else takes steps, and whether these count for oscar. */
const entry = 'id=oscar,ou=user,dc=example';
const others: readonly (readonly [string, Partial<CampaignActor>, boolean])[] = [
  ['the same', {}, true],
  ['the same entry in another realm', { realm: 'beta', name: 'OSCAR', entry }, true],
  ['another entry under the name', { entry: 'id=other,ou=user,dc=example' }, true],
  ['another name', { name: 'olga' }, false],
  ['another realm', { realm: 'beta' }, false],
  ['the command line', { via: 'command line' }, false],
];

test.each(others)('the steps of oscar, and a creation by %s', async (_who, about, isSame) => {
  const known = { ...oscar, entry };
  for (let number = 0; number < 20; number += 1) await create({ key: `${number}`, actor: known });

  const more = await create({ key: 'more', actor: { ...oscar, ...about } });

  expect(more).toMatchObject(isSame ? { limit: 'CAMPAIGN_STEPS' } : { kind: 'created' });
});

test('a key of another request is refused; that of another person is their own', async () => {
  await create();

  expect(await create({ reason: 'lost seeds' })).toEqual({ kind: 'key reused' });
  expect(await create({ actor: { ...oscar, name: 'olga' } })).toMatchObject({ kind: 'created' });
  expect(await stored()).toEqual({ states: ['DRAFT', 'DRAFT'], lines: 2 });
});

test('a person creates twenty within an hour', async () => {
  for (let number = 0; number < 20; number += 1)
    expect(await create({ key: `${number}` })).toMatchObject({ kind: 'created' });

  expect(await create({ key: 'more' })).toMatchObject({ limit: 'CAMPAIGN_STEPS' });
  expect(await create({ key: '3' })).toMatchObject({ kind: 'created' });
  expect((await stored()).lines).toBe(20);
});

test('bad lines refuse it, and nothing stays', async () => {
  const bad = { number: 2, name: '"', skipped: 'BAD_LINE' } as const;

  expect(await create({ lines: [bob, bad] })).toEqual({
    kind: 'bad lines',
    lines: [bad],
    count: 1,
  });
  expect(await stored()).toEqual({ states: [], lines: 0 });
  expect(await steps()).toEqual([]);
});
