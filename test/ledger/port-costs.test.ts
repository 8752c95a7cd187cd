/**
 * Every read of every port touches what its class in the table of calls permits, on a ledger with
 * thousands of rows of the same person, actor, campaign and realm (R25). A new call without a line
 * here does not compile.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { costOfCall } from '../../src/domain/ledger-ports/ledger-calls.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import type { LedgerTables } from '../../src/store/tables/tables.ts';
import { portCalls, type LedgerCall } from '../support/ledger-ports.ts';
import { anActor, anIntent, aPerson, limit, phone } from './builders.ts';
import { createdCampaign } from './created-campaign.ts';
import { engine, onOneLedger, recordsOf } from './stores.ts';
import { addCopies, stepsBeyond } from './touched-rows.ts';

const on = onOneLedger(['mail'], ['change', 'approval', 'security']);
const copies = 3_000;
/** More rows than a page, the lines of a few minutes, or what a limit permits within its time. */
const most = 500;

const helen = anActor();
const entry = 'id=bob,ou=user,dc=example';
const person = aPerson({ entry });
let change: string;
let pending: string;
let campaign: string;
let proof: string;

/** Adds copies of a row. Some columns differ, by expressions on `i`, the number of the copy. */
async function copyRows(
  table: keyof LedgerTables,
  differ: Readonly<Record<string, string>>,
): Promise<void> {
  await on.ledger.store.change(async (db) => {
    const { rows } = await db.executeQuery<object>(
      CompiledQuery.raw(`select * from ${table} limit 1`),
    );
    const names = Object.keys(rows[0] ?? {});
    const values = names.map((name) => differ[name] ?? `one.${name}`);
    await db.executeQuery(
      CompiledQuery.raw(`with recursive copy (i) as (
        select 1 union all select i + 1 from copy where i < ${copies})
        insert into ${table} (${names.join()})
        select ${values.join()} from (select * from ${table} limit 1) as one cross join copy`),
    );
    if (engine === 'PostgreSQL') await db.executeQuery(CompiledQuery.raw(`analyze ${table}`));
  });
}

async function fillRecords(): Promise<void> {
  const { ledger, store } = on;
  const rows = await recordsOf(ledger.store);
  const { now } = store.clock;
  for (const [place, row] of rows.entries())
    await addCopies(
      ledger.store,
      row,
      Array.from({ length: copies }, (_, index) => ({
        number: 1_000_000 * (place + 1) + index,
        at: now - 3 * 86_400_000 - index,
        change_id: `copy-${place}-${index}`,
      })),
    );
}

beforeAll(async () => {
  const { ledger, store } = on;
  change = await on.change({ target: person });
  await ledger.search({ actor: helen, realm: 'alpha', correlationId: 'c' }, []);
  const until = new Date(store.clock.now + 3_600_000).toISOString();
  const level = { realm: 'alpha', level: 'GUARDED', until, reason: 'calls', actor: null } as const;
  await ledger.threats.set({ ...level, isFresh: false, correlationId: null });
  const intent = anIntent({ target: person });
  const waiting = { intent, devices: [phone], overrideLimit: false, isRoleOfCredential: false };
  const asked = { idempotencyKey: 'a key', proof: null, seconds: 3_600 };
  const requested = await ledger.approvals.request(waiting, asked);
  if (requested.kind !== 'requested') throw new Error('not requested');
  pending = requested.pending.id;
  const started = await ledger.proofs.start({
    method: 'CODE',
    agent: helen,
    person,
    correlationId: 'c',
  });
  if (started.kind !== 'started') throw new Error('not started');
  proof = started.id;
  campaign = await createdCampaign(ledger.store, {
    actor: { name: 'ada', realm: null, via: 'command line', account: 'ada' },
    names: Array.from({ length: copies / 2 }, (_, index) => `person ${index}`),
    now: store.clock.now,
  });
  await ledger.store.change((db) =>
    db
      .updateTable('campaign')
      .set({ state: 'RUNNING', started_at: store.clock.now, checked_since: 1 })
      .execute(),
  );
  await ledger.pageSessions.add({
    id: 'one',
    person: 'alpha bob',
    issuerSession: 'issuer',
    sealed: 'sealed',
    begunAt: 1_000,
    usedAt: 1_000,
  });
  await fillRecords();
  const id = "'copy-' || i";
  await copyRows('page_session', { id });
  await copyRows('identity_proof', { id, person: id, person_entry: id });
  // A limit permits one person a hundred requests a day.
  await copyRows('pending_change', {
    id,
    change_id: id,
    key_hash: id,
    requested_at: 'one.requested_at - 1000 * i',
    actor: `case when i < 300 then one.actor else ${id} end`,
  });
  await copyRows('campaign', { id, state: "'DONE'" });
  await copyRows('outbox_message', { id, number: '1000000 + i', change_id: id });
});

const campaigns = (): LedgerCampaigns =>
  new LedgerCampaigns(on.ledger.store, () => on.store.clock.now);

async function theCampaign() {
  const found = await campaigns().find(campaign);
  if (found === null) throw new Error('the campaign is not there');
  return found;
}

