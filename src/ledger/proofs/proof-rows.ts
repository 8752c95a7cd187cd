import { type Proof, type ProofBinding } from '../../domain/change/proof.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { ProofRow } from '../../store/tables/tables.ts';
import { actorName, entryColumn } from '../../store/records/who.ts';

/** How long rows are kept: longer than any limit, and than an idempotency key is valid. */
const keptMs = 48 * 60 * 60 * 1000;

/** Deletes rows that no limit counts any more, and checks that were left. */
export async function deleteOld(transaction: Writing, now: number): Promise<void> {
  await transaction
    .deleteFrom('identity_proof')
    .where('started_at', '<', now - keptMs)
    .execute();
  await transaction
    .deleteFrom('identity_check')
    .where('started_at', '<', now - keptMs)
    .execute();
}

/** The columns of a new row that name its agent and its person. */
export function columnsOf({ agent, person }: ProofBinding) {
  return {
    actor: actorName(agent),
    actor_entry: entryColumn(agent.entry),
    realm: person.realm,
    person: person.id,
    person_entry: entryColumn(person.entry),
    sealed: null,
    change_id: null,
  };
}

/** Returns the proof of a row; null if its question never reached the person. */
export function proofIn({ id, method, state, sealed, ...row }: ProofRow): Proof | null {
  if (state === 'NOT_ASKED') return null;
  return {
    id,
    method,
    state,
    provenBy: row.proven_by,
    startedAt: row.started_at,
    provenAt: row.proven_at,
    endsAt: row.ends_at,
    sealed,
    change: row.change_id,
  };
}
