/** A row that needs a newer program is left alone, wherever work is claimed (R39, R51). */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { isClaimed, needs } from '../../src/store/tables/needs.ts';
import { anActor, anIntent, phone, terms } from './builders.ts';
import { createdCampaign } from './created-campaign.ts';
import { onLedger } from './stores.ts';

/** The highest number that this program knows. */
const understood = Math.max(...Object.values(needs));

const on = onLedger([{ name: 'webhook:a', kinds: ['change'] }], ['change']);

/** Creates work, and returns how it is claimed: each function says whether it was. */
type Work = () => Promise<Readonly<Record<string, () => Promise<boolean>>>>;
type Claimed = {
  [Table in keyof typeof isClaimed]: (typeof isClaimed)[Table] extends true ? Table : never;
}[keyof typeof isClaimed];

const oscar = { name: 'oscar', realm: 'alpha', via: 'graphql', account: null } as const;

const works: Readonly<Record<Claimed, Work>> = {
  campaign: async () => {
    const { store, clock } = { store: on.ledger.store, clock: on.store.clock };
    const campaigns = new LedgerCampaigns(store, () => clock.now);
    const plan = { area: 'north' };
    const id = await createdCampaign(store, { names: ['bob'], plan, actor: oscar, now: clock.now });
    await store.change((db) =>
      db.updateTable('campaign').set({ state: 'CHECKING', checked_since: clock.now }).execute(),
    );
    /** Aborts the campaign while its only person is in progress, or takes that back. */
    const set = async (state: 'ABORTED' | 'CHECKING', ofLine: 'running' | 'waiting') => {
      await store.change((db) => db.updateTable('campaign').set({ state }).execute());
      await store.change((db) => db.updateTable('campaign_line').set({ state: ofLine }).execute());
    };
    const [active] = await campaigns.active();
    if (active === undefined) throw new Error('The dry run does not run.');
    return {
      'the next person': async () => (await campaigns.claim(active)) !== null,
      'its list': async () => (await campaigns.active()).length > 0,
      'people left behind': async () => {
        await set('ABORTED', 'running');
        const left = await campaigns.leftBehind();
        await set('CHECKING', 'waiting');
        return left.length > 0;
      },
      'a step': async () =>
        (await campaigns.take({ id, step: 'aborted', actor: oscar })).kind === 'taken',
    };
  },
  pending_change: async () => {
    const { approvals } = on.ledger;
    const change = { devices: [phone], overrideLimit: false, isRoleOfCredential: false };
    const given = { idempotencyKey: null, proof: null, seconds: 1_800 };
    const requested = await approvals?.request({ intent: anIntent(), ...change }, given);
    if (requested?.kind !== 'requested') throw new Error('It is not requested.');
    const { id } = requested.pending;
    const actor = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });
    return {
      'an expiry': async () => {
        on.store.clock.now += 1_800_000;
        await on.ledger.expireRequests();
        on.store.clock.now -= 1_800_000;
        return (await approvals?.find(id))?.state === 'EXPIRED';
      },
      'an approval': async () => {
        const approval = { id, actor, note: null };
        return (await on.ledger.begin(anIntent(), { ...terms(), approval })).kind === 'recorded';
      },
      'a rejection': async () => {
        const rest = { actor, note: null, code: null, correlationId: null };
        return (await approvals?.end(id, { state: 'REJECTED', ...rest }))?.isDecidedNow === true;
      },
    };
  },
  outbox_message: async () => {
    await on.change();
    on.store.clock.now += 1_000;
    const claim = () => on.ledger.outbox.claim('webhook:a', 8);
    return { 'a message': async () => (await claim()).length > 0 };
  },
};

/** How each of them is claimed, by name: each is claimed on a ledger of its own. */
const claims: readonly (readonly [Claimed, string])[] = [
  ['campaign', 'the next person'],
  ['campaign', 'its list'],
  ['campaign', 'people left behind'],
  ['campaign', 'a step'],
  ['pending_change', 'an expiry'],
  ['pending_change', 'an approval'],
  ['pending_change', 'a rejection'],
  ['outbox_message', 'a message'],
];

async function need(table: Claimed, number: number): Promise<void> {
  await on.ledger.store.change((db) =>
    sql`update ${sql.table(table)} set needs = ${number}`.execute(db),
  );
}

test('the table has every claim', async () => {
  const tables = Object.entries(isClaimed).filter(([, isWork]) => isWork);
  expect(tables.map(([table]) => table)).toEqual(Object.keys(works));
  for (const [table, work] of Object.entries(works)) {
    const names = claims.filter(([of]) => of === table).map(([, name]) => name);
    expect(Object.keys(await work())).toEqual(names);
  }
});

test.each(claims)('of %s, %s is left to the newer program', async (table, name) => {
  const claim = (await works[table]())[name] ?? (async () => false);
  const rows = () => on.ledger.store.query((db) => db.selectFrom(table).selectAll().execute());
  await need(table, understood + 1);
  const before = await rows();

  expect(await claim()).toBe(false);
  expect(await rows()).toEqual(before);

  await need(table, understood);
  expect(await claim()).toBe(true);
});
