import type { Intent } from '../domain/change-record.ts';
import type { ErrorCode } from '../domain/failure.ts';
import { securityEvent } from '../domain/security-event.ts';
import type { SecurityEvent } from '../domain/security-event.ts';
import type { Background } from './background.ts';
import { append } from './chain.ts';
import { newChangeId } from './change-id.ts';
import { Lately } from './lately.ts';
import { actorKey } from './record.ts';
import type { Store, Writing } from './store.ts';

/** A refusal of the same change for the same reason is recorded once within this time. */
const sameMs = 60_000;

/** So many refusals of one actor are recorded within this time. */
const most = 20;
const withinMs = 600_000;

/** So many may wait for the store at once. */
const mostWaiting = 20;

/** A change that was refused. */
export interface Refused {
  readonly intent: Intent;
  readonly code: ErrorCode;
  readonly now: number;
}

/**
 * Records that a change was refused, unless the same was a moment ago or the actor has been refused too often lately: whoever
 * hammers does not fill the disk.
 */
export async function refuse(
  transaction: Writing,
  { intent, code, now }: Refused,
): Promise<boolean> {
  const { realm, id: person } = intent.target;
  const ofActor = transaction
    .selectFrom('ledger_record')
    .select('number')
    .where('actor', '=', actorKey(intent.actor))
    .where('kind', '=', 'refusal');
  const same = await ofActor
    .where('at', '>', now - sameMs)
    .where('result', '=', code)
    .where('realm', '=', realm)
    .where('person', '=', person)
    .where('effect', '=', intent.effect)
    .limit(1)
    .executeTakeFirst();
  if (same !== undefined) return false;
  const full = await ofActor
    .where('at', '>', now - withinMs)
    .orderBy('at', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  if (full !== undefined) return false;
  const place = { realm, change: newChangeId(), now };
  await append(transaction, place, { kind: 'refusal', intent, keyHash: null, code });
  return true;
}

/** What refusals are recorded with. */
export interface RefusalParts {
  readonly store: Store;
  readonly background: Background;
  readonly now: () => number;
  readonly signal: (event: SecurityEvent) => void;
}

/** Refusals on their way to the ledger. Nobody waits for them, and what cannot be recorded is counted in the log. */
export class Refusals {
  readonly #parts: RefusalParts;
  readonly #same = new Lately(sameMs);
  readonly #told = new Lately(sameMs);
  #waiting = 0;
  #leftOut = 0;

  constructor(parts: RefusalParts) {
    this.#parts = parts;
  }

  /** Resolves when it is recorded or left out; never rejects. */
  async record(intent: Intent, code: ErrorCode): Promise<void> {
    const { store, background } = this.#parts;
    const now = this.#parts.now();
    const { effect, target, actor } = intent;
    const key = JSON.stringify([actorKey(actor), target.realm, target.id, effect, code]);
    if (this.#same.again(key, now)) return;
    if (this.#waiting >= mostWaiting) return this.#leaveOut(now);
    this.#waiting += 1;
    await background.run(async () => {
      try {
        await store.write((transaction) => refuse(transaction, { intent, code, now }));
      } catch {
        this.#leaveOut(now);
      } finally {
        this.#waiting -= 1;
      }
    });
  }

  /** Told once a minute, with how many it were since. */
  #leaveOut(now: number): void {
    this.#leftOut += 1;
    if (this.#told.again('left out', now)) return;
    this.#parts.signal(securityEvent('records-left-out', { count: this.#leftOut }));
    this.#leftOut = 0;
  }
}
