import { randomUUID } from 'node:crypto';
import { errorCodeOf, Failure } from '../domain/values/failure.ts';
import type { Writing } from './tables/handles.ts';

/** How many appends in a row fail before a try counts less than they do, and for how long (ms). */
const mostFailures = 3;
const believedMs = 30_000;

/** What the newest appends say about whether records can be written. */
export class AppendHealth {
  #isInDoubt = false;
  /** The failures since the last success. */
  #failures = 0;
  #last: { readonly failure: Failure; readonly at: number } | undefined;

  /** Whether the newest append failed, and no try has succeeded since. */
  get areInDoubt(): boolean {
    return this.#isInDoubt;
  }

  succeeded(): void {
    this.#isInDoubt = false;
    this.#failures = 0;
  }

  /** Notes the error of an append. A refusal, or a value that the store rejects, is no failure. */
  failed(error: unknown): void {
    if (!(error instanceof Failure) || error.code !== 'AUDIT_UNAVAILABLE') return;
    if (/^2[23]/.test(errorCodeOf(error.cause) ?? '')) return;
    this.#isInDoubt = true;
    this.#failures += 1;
    this.#last = { failure: error, at: performance.now() };
  }

  /** Notes that a try has succeeded. @throws Failure the newest one, while several count */
  tried(): void {
    const last = this.#last;
    const isRecent = last !== undefined && performance.now() - last.at < believedMs;
    if (last !== undefined && isRecent && this.#failures >= mostFailures) throw last.failure;
    this.#isInDoubt = false;
  }
}

/** Reads the records, and writes and removes a row of another table. */
export async function touch(transaction: Writing): Promise<void> {
  await transaction.selectFrom('ledger_record').select('number').limit(1).execute();
  const row = { id: randomUUID(), person: '', sealed: '', begun_at: 0, used_at: 0 };
  await transaction.insertInto('page_session').values(row).execute();
  await transaction.deleteFrom('page_session').where('id', '=', row.id).execute();
}

/** Undoes a transaction that was only a try. */
class Undone extends Error {}

/** Appends a row of an ordinary size; its transaction is then undone. */
export async function tryAppend(transaction: Writing): Promise<never> {
  const body = 'x'.repeat(2_000);
  const place = { realm: '', number: 0, change_id: 'try', at: 0, day: 0 };
  const row = { ...place, kind: 'checkpoint', body, hash: '' } as const;
  await transaction.insertInto('ledger_record').values(row).execute();
  throw new Undone();
}

export function ignoreUndone(error: unknown): void {
  if (!(error instanceof Undone)) throw error;
}
