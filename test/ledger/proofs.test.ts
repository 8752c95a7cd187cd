/** Proofs on both engines, from two gateways: one push, one end (security B9, F15). */
import { beforeEach, expect, test } from '@jest/globals';
import type { NewProof, Proofs } from '../../src/domain/change/proof.ts';
import { anActor } from './builders.ts';
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

function push(about: Partial<NewProof> = {}): NewProof {
  return { method: 'PUSH', agent: anActor(), person, correlationId, ...about };
}

async function started(proof = push()): Promise<string> {
  const result = await proofsOf(on.ledger).start(proof);
  if (result.kind !== 'started') throw new Error(`limited by ${result.limit}`);
  return result.id;
}

test('of pushes at the same time on two gateways, one is sent', async () => {
  const results = await Promise.all(
    [on.ledger, other, on.ledger, other].map((one) => proofsOf(one).start(push())),
  );

  expect(results.filter(({ kind }) => kind === 'started')).toHaveLength(1);
});

test('a proof ends once, and its end is recorded once', async () => {
  const id = await started();

  const ends = await Promise.all(
    [on.ledger, other].map((one) => proofsOf(one).end(id, { ...push(), state: 'PROVEN' })),
  );

  expect(ends.filter(Boolean)).toHaveLength(1);
  expect(await stepsOf(on.ledger.store)).toEqual(['proof WAITING', 'proof PROVEN']);
});
