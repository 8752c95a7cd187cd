/**
 * A newer version rewrites one row of a table, or someone alters it. Lists, other realms and
 * commands go on: no read outside `verify` fails by a row that it cannot read (R40).
 */
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { exportEvents } from '../../src/ledger/upkeep/export.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { recordKinds, type RecordKind } from '../../src/store/kinds/record-kinds.ts';
import type { LedgerTables, RecordRow } from '../../src/store/tables/tables.ts';
import { anActor, anIntent, idOf, terms } from './builders.ts';
import { fill, personOf, withEverything, type Filled } from './filled.ts';
import { onLedger, recordsOf, tamper } from './stores.ts';

const on = onLedger(...withEverything);

const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });
const inRealm = (realm: string) => anIntent({ target: personOf(realm) });
const now = (): number => on.store.clock.now;
const campaigns = (): LedgerCampaigns => new LedgerCampaigns(on.ledger.store, now);

let alpha: Filled;
let beta: Filled;

beforeEach(async () => {
  alpha = await fill(on, 'alpha');
  beta = await fill(on, 'beta');
  on.store.clock.now += 60_000;
});

/** Every read, change and command that must go on: of beta, and over all realms. */
const calls: Readonly<Record<string, () => unknown>> = {
  check: () => on.ledger.check(inRealm('beta'), terms()),
  begin: async () =>
    idOf(await on.ledger.begin({ ...inRealm('beta'), effect: 'endSessions', kinds: [] }, terms())),
  reachedLimits: () => on.ledger.reachedLimits(inRealm('beta'), [], []),
  refuse: () => on.ledger.refuse(inRealm('alpha'), 'FORBIDDEN'),
  search: () => on.ledger.search({ actor: oscar, realm: 'alpha', correlationId: 'c' }, []),
  openIntents: () => on.ledger.openIntents({ before: new Date(now()) }),
  'history of alpha': () => on.ledger.history({ realm: 'alpha', first: 20 }),
  'history of beta': () => on.ledger.history({ realm: 'beta', first: 20 }),
  activity: () => on.ledger.activity({ actor: anActor(), realms: ['alpha', 'beta'], first: 20 }),
  'insights of alpha': () => on.ledger.insights({ realm: 'alpha', sinceDay: day() - 1, days: 3 }),
  'insights of beta': () => on.ledger.insights({ realm: 'beta', sinceDay: day() - 1, days: 3 }),
  'coverage of alpha': () => on.ledger.coverage({ realm: 'alpha', area: null }),
  findChange: () => on.ledger.findChange(beta.change),
  findChanges: () => on.ledger.findChanges([alpha.change, beta.change]),
  noticesOf: () => on.ledger.noticesOf([alpha.change, beta.change]),
  retryNotice: () => on.ledger.retryNotice(beta.change),
  problem: () => on.ledger.problem(),
  levels: () => on.ledger.threats?.current(),
  'a level of alpha': () => setNormal('alpha'),
  'a level of beta': () => setNormal('beta'),
  registration: () => {
    const { target: person } = inRealm('beta');
    const typed = { person, kind: 'OATH', code: null, correlationId: 'c' } as const;
    return on.ledger.holds.decide(typed, async () => null);
  },
  'holds of alpha': () => on.ledger.holds.ofChanges([alpha.change]),
  'awaited devices': () => on.ledger.holds.awaited(),
  waiting: async () => {
    const page = { realm: 'beta', first: 5 };
    expect((await on.ledger.approvals?.waiting(page))?.changes).toHaveLength(1);
    await on.ledger.approvals?.waiting({ ...page, realm: 'alpha' });
  },
  'a decision': () => on.ledger.approvals?.find(beta.pending),
  'waiting count': () => on.ledger.approvals?.count(),
  'expiry of requests': async () => {
    on.store.clock.now += 7_200_000;
    await on.ledger.expireRequests();
  },
  proof: () =>
    on.ledger.proofs?.find(beta.proof, { agent: anActor(), person: inRealm('beta').target }),
  'list of campaigns': () => campaigns().list({ most: 10 }),
  'active campaigns': async () => {
    expect((await campaigns().active()).map(({ id }) => id)).toContain(beta.campaign);
  },
  'campaigns left behind': () => campaigns().leftBehind(),
  'figures of campaigns': () => campaigns().figures(),
  'a campaign': async () => {
    const found = await campaigns().find(beta.campaign);
    if (found === null) throw new Error('the campaign of beta is not there');
    await campaigns().progress(found);
    await campaigns().lines({ id: beta.campaign, most: 10 });
    const line = await campaigns().claim(found);
    if (line !== null) await campaigns().settle(line, { kind: 'skipped', reason: 'BAD_LINE' });
  },
  'messages to send': () => on.ledger.outbox.claim('mail', 50),
  'figures of messages': () => on.ledger.outbox.figures(),
  'audit log': () => on.ledger.trail.next(),
  export: () =>
    exportEvents(on.ledger.store, {
      from: undefined,
      write: async () => undefined,
      progress: () => undefined,
      onUnreadable: () => undefined,
    }),
  prune: () =>
    prune(on.ledger.store, {
      before: new Date(now() - 1_000),
      now: now(),
      progress: () => undefined,
    }),
};

