/** Requested changes on both engines: recorded in the chain, ended once, and reported. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  ApprovalState,
  type ApprovalDecision,
  type Approvals,
  type NewPendingChange,
  type PendingChange,
  type Requested,
  type RequestTerms,
} from '../../src/domain/change/approval.ts';
import type { Begun } from '../../src/domain/ledger-ports/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, phone, terms } from './builders.ts';
import { exportedFrom, ocsfProblems } from './ocsf-schema.ts';
import {
  engine,
  recordsOf,
  tamper,
  useLedger,
  type StoredLedger,
  type TestStore,
} from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => ({ store, ledger } = opened));

const half = 1_800;
const dayMs = 86_400_000;
const isNew = { kind: 'requested', isReplayed: false };
const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

function approvalsOf({ approvals }: OpenLedger): Approvals {
  if (approvals === null) throw new Error('this ledger keeps no requests');
  return approvals;
}

async function tryRequest(
  about: Partial<NewPendingChange> = {},
  more: Partial<RequestTerms> = {},
): Promise<Requested> {
  const change = {
    intent: anIntent(),
    devices: [phone],
    overrideLimit: false,
    isRoleOfCredential: false,
    ...about,
  };
  // With a key of its own, a request is no double click.
  const given = { idempotencyKey: randomUUID(), proof: null, seconds: half, ...more };
  return approvalsOf(ledger).request(change, given);
}

async function request(...how: Parameters<typeof tryRequest>): Promise<PendingChange> {
  const requested = await tryRequest(...how);
  if (requested.kind !== 'requested') throw new Error(`the request is ${requested.kind}`);
  return requested.pending;
}

function ended(state: ApprovalDecision['state'], about: Partial<ApprovalDecision> = {}) {
  return { state, actor: oscar, note: null, code: null, correlationId: 'c-2', ...about };
}

function approve({ id, intent }: PendingChange, by = oscar, on = ledger): Promise<Begun> {
  const approval = { id, actor: by, note: 'known' };
  return on.begin(intent, { ...terms(), approval });
}

test('a request, its approval and its change have one reference number, and one chain', async () => {
  const pending = await request();
  expect(pending).toMatchObject({ state: 'WAITING', decision: null, devices: [phone] });
  expect(Buffer.from(pending.id, 'base64url')).toHaveLength(16);

  const begun = await approve(pending);
  await ledger.complete(idOf(begun), anOutcome());

  expect(idOf(begun)).toBe(pending.reference);
  const found = await approvalsOf(ledger).find(pending.id);
  expect(found).toMatchObject({ state: 'APPROVED', decision: { actor: oscar, note: 'known' } });
  const rows = await store.bare(recordsOf);
  expect(new Set(rows.map((row) => row.change_id))).toEqual(new Set([pending.reference]));
  expect(await store.steps()).toEqual(['request', 'decision APPROVED', 'intent', 'outcome DONE']);
  expect((await store.verdict()).broken).toBeNull();
});

const ends = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'REFUSED'] as const;
const pairs = ends.flatMap((one) => ends.map((another) => [one, another] as const));

test.each(pairs)('of %s and %s at the same time one counts', async (first, second) => {
  const pending = await request();
  // Another gateway on PostgreSQL; SQLite has one process.
  const other = engine === 'PostgreSQL' ? await store.open() : ledger;
  const act = async (state: (typeof ends)[number], on: StoredLedger): Promise<boolean> =>
    state === 'APPROVED'
      ? (await approve(pending, oscar, on)).kind === 'recorded'
      : (await approvalsOf(on).end(pending.id, ended(state)))?.isDecidedNow === true;

  const noted: string[] = [];
  for (const on of new Set([ledger, other]))
    approvalsOf(on).onState((state) => void noted.push(state));

  const counted = await Promise.all([act(first, ledger), act(second, other)]);

  expect(counted.filter(Boolean)).toHaveLength(1);
  const state = counted[0] ? first : second;
  expect((await approvalsOf(ledger).find(pending.id))?.state).toBe(state);
  expect(noted).toEqual([state]);
  const { broken, records } = await store.verdict();
  expect([broken, records]).toEqual([null, state === 'APPROVED' ? 3 : 2]);
});

test('an expired request is shown so at once, recorded once, and cannot be approved', async () => {
  const approvals = approvalsOf(ledger);
  const [pending, late] = [await request(), await request()];
  expect(await approvals.count()).toBe(2);

  store.clock.now += half * 1000 - 1;
  expect(await approvals.find(pending.id)).toMatchObject({ state: 'WAITING' });
  expect(await approve(late)).toMatchObject({ kind: 'recorded' });
  store.clock.now += 1;

  expect(await approvals.count()).toBe(0);
  expect((await approvals.waiting({ realm: 'alpha', first: 5 })).changes).toEqual([]);
  expect(await approvals.find(pending.id)).toMatchObject({
    state: 'EXPIRED',
    decision: { actor: null, at: pending.expiresAt },
  });
  expect(await approve(pending)).toMatchObject({ kind: 'not waiting' });
  await Promise.all([ledger.expireRequests(), ledger.expireRequests()]);
  await ledger.expireRequests();
  const approved = ['request', 'request', 'decision APPROVED', 'intent'];
  expect(await store.steps()).toEqual([...approved, 'decision EXPIRED']);
  expect((await store.verdict()).broken).toBeNull();
});

test('each step is a message, and the end of a request does not change the first one', async () => {
  await ledger.close();
  ledger = await store.open(['webhook:siem'], ['approval']);
  const { id } = await request();
  await approvalsOf(ledger).end(id, ended('REJECTED', { note: 'no' }));

  const states: unknown[] = [];
  for (let count = 0; count < 2; count += 1)
    for (const message of await ledger.outbox.claim('webhook:siem', 5)) {
      const { event } = message;
      states.push(event.kind === 'approval' ? event.pending.state : event.kind);
      await ledger.outbox.settle(message, { kind: 'delivered' });
    }
  expect(states).toEqual(['WAITING', 'REJECTED']);
});

test('an export has an event for the request and for its end', async () => {
  const pending = await request();
  await approvalsOf(ledger).end(pending.id, ended('REJECTED', { note: 'no' }));

  const events = await store.bare(exportedFrom);

  expect(events.flatMap((event) => ocsfProblems('change', event))).toEqual([]);
  expect(events).toMatchObject([
    {
      activity_name: 'Request a change',
      status_code: 'WAITING',
      metadata: { uid: `${pending.reference}:request` },
      unmapped: { reference: pending.reference, effect: 'reset' },
    },
    {
      activity_name: 'Decide about a requested change',
      status_code: 'REJECTED',
      status_id: 2,
      actor: { user: { uid: 'oscar' } },
      unmapped: { note: 'no' },
    },
  ]);
});

describe('one requester', () => {
  test('has at most twenty changes that wait; each state is reported once', async () => {
    const approvals = approvalsOf(ledger);
    const states: string[] = [];
    approvals.onState((state) => void states.push(state));
    const ids: string[] = [];
    for (let count = 0; count < 21; count += 1) {
      if (count === 20)
        for (const _ of [1, 2]) await approvals.end(ids[19] ?? '', ended('REJECTED'));
      ids.push((await request({}, { idempotencyKey: `${count}` })).id);
      store.clock.now += 1_000;
    }

    const limited = { kind: 'limited', rule: 'waiting requests: 20' };
    const retryAfterSeconds = half - 21;
    expect(await tryRequest()).toMatchObject({ ...limited, retryAfterSeconds });
    expect(await tryRequest({}, { idempotencyKey: '7' })).toMatchObject({ isReplayed: true });
    expect(await tryRequest({ intent: anIntent({ actor: oscar }) })).toMatchObject(isNew);
    store.clock.now += retryAfterSeconds * 1_000;
    expect(await tryRequest()).toMatchObject(isNew);
    const raised = states.filter((state) => state !== 'EXPIRED');
    expect(raised).toEqual([...Array(20).fill('WAITING'), 'REJECTED', ...Array(3).fill('WAITING')]);
  });

  test('requests a hundred changes within a day', async () => {
    for (let count = 0; count < 100; count += 1) {
      await approvalsOf(ledger).end((await request()).id, ended('WITHDRAWN'));
      store.clock.now += 60_000;
    }

    const limited = { kind: 'limited', rule: 'requests: 100 in 86400 s' };
    expect(await tryRequest()).toMatchObject({ ...limited, retryAfterSeconds: 80_400 });
    store.clock.now += 80_400_000;
    expect(await tryRequest()).toMatchObject(isNew);
  });

  test('repeats without a key what still waits, however late, and nothing else', async () => {
    const equal = { idempotencyKey: null };
    const { id } = await request({}, equal);
    const other = await request({ intent: anIntent({ kinds: ['PUSH'] }) }, equal);
    store.clock.now += half * 1_000 - 1;

    expect(await tryRequest({}, equal)).toMatchObject({ isReplayed: true, pending: { id } });
    const oscars = { intent: anIntent({ actor: oscar }) };
    expect(await tryRequest(oscars, equal)).toMatchObject(isNew);
    await approvalsOf(ledger).end(other.id, ended('REJECTED'));
    expect(await tryRequest({ intent: anIntent({ kinds: ['PUSH'] }) }, equal)).toMatchObject(isNew);
    store.clock.now += 1;
    expect(await tryRequest({}, equal)).toMatchObject(isNew);
  });

  test('repeats a request under its key for a day; one that ended is kept for two', async () => {
    const approvals = approvalsOf(ledger);
    const key = { idempotencyKey: 'one' };
    const { id } = await request({}, key);
    await approvals.end(id, ended('REJECTED'));
    store.clock.now += dayMs - 1;
    expect(await tryRequest({}, key)).toMatchObject({ isReplayed: true, pending: { id } });
    store.clock.now += 1;
    const waiting = await request({}, key);
    expect(await approvals.find(id)).toMatchObject({ state: 'REJECTED' });

    store.clock.now += 2 * dayMs;
    await request();

    const found = await Promise.all([id, waiting.id].map((one) => approvals.find(one)));
    expect(found.map((one) => one?.state)).toEqual([undefined, 'EXPIRED']);
  });
});

test.each(Object.values(ApprovalState))('a row that is %s leaves after two days', async (state) => {
  const { id } = await request();
  const set = ({ store: on }: StoredLedger) =>
    on.change((db) =>
      db.updateTable('pending_change').set({ state }).where('id', '=', id).execute(),
    );
  await set(ledger);
  const kept = async (): Promise<boolean> => (await approvalsOf(ledger).find(id)) !== null;

  store.clock.now += 2 * dayMs;
  await request();
  expect(await kept()).toBe(true);
  store.clock.now += 1;
  await request();
  // The expiry of one that waits is not recorded yet.
  expect(await kept()).toBe(state === 'WAITING');
});

test('pages list what waits in a realm, oldest first, each once', async () => {
  const approvals = approvalsOf(ledger);
  const waiting: PendingChange[] = [];
  const old = await request();
  store.clock.now += half * 1_000;
  for (let count = 0; count < 5; count += 1) {
    // Three of them at the same time.
    store.clock.now += count < 3 ? 0 : 1_000;
    waiting.push(await request());
  }
  await request({ intent: anIntent({ target: aPerson({ realm: 'beta' }) }) });
  await approvals.end((await request()).id, ended('REJECTED'));

  const pages: string[][] = [];
  for (let after = {}, more = true; more;) {
    const page = await approvals.waiting({ realm: 'alpha', first: 2, ...after });
    pages.push(page.changes.map(({ id }) => id));
    more = page.hasMore;
    after = { after: page.changes.at(-1)?.cursor ?? '' };
  }

  const first = waiting
    .slice(0, 3)
    .toSorted((one, two) => (one.reference < two.reference ? -1 : 1));
  const ids = [...first, ...waiting.slice(3)].map(({ id }) => id);
  expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  expect(await approvals.find(old.id)).toMatchObject({ state: 'EXPIRED' });
});

test('a page of waiting changes that cannot be read says where the next one starts', async () => {
  for (const id of ['bob', 'carol', 'dave']) {
    store.clock.now += 1_000;
    await request({ intent: anIntent({ target: aPerson({ id }) }) });
  }
  for (const row of await recordsOf(ledger.store))
    if (!row.body.includes('dave'))
      await tamper(ledger.store, row, { body: row.body.slice(0, -9) });

  const first = await approvalsOf(ledger).waiting({ realm: 'alpha', first: 2 });
  const after = first.end ?? '';
  const second = await approvalsOf(ledger).waiting({ realm: 'alpha', first: 2, after });

  expect(first).toMatchObject({ changes: [], hasMore: true });
  expect(second.changes.map(({ intent }) => intent.target.id)).toEqual(['dave']);
});
