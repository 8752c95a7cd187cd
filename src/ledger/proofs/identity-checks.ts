import {
  mostVisits,
  wrongCheckCodes,
  type CheckEnd,
  type CheckStarted,
  type EnteredCode,
  type IdentityChecks,
  type NewIdentityCheck,
  type OpenCheck,
} from '../../domain/change/identity-check.ts';
import { vendorWaitMs, type EndedProof } from '../../domain/change/proof.ts';
import type { RecordedNames } from '../../domain/change/change-record.ts';
import { asText, objectOf, optional, parsed } from '../../domain/values/json.ts';
import { limitedBy } from '../../domain/values/limit.ts';
import type { LedgerContext } from '../records/background.ts';
import { readable } from '../records/changes.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { IdentityCheckRow } from '../../store/tables/tables.ts';
import { readProofAgent } from '../../store/kinds/proof.ts';
import { endProof, proofEvent, signalFailure, startProof } from './proofs.ts';

/** The checks of a store: the proof has its own row, and the check goes when the proof ends. */
export function identityChecksIn({ store, now, signal }: LedgerContext): IdentityChecks {
  return {
    start: async (check) => {
      const started = await store.append((transaction) => start(transaction, check, now()));
      if (started.kind === 'limited') signal(proofEvent('limit-reached', check.proof));
      return started;
    },
    enter: async (code) => {
      // A flood of wrong codes must not wait for the lock that changes need.
      const refused = await store.query((db) => tooMany(db, code.address, now()));
      return refused ?? store.append((transaction) => enter(transaction, code, now()));
    },
    bind: async (id, stateHash) => {
      const { numUpdatedRows } = await store.change((db) =>
        db
          .updateTable('identity_check')
          .set(({ eb }) => ({ state_hash: stateHash, visits: eb('visits', '+', 1) }))
          .where('proof_id', '=', id)
          .where('visits', '<', mostVisits)
          .executeTakeFirst(),
      );
      return numUpdatedRows > 0n;
    },
    take: (stateHash, vendor) =>
      store.append((transaction) => take(transaction, { stateHash, vendor }, now())),
    end: async (check, end) => {
      const ended = endedBy(check, end);
      const isEnded = await store.append(
        (transaction) => endProof(transaction, check.id, { ended, now: now() }),
        'outcome',
      );
      if (isEnded) signalFailure(signal, ended);
      return isEnded;
    },
  };
}

async function start(
  transaction: Writing,
  { proof, vendor, namesHash, newCode }: NewIdentityCheck,
  now: number,
): Promise<CheckStarted> {
  const started = await startProof(transaction, proof, now);
  if (started.kind !== 'started') return started;
  const { agent, person, correlationId, provenBy } = proof;
  const { code, hash } = newCode();
  const row: IdentityCheckRow = {
    proof_id: started.id,
    vendor,
    about: JSON.stringify({ agent, person, correlationId, provenBy }),
    names_hash: namesHash,
    code_hash: hash,
    state_hash: null,
    visits: 0,
    started_at: now,
  };
  await transaction.insertInto('identity_check').values(row).execute();
  return { ...started, code };
}

interface Typed {
  readonly hash: string;
  readonly address: string;
}

/** Decides in the transaction that counts, so that tries at the same time are counted, too. */
async function enter(transaction: Writing, typed: Typed, now: number): Promise<EnteredCode> {
  const refused = await tooMany(transaction, typed.address, now);
  if (refused !== null) return refused;
  const row = await transaction
    .selectFrom('identity_check')
    .selectAll()
    .where('code_hash', '=', typed.hash)
    .where('started_at', '>', now - vendorWaitMs)
    .executeTakeFirst();
  const check = row === undefined ? null : readable(() => checkOf(row));
  if (check !== null) return { kind: 'found', check };
  await transaction
    .deleteFrom('wrong_check_code')
    .where('at', '<=', now - wrongCheckCodes.withinMs)
    .execute();
  await transaction
    .insertInto('wrong_check_code')
    .values({ address: typed.address, at: now })
    .execute();
  return { kind: 'wrong' };
}

/** The refusal after too many wrong codes of an address or of all; null before that. */
async function tooMany(
  db: Reading,
  address: string,
  now: number,
): Promise<Extract<EnteredCode, { kind: 'limited' }> | null> {
  const { ofAddress, ofAll, withinMs } = wrongCheckCodes;
  const filling = (most: number) =>
    db
      .selectFrom('wrong_check_code')
      .select('at')
      .where('at', '>', now - withinMs)
      .orderBy('at', 'desc')
      .offset(most - 1)
      .limit(1);
  const found =
    (await filling(ofAddress).where('address', '=', address).executeTakeFirst()) ??
    (await filling(ofAll).executeTakeFirst());
  if (found === undefined) return null;
  const rate = { most: ofAddress, withinSeconds: withinMs / 1_000 };
  const about = { limit: 'WRONG_CODES', whose: 'wrong codes of checks', rate } as const;
  return limitedBy(about, { at: found.at, now });
}

/** A browser comes back once: its state is gone before the vendor is asked for the result. */
async function take(
  transaction: Writing,
  { stateHash, vendor }: { readonly stateHash: string; readonly vendor: string },
  now: number,
): Promise<OpenCheck | null> {
  const row = await transaction
    .selectFrom('identity_check')
    .selectAll()
    .where('state_hash', '=', stateHash)
    .where('vendor', '=', vendor)
    .where('started_at', '>', now - vendorWaitMs)
    .executeTakeFirst();
  if (row === undefined) return null;
  await transaction
    .updateTable('identity_check')
    .set({ state_hash: null })
    .where('proof_id', '=', row.proof_id)
    .execute();
  return readable(() => checkOf(row));
}

const readAbout = objectOf<Pick<OpenCheck, 'agent' | 'person' | 'correlationId' | 'provenBy'>>({
  agent: readProofAgent,
  person: objectOf<RecordedNames>({ id: asText, realm: asText, entry: optional(asText) }),
  correlationId: asText,
  provenBy: asText,
});

function checkOf(row: IdentityCheckRow): OpenCheck {
  const { proof_id: id, vendor, names_hash: namesHash } = row;
  return { id, vendor, namesHash, ...readAbout(parsed(row.about)) };
}

function endedBy(check: OpenCheck, { state, process }: CheckEnd): EndedProof {
  const { agent, person, correlationId, provenBy } = check;
  const about = { agent, person, correlationId, provenBy };
  return { method: 'VENDOR', state, ...about, ...(process !== null && { process }) };
}