const day = (): number => Math.floor(now() / 86_400_000);
const operator = { actor: null, isFresh: false, correlationId: null } as const;
const setNormal = (realm: string) =>
  on.ledger.threats?.set({
    ...operator,
    realm,
    level: 'NORMAL',
    until: null,
    reason: 'over',
  });

/** The calls that fail, with their reason. */
async function failing(): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call();
    } catch (error) {
      failed.push(`${name}: ${String(error)}`);
    }
  }
  return failed;
}

test('every call goes on if every row can be read', async () => {
  expect(await failing()).toEqual([]);
});

/** The records of a kind of alpha. One that `fill` does not record is a copy of another one. */
async function recordsOfKind(kind: RecordKind): Promise<readonly RecordRow[]> {
  const inAlpha = (await recordsOf(on.ledger.store)).filter(({ realm }) => realm === 'alpha');
  const ofKind = inAlpha.filter((row) => row.kind === kind);
  const last = inAlpha.at(-1);
  if (ofKind.length > 0 || last === undefined) return ofKind;
  const copy = { ...last, kind, number: last.number + 1, change_id: 'a copy' };
  await on.ledger.store.append((transaction) =>
    transaction.insertInto('ledger_record').values(copy).execute(),
  );
  return [copy];
}

describe.each(recordKinds)('a record of kind %s of alpha', (kind: RecordKind) => {
  test.each<readonly [string, (row: RecordRow) => Partial<RecordRow>]>([
    [
      'is of a newer version',
      ({ body }) => ({ body: body.replace(`"kind":"${kind}"`, '"kind":"newer"') }),
    ],
    ['is cut off', ({ body }) => ({ body: body.slice(0, -9) })],
    [
      'has values of a newer version',
      ({ result, effect, role, kinds }) => ({
        ...(result !== null && { result: 'NEWER' }),
        ...(effect !== null && { effect: 'newer' }),
        ...(role !== null && { role: 'NEWER' }),
        ...(kinds !== null && { kinds: '|NEWER|' }),
      }),
    ],
  ])('that %s', async (_label, write) => {
    const rows = await recordsOfKind(kind);
    for (const row of rows)
      await tamper(on.ledger.store, row, { number: row.number, ...write(row) });
    await on.reopen(...withEverything);

    expect(rows.length).toBeGreaterThan(0);
    expect(await failing()).toEqual([]);
  });
});

/**
 * A value of a newer version in each column of text of a table. Another owner of the ledger has to
 * stop its writes, so its row is not here.
 */
const newer: Readonly<
  Record<Exclude<keyof LedgerTables, 'ledger_record' | 'ledger_owner'>, object>
> = {
  page_session: { sealed: 'newer' },
  outbox_message: { kind: 'newer', data: '{"newer":1}', state: 'waiting' },
  outbox_channel: { problem: 'NEWER' },
  gateway_instance: { channels: '{"newer":1}' },
  security_quota: { sent: 9 },
  audit_position: { number: 9 },
  audit_lease: { holder: 'newer' },
  identity_proof: { state: 'NEWER', method: 'NEWER' },
  identity_check: { about: '{"newer":1}', vendor: 'newer' },
  wrong_check_code: { address: 'newer' },
  campaign: { kinds: '["NEWER"]', state: 'NEWER', held_by: 'NEWER' },
  campaign_line: { result: 'NEWER', finding: 'NEWER', devices: 'NEWER=1' },
  campaign_count: { name: 'NEWER', result: 'NEWER' },
  pending_change: { state: 'NEWER' },
  device_coverage: { kind_sets: 'NEWER,OATH:1' },
  enrolment_hold: { ended: 'NEWER', kinds: '|NEWER|', device: '{}' },
};

/** The tables whose rows have a realm; of the others all rows are rewritten. */
const withRealm = new Set(['identity_proof', 'campaign', 'pending_change', 'device_coverage']);

describe.each(Object.entries(newer))('a row of %s of a newer version', (table, columns) => {
  test('stops no call', async () => {
    const values = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
    const where = withRealm.has(table) ? sql`realm = 'alpha'` : sql`1 = 1`;
    await on.ledger.store.change((db) =>
      sql`update ${sql.table(table)} set ${sql.join(values)} where ${where}`.execute(db),
    );

    expect(await failing()).toEqual([]);
  });
});