const page = { realm: 'alpha', first: 20 };
const filters = {
  target: { id: person.id, through: { entry } },
  actor: helen,
} as const;

/** What each read is called with; `writes` for the calls that write, lock or probe. */
const calls: Readonly<Record<LedgerCall, (() => unknown) | 'writes'>> = {
  check: 'writes',
  reachedLimits: () =>
    on.ledger.reachedLimits(
      { ...anIntent({ target: person }), dryRun: false },
      [
        limit('actor', 10, 600),
        limit('client', 10, 600),
        limit('dry runs of actor', 30, 60),
        limit('person and kind', 2, 86_400),
      ],
      ['alpha'],
    ),
  begin: 'writes',
  complete: 'writes',
  settle: 'writes',
  refuse: 'writes',
  search: 'writes',
  report: 'writes',
  takeReport: 'writes',
  openIntents: () => on.ledger.openIntents({ before: new Date(on.store.clock.now) }),
  history: () => on.ledger.history({ ...page, ...filters, ticket: 'INC-1' }),
  activity: () => on.ledger.activity({ actor: helen, realms: ['alpha'], first: 20 }),
  insights: () => on.ledger.insights({ realm: 'alpha', sinceDay: 20_000, days: 1_000 }),
  coverage: () => on.ledger.coverage({ realm: 'alpha', area: null }),
  findChange: () => on.ledger.findChange(change),
  findChanges: () => on.ledger.findChanges([change, 'copy-0-1']),
  noticesOf: () => on.ledger.noticesOf([change]),
  retryNotice: 'writes',
  problem: 'writes',
  'locks.tryAcquire': 'writes',
  'locks.acquire': 'writes',
  'proofs.start': 'writes',
  'proofs.cancel': 'writes',
  'proofs.wait': 'writes',
  'proofs.end': 'writes',
  'identityChecks.start': 'writes',
  'identityChecks.enter': 'writes',
  'identityChecks.bind': 'writes',
  'identityChecks.take': 'writes',
  'identityChecks.end': 'writes',
  'proofs.find': () => on.ledger.proofs.find(proof, { agent: helen, person }),
  'campaigns.find': () => campaigns().find(campaign),
  'campaigns.list': () => campaigns().list({ realm: 'beta', most: 20 }),
  'campaigns.create': 'writes',
  'campaigns.progress': async () => campaigns().progress(await theCampaign()),
  'campaigns.lines': () => campaigns().lines({ id: campaign, most: 20, state: 'failed' }),
  'campaigns.take': 'writes',
  'campaigns.active': () => campaigns().active(),
  'campaigns.takeOver': 'writes',
  'campaigns.claim': 'writes',
  'campaigns.identify': 'writes',
  'campaigns.settle': 'writes',
  'campaigns.endIfDone': 'writes',
  'campaigns.hold': 'writes',
  'campaigns.leftBehind': () => campaigns().leftBehind(),
  'campaigns.changeOf': async () => campaigns().changeOf(await theCampaign(), 'a key'),
  'campaigns.figures': () => campaigns().figures(),
  'threats.current': () => on.ledger.threats.current(),
  'threats.set': 'writes',
  'holds.decide': 'writes',
  'holds.findOpen': () => on.ledger.holds.findOpen(person),
  'holds.ofChanges': () => on.ledger.holds.ofChanges([change]),
  'holds.awaited': () => on.ledger.holds.awaited(),
  'holds.noteDevice': 'writes',
  'holds.end': 'writes',
  'approvals.repeated': () => on.ledger.approvals.repeated(anIntent({ target: person }), 'a key'),
  'approvals.request': 'writes',
  'approvals.end': 'writes',
  'approvals.isNews': () => on.ledger.approvals.isNews(pending),
  'approvals.find': () => on.ledger.approvals.find(pending),
  'approvals.waiting': () => on.ledger.approvals.waiting({ realm: 'alpha', first: 20 }),
  'approvals.count': () => on.ledger.approvals.count(),
  'pageSessions.add': 'writes',
  'pageSessions.find': () => on.ledger.pageSessions.find('one'),
  'pageSessions.touch': 'writes',
  'pageSessions.replace': 'writes',
  'pageSessions.remove': 'writes',
  'pageSessions.take': 'writes',
  'pageSessions.removeOld': 'writes',
};

const byPath: Readonly<Record<string, (() => unknown) | 'writes'>> = calls;
const ofClass = (isBounded: boolean) =>
  portCalls
    .filter(
      ({ rule }) => costOfCall(rule) !== null && (costOfCall(rule) === 'bounded') === isBounded,
    )
    .map(({ path }) => path);

test('each read has its arguments, and nothing else has', () => {
  const reads = Object.entries(calls).filter(([, call]) => call !== 'writes');

  expect(reads.map(([path]) => path).toSorted()).toEqual(
    [...ofClass(true), ...ofClass(false)].toSorted(),
  );
});

const run = (path: string) => async (): Promise<void> => {
  const call = byPath[path];
  if (typeof call === 'function') await call();
};

describe('a bounded read', () => {
  test.each(ofClass(true))('%s touches few rows', async (path) => {
    expect(await stepsBeyond(on.ledger.store, run(path), most)).toEqual([]);
  });
});
