import { proofLifetimeMs, provenByAm } from '../../domain/change/proof.ts';
import type { AcceptedProof, Proof, ProofBinding } from '../../domain/change/proof.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import { columnsOf, deleteOld, proofIn } from './proof-rows.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import { isOfActor, isOfPerson } from '../../store/records/who.ts';

/**
 * Stores a signed proof, once. A proof is valid for a shorter time than its row is kept, so no
 * copy counts again.
 */
export async function accept(
  transaction: Writing,
  proof: AcceptedProof,
  now: number,
): Promise<boolean> {
  await deleteOld(transaction, now);
  const { id, method, provenBy, provenAt, endsAt, agent, person, correlationId } = proof;
  const { numInsertedOrUpdatedRows = 0n } = await transaction
    .insertInto('identity_proof')
    .values({
      ...columnsOf(proof),
      id,
      method,
      state: 'PROVEN',
      proven_by: provenBy,
      started_at: provenAt,
      proven_at: provenAt,
      ends_at: endsAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  const key = { realm: person.realm, change: newChangeId(), now };
  const facts = { id, agent, person, method, provenBy, state: 'PROVEN', correlationId } as const;
  await append(transaction, key, { kind: 'proof', proof: facts });
  return true;
}

/** Returns the newest proof of another product that a change of the agent can use; or null. */
export async function findSigned(
  db: Reading,
  { agent, person }: ProofBinding,
  now: number,
): Promise<Proof | null> {
  const row = await db
    .selectFrom('identity_proof')
    .selectAll()
    .where('proven_by', '!=', provenByAm)
    .where('change_id', 'is', null)
    .where('proven_at', '>', now - proofLifetimeMs)
    .where(({ eb, or }) => or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
    .where(isOfActor(agent))
    .where(isOfPerson(person))
    .orderBy('proven_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : proofIn(row);
}
