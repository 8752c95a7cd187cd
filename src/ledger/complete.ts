import type { Outcome } from '../domain/change-record.ts';
import { append } from './chain.ts';
import type { Writing } from './store.ts';

/** An outcome on its way to the ledger. */
export interface Ended {
  readonly id: string;
  readonly outcome: Outcome;
  /** When the change ended; milliseconds. */
  readonly at: number;
}

/**
 * Records how a change ended, unless that is recorded already: the first outcome stands. Without an intent there is
 * nothing that it could belong to, as after a restore of an older copy.
 */
export async function complete(
  transaction: Writing,
  { id, outcome, at }: Ended,
): Promise<'recorded' | 'already recorded' | 'lost'> {
  const records = await transaction
    .selectFrom('ledger_record')
    .select(['kind', 'realm'])
    .where('change_id', '=', id)
    .execute();
  if (records.some(({ kind }) => kind === 'outcome')) return 'already recorded';
  const intent = records.find(({ kind }) => kind === 'intent');
  if (intent === undefined) return 'lost';
  await append(
    transaction,
    { realm: intent.realm, change: id, now: at },
    { kind: 'outcome', outcome },
  );
  return 'recorded';
}
