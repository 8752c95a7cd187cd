import { randomBytes } from 'node:crypto';
import type { Intent } from '../../domain/change/change-record.ts';
import {
  isUsableProof,
  provenByAm,
  vendorWaitMs,
  type ProofState,
} from '../../domain/change/proof.ts';
import type {
  EndedProof,
  NewProof,
  Proof,
  ProofBinding,
  Proofs,
  ProofStarted,
} from '../../domain/change/proof.ts';
import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import type { LedgerContext } from '../records/background.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import { proofLimits, type ProofLimit } from './proof-limits.ts';
import { columnsOf, deleteOld, proofIn } from './proof-rows.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { ProofRow } from '../../store/tables/tables.ts';
import { isOfActor, isOfPerson } from '../../store/records/who.ts';
import { limitedBy } from '../../domain/values/limit.ts';

/** The proofs of identity, in a table beside the records. Each start and end is also recorded. */
export function proofsIn({ store, now, signal }: LedgerContext): Proofs {
  return {
    start: async (proof) => {
      const started = await store.append((transaction) => startProof(transaction, proof, now()));
      if (started.kind === 'limited') signal(proofEvent('limit-reached', proof));
      return started;
    },
    cancel: async (id) => {
      await store.change((db) =>
        db
          .updateTable('identity_proof')
          .set({ state: 'NOT_ASKED' })
          .where('id', '=', id)
          .where('state', '=', 'WAITING')
          .execute(),
      );
    },
    wait: async (id, sealed) => {
      await store.change((db) =>
        db
          .updateTable('identity_proof')
          .set({ sealed })
          .where('id', '=', id)
          .where('state', '=', 'WAITING')
          .execute(),
      );
    },
    end: async (id, ended) => {
      const isEnded = await store.append(
        (transaction) => endProof(transaction, id, { ended, now: now() }),
        'outcome',
      );
      if (isEnded) signalFailure(signal, ended);
      return isEnded;
    },
    find: (id, binding) => store.query((db) => findProof(db, id, binding)),
  };
}

/** Ends that may mean that another person calls. */
const failures: ReadonlySet<ProofState> = new Set(['NOT_APPROVED', 'WRONG_CODE', 'NOT_VERIFIED']);

/** Returns a security event about a proof. */
export function proofEvent(
  type: SecurityEvent['type'],
  { person, agent, correlationId }: Pick<EndedProof, 'person' | 'agent' | 'correlationId'>,
): SecurityEvent {
  const { role = null } = agent;
  return securityEvent(type, { realm: person.realm, role, correlationId });
}

/** Reports the end of a proof, if another person may have called. */
export function signalFailure(signal: LedgerContext['signal'], ended: EndedProof): void {
  if (failures.has(ended.state)) signal(proofEvent('proof-failed', ended));
}

/** Decides on the limits, records the start, and counts it. */
export async function startProof(
  transaction: Writing,
  proof: NewProof,
  now: number,
): Promise<ProofStarted> {
  const { agent, person, method, correlationId, provenBy } = proof;
  const limited = await reachedLimit(transaction, proof, now);
  if (limited !== null) return limited;
  await deleteOld(transaction, now);
  const id = randomBytes(16).toString('base64url');
  const row: ProofRow = {
    ...columnsOf(proof),
    id,
    method,
    state: 'WAITING',
    proven_by: provenBy ?? provenByAm,
    started_at: now,
    proven_at: null,
    ends_at: method === 'VENDOR' ? now + vendorWaitMs : null,
  };
  await transaction.insertInto('identity_proof').values(row).execute();
  const key = { realm: person.realm, change: newChangeId(), now };
  const by = provenBy === undefined ? {} : { provenBy };
  const facts = { id, agent, person, method, state: 'WAITING', correlationId, ...by } as const;
  await append(transaction, key, { kind: 'proof', proof: facts });
  return { kind: 'started', id, startedAt: now };
}

/** Ends a proof that waits, and records it. Returns false if it had ended before. */
export async function endProof(
  transaction: Writing,
  id: string,
  { ended, now }: { readonly ended: EndedProof; readonly now: number },
): Promise<boolean> {
  const { state, person } = ended;
  const { numUpdatedRows } = await transaction
    .updateTable('identity_proof')
    .set({ state, sealed: null, ends_at: null, proven_at: state === 'PROVEN' ? now : null })
    .where('id', '=', id)
    .where('state', '=', 'WAITING')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await transaction.deleteFrom('identity_check').where('proof_id', '=', id).execute();
  const key = { realm: person.realm, change: newChangeId(), now };
  await append(transaction, key, { kind: 'proof', proof: { id, ...ended } });
  return true;
}

/** Returns the limit that refuses one more proof, the longest first; null if none does. */
async function reachedLimit(
  db: Reading,
  proof: NewProof,
  now: number,
): Promise<Extract<ProofStarted, { kind: 'limited' }> | null> {
  let longest: Extract<ProofStarted, { kind: 'limited' }> | null = null;
  for (const limit of proofLimits[proof.method]) {
    const since = now - limit.withinSeconds * 1000;
    const row = await counted(db, proof, limit)
      .where('started_at', '>', since)
      .orderBy('started_at', 'desc')
      .offset(limit.most - 1)
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) continue;
    const { code, whose, isExhausting } = limit;
    const refusal = limitedBy({ limit: code, whose, rate: limit }, { at: row.started_at, now });
    if (refusal.until <= (longest?.until ?? 0)) continue;
    longest = { ...refusal, isExhausted: isExhausting };
  }
  return longest;
}

function counted(db: Reading, { agent, person, method }: NewProof, { per }: ProofLimit) {
  const rows = db.selectFrom('identity_proof').select('started_at');
  switch (per) {
    case 'agent':
      return rows.where(isOfActor(agent));
    case 'person':
      return rows
        .where(isOfPerson(person))
        .where('method', '=', method)
        .where('state', '<>', 'NOT_ASKED');
    // A code that is being checked, or whose check was cut off, counts as wrong.
    case 'wrong code':
      return rows
        .where(isOfPerson(person))
        .where('method', '=', method)
        .where('state', 'in', ['WAITING', 'WRONG_CODE']);
  }
}

/** Returns a proof if it belongs to this agent and this person; null otherwise. */
export async function findProof(
  db: Reading,
  id: string,
  { agent, person }: ProofBinding,
): Promise<Proof | null> {
  const row = await db
    .selectFrom('identity_proof')
    .selectAll()
    .where('id', '=', id)
    .where(isOfActor(agent))
    .where(isOfPerson(person))
    .executeTakeFirst();
  return row === undefined ? null : proofIn(row);
}

/** Whether a proof permits a change now, or the repeat `again` of the change that used it. */
export async function permitsChange(
  db: Reading,
  proof: string,
  {
    intent,
    now,
    again,
  }: { readonly intent: Intent; readonly now: number; readonly again: string | null },
): Promise<boolean> {
  const found = await findProof(db, proof, { agent: intent.actor, person: intent.target });
  return found !== null && isUsableProof(found, { now, again });
}

/** Marks a proof as used by a change. */
export async function useProof(transaction: Writing, id: string, change: string): Promise<void> {
  await transaction
    .updateTable('identity_proof')
    .set({ change_id: change })
    .where('id', '=', id)
    .execute();
}
