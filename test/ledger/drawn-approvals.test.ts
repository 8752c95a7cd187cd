/**
 * Requested changes over HTTP whose approvals, withdrawals and devices meet, drawn from a seed: a
 * request ends once, and its change is made at most once. On PostgreSQL two gateways share the
 * ledger. `SEED=…` draws others or the same again, `APPROVAL_RUNS=…` draws more.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toldBy, type ApprovalMutation, type Told } from '../approvals/approval-documents.ts';
import { documents } from '../approvals/approval-documents.ts';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { writesTo } from '../access/received.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { Draws } from '../support/seeded.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { createStore, engine, verifyAll, type StoredLedger, type TestStore } from './stores.ts';

const seed = process.env['SEED'] ?? 'approvals';
/** `.ci/run` plays a thousand. */
const runs = Number(process.env['APPROVAL_RUNS'] ?? 100);
const atOnce = 10;
const oath = demoOf('OATH');

const acts = ['approve', 'approve too', 'reject', 'withdraw', 'plant', 'kill'] as const;
type Act = (typeof acts)[number];

let peer: SandboxPeer;
let store: TestStore;
let ledger: StoredLedger;
let gateways: readonly TestGateway[];
let sessions: Record<'helen' | 'hugo' | 'ada', SessionHeader>;

beforeAll(async () => {
  peer = await openSandboxPeer();
  await populate({ peer }, runs);
  store = await createStore();
  store.clock.now = Date.now();
  const first = await store.open();
  ledger = first;
  // A SQLite file belongs to one process.
  const second = engine === 'SQLite' ? first : await store.open();
  const env = {
    ...peer.staffEnv(),
    APPROVAL_REQUIRED: 'everyone',
    LIMIT_STAFF_CHANGES: 'none',
    LIMIT_PERSON_CHANGES: 'none',
  };
  const start = (on: typeof first): Promise<TestGateway> =>
    startTestGateway(peer, { env, ledger: on, now: () => store.clock.now });
  gateways = [await start(first), await start(second)];
  const [helen, hugo, ada] = await Promise.all(
    ['helen', 'hugo', 'ada'].map((name) => peer.signIn(name)),
  );
  if (!helen || !hugo || !ada) throw new Error('the staff cannot sign in');
  sessions = { helen, hugo, ada };
}, 120_000);
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await store.remove();
  await peer.close();
});

async function run(
  draws: Draws,
  name: ApprovalMutation,
  as: SessionHeader,
  input: object,
): Promise<Told> {
  const gateway = draws.of(gateways);
  return toldBy(await gateway.ask(documents[name], as, { input }), name);
}

async function plant(person: string, ids: readonly string[]): Promise<void> {
  await peer.plant(person, { [oath.attribute]: ids.map((id) => recordOf(oath, id, id)) });
}

/** Plays one request, and returns how its end contradicts what AM received. */
async function play(number: number): Promise<readonly string[]> {
  const draws = new Draws(`${seed}/${number}`);
  const person = nameInCrowd(number);
  const { helen, hugo, ada } = sessions;
  await plant(person, [randomUUID()]);
  const input = { target: { user: { id: person } }, effect: 'RESET', kinds: ['OATH'] };
  const requested = await run(draws, 'requestChange', helen, input);
  const id = textAt(requested.payload, 'pendingChange', 'id');
  const drawn = Array.from({ length: draws.between(1, 4) }, () => draws.of(acts));
  const does: Readonly<Record<Act, () => Promise<Told | null>>> = {
    approve: () => run(draws, 'approveChange', hugo, { id }),
    'approve too': () => run(draws, 'approveChange', ada, { id }),
    reject: () => run(draws, 'rejectChange', ada, { id }),
    withdraw: () => run(draws, 'withdrawChange', helen, { id }),
    plant: async () => {
      await plant(person, [randomUUID(), randomUUID()]);
      return null;
    },
    // The ledger has the approval, and the gateway sends nothing any more.
    kill: async () => {
      await beginOnly(id);
      return null;
    },
  };
  const delays = drawn.map(() => draws.between(0, 12));
  const told = await Promise.all(
    drawn.map(async (act, index) => {
      await sleep(delays[index] ?? 0);
      return does[act]();
    }),
  );
  const lies = await liesOf(
    id,
    person,
    told.filter((one) => one !== null),
  );
  return lies.map((lie) => `${number} (${drawn.join(', ')}): ${lie}`);
}

/** What a gateway does before it is killed between the approval and the write. */
async function beginOnly(id: string): Promise<void> {
  const pending = await ledger.approvals?.find(id);
  if (!pending) throw new Error('nothing is requested');
  const actor = { ...pending.intent.actor, id: 'hugo' };
  await ledger.begin(pending.intent, {
    limits: [],
    idempotencyKey: null,
    override: false,
    again: null,
    approval: { id, actor, note: null },
  });
}

async function liesOf(id: string, person: string, told: readonly Told[]): Promise<string[]> {
  const pending = await ledger.approvals?.find(id);
  if (!pending) return ['the request is lost'];
  const writes = writesTo(peer.sandbox).filter(({ path }) =>
    path.includes(`/users/${person}/devices/`),
  );
  const change = await ledger.findChange(pending.reference);
  const lies: string[] = [];
  const counted = told.filter(({ code, errors }) => code === null && errors.length === 0);
  if (counted.length > 1) lies.push(`${counted.length} decisions were told that they count`);
  if (counted.some(({ state }) => state !== pending.state))
    lies.push(`${counted[0]?.state} was told, and it is ${pending.state}`);
  if (writes.length > 1) lies.push(`${writes.length} writes`);
  if (writes.length > 0 && pending.state !== 'APPROVED') lies.push(`a write of ${pending.state}`);
  if (writes.length > 0 && change?.outcome === undefined) lies.push('a write without a record');
  if ((change !== null) !== (pending.state === 'APPROVED'))
    lies.push(`${pending.state}, and ${change === null ? 'no' : 'a'} change`);
  if (change?.outcome?.outcome === 'DONE' && writes.length !== 1)
    lies.push(`done by ${writes.length} writes`);
  return lies;
}

test(
  `each of ${runs} requests ends once`,
  async () => {
    const lies: string[] = [];
    for (let first = 0; first < runs; first += atOnce) {
      // A requester has few waiting changes and a bounded number a day.
      store.clock.now += 10_800_000;
      const round = Array.from({ length: Math.min(atOnce, runs - first) }, (_, index) =>
        play(first + index),
      );
      if (new Draws(`${seed}/${first}/expiry`).chance(0.1)) {
        await sleep(6);
        store.clock.now += 7_200_000;
      }
      lies.push(...(await Promise.all(round)).flat());
    }

    expect(lies).toEqual([]);
    const states = await store.bare(async (kept) => {
      expect((await verifyAll(kept)).broken).toBeNull();
      const rows = await kept.read((db) =>
        db.selectFrom('ledger_record').select('result').where('kind', '=', 'decision').execute(),
      );
      return new Set(rows.map(({ result }) => result));
    });
    expect([...states]).toEqual(
      expect.arrayContaining(['APPROVED', 'REFUSED', 'REJECTED', 'WITHDRAWN']),
    );
  },
  60_000 + runs * 2_000,
);
