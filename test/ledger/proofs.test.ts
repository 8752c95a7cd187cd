/** Proofs of identity on both engines: limits, one end, one use (security B9, B11, F15). */
import { beforeEach, expect, test } from '@jest/globals';
import type { RecordedPerson } from '../../src/domain/change-record.ts';
import type { Begun } from '../../src/domain/ledger.ts';
import type { AcceptedProof, NewProof, Proofs } from '../../src/domain/proof.ts';
import { anActor, anIntent, aPerson, terms } from './builders.ts';
import { engine, onLedger, stepsOf, type StoredLedger } from './stores.ts';

const on = onLedger();
/** A second gateway on PostgreSQL; SQLite has one process. */
let other: StoredLedger;
beforeEach(async () => {
  other = engine === 'PostgreSQL' ? await on.store.open() : on.ledger;
});

function proofsOf({ proofs }: StoredLedger): Proofs {
  if (proofs === null) throw new Error('the ledger has proofs');
  return proofs;
}

const correlationId = 'of-a-proof';
const person = { id: 'bob', realm: 'alpha', entry: 'uid=bob,dc=example' };
const sameEntry = { ...person, realm: 'beta' };

function push(about: Partial<NewProof> = {}): NewProof {
  return { method: 'PUSH', agent: anActor(), person, correlationId, ...about };
}

function signed(about: Partial<AcceptedProof> = {}): AcceptedProof {
  return {
    id: 'a-hash',
    method: 'document',
    provenBy: 'acme',
    provenAt: on.store.clock.now,
    endsAt: null,
    agent: anActor(),
    person,
    correlationId,
    ...about,
  };
}

async function started(proof = push()): Promise<string> {
  const result = await proofsOf(on.ledger).start(proof);
  if (result.kind !== 'started') throw new Error(`limited by ${result.limit}`);
  return result.id;
}

function change(proof: string, about: Partial<RecordedPerson>): Promise<Begun> {
  return on.ledger.begin(anIntent({ target: aPerson(about) }), terms({ proof }));
}

test('one push a minute for a person, from all gateways, agents and realms', async () => {
  await started();

  const agent = anActor({ id: 'hugo' });
  const again = await proofsOf(other).start(push({ agent, person: sameEntry }));

  expect(again).toMatchObject({ kind: 'limited', limit: 'pushes: 1 in 60 s', isExhausted: false });
  const another = { id: 'alice', realm: 'alpha', entry: 'uid=alice,dc=example' };
  expect(await proofsOf(other).start(push({ person: another }))).toMatchObject({ kind: 'started' });
  on.store.clock.now += 60_000;
  expect(await proofsOf(other).start(push())).toMatchObject({ kind: 'started' });
});

test('of pushes at the same time on two gateways, one is sent', async () => {
  const results = await Promise.all(
    [on.ledger, other, on.ledger, other].map((one) => proofsOf(one).start(push())),
  );

  expect(results.filter(({ kind }) => kind === 'started')).toHaveLength(1);
});

test('a cancelled proof is not counted', async () => {
  await proofsOf(on.ledger).cancel(await started());

  expect(await proofsOf(other).start(push())).toMatchObject({ kind: 'started' });
});

test('a proof ends once, and its end is recorded once', async () => {
  const id = await started();

  const ends = await Promise.all(
    [on.ledger, other].map((one) => proofsOf(one).end(id, { ...push(), state: 'PROVEN' })),
  );

  expect(ends.filter(Boolean)).toHaveLength(1);
  expect(await stepsOf(on.ledger.store)).toEqual(['proof WAITING', 'proof PROVEN']);
});

test('of two changes at the same time, one uses the proof', async () => {
  const id = await started();
  await proofsOf(on.ledger).end(id, { ...push(), state: 'PROVEN' });

  const target = aPerson({ ...person });
  const begun = await Promise.all(
    [on.ledger, other].map((one, index) =>
      one.begin(anIntent({ target }), terms({ proof: id, idempotencyKey: `key ${index}` })),
    ),
  );

  expect(begun.map(({ kind }) => kind).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'no proof',
    'recorded',
  ]);
});

test('a signed proof is stored once, and permits one change of its person', async () => {
  const accepted = await Promise.all(
    [on.ledger, other, on.ledger, other].map((one) => proofsOf(one).accept(signed())),
  );

  expect(accepted.filter(Boolean)).toHaveLength(1);
  const another = { id: 'alice', entry: 'uid=alice,dc=example' };
  expect(await change('a-hash', another)).toEqual({ kind: 'no proof' });
  expect(await change('a-hash', sameEntry)).toMatchObject({ kind: 'recorded' });
  expect(await change('a-hash', { ...person, id: 'bob' })).not.toMatchObject({ kind: 'recorded' });
});

test('the chain with proofs is whole', async () => {
  await started();
  await proofsOf(on.ledger).accept(signed());

  const { broken, records } = await on.store.verdict();

  expect([broken, records]).toEqual([null, 2]);
});
