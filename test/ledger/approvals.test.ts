/** Requested changes on both engines: recorded in the chain, ended once, and reported. */
import { expect, test } from '@jest/globals';
import type {
  ApprovalDecision,
  NewPendingChange,
  PendingChange,
} from '../../src/domain/change/approval.ts';
import type { Approvals, RequestTerms } from '../../src/domain/change/approval.ts';
import type { Begun } from '../../src/domain/ledger-ports/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, idOf, phone, terms } from './builders.ts';
import { Draws } from '../support/seeded.ts';
import { ModelApprovals } from './model-approvals.ts';
import { exportedFrom, ocsfProblems } from './ocsf-schema.ts';
import { engine, recordsOf, useLedger, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => ({ store, ledger } = opened));

const half = 1_800;
const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

function approvalsOf({ approvals }: OpenLedger): Approvals {
  if (approvals === null) throw new Error('this ledger keeps no requests');
  return approvals;
}

async function request(
  about: Partial<NewPendingChange> = {},
  more: Partial<RequestTerms> = {},
): Promise<PendingChange> {
  const change = {
    intent: anIntent(),
    devices: [phone],
    overrideLimit: false,
    isRoleOfCredential: false,
    ...about,
  };
  const given = { idempotencyKey: null, proof: null, seconds: half, ...more };
  const requested = await approvalsOf(ledger).request(change, given);
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

  const counted = await Promise.all([act(first, ledger), act(second, other)]);

  expect(counted.filter(Boolean)).toHaveLength(1);
  const state = counted[0] ? first : second;
  expect((await approvalsOf(ledger).find(pending.id))?.state).toBe(state);
  const { broken, records } = await store.verdict();
  expect([broken, records]).toEqual([null, state === 'APPROVED' ? 3 : 2]);
});

test('an expired request is shown so at once, recorded once, and cannot be approved', async () => {
  const approvals = approvalsOf(ledger);
  const pending = await request();
  expect(await approvals.count()).toBe(1);

  store.clock.now += half * 1000;

  expect(await approvals.count()).toBe(0);
  expect((await approvals.waiting({ realm: 'alpha', first: 5 })).changes).toEqual([]);
  expect(await approvals.find(pending.id)).toMatchObject({
    state: 'EXPIRED',
    decision: { actor: null, at: pending.expiresAt },
  });
  expect(await approve(pending)).toMatchObject({ kind: 'not waiting' });
  await Promise.all([ledger.expireRequests(), ledger.expireRequests()]);
  await ledger.expireRequests();
  expect(await store.steps()).toEqual(['request', 'decision EXPIRED']);
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

const reached = ['new', 'requests: 100 in 86400 s', 'waiting requests: 20'];

test.each(['a', 'b'])(
  'requests, repeats, limits, pages and states are true at each step, seed %s',
  async (seed) => {
    const model = new ModelApprovals(approvalsOf(ledger), new Draws(seed), store.clock);
    const kinds = new Set<string>();
    // PostgreSQL takes longer for each.
    for (let round = 0; round < (engine === 'SQLite' ? 900 : 600); round += 1) {
      const [actual, expected] = await model.step();
      expect([round, actual]).toEqual([round, expected]);
      kinds.add(String(expected).replace(/, .*|^.{22}$/, ''));
      if (round % 30 > 0) continue;
      const [states, mustBe] = await model.states();
      expect([round, states]).toEqual([round, mustBe]);
    }
    // The ledger's own timer may also record expiries, if this takes long.
    const decided = (states: readonly string[]) => states.filter((state) => state !== 'EXPIRED');
    expect(decided(model.heard)).toEqual(decided(model.raised));
    expect([...kinds]).toEqual(expect.arrayContaining(reached));
  },
);
