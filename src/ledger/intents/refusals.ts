import type { Intent } from '../../domain/change/change-record.ts';
import type { ErrorCode } from '../../domain/values/failure.ts';
import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import type { LedgerContext } from '../records/background.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import { recordSchemas } from '../../store/kinds/record-kinds.ts';
import { RecentKeys } from '../records/recent-keys.ts';
import type { Writing } from '../../store/tables/handles.ts';
import { noGrounds } from '../../store/kinds/parts/stored-outcome.ts';
import { isOfActor, isOfPerson, keyOf } from '../../store/records/who.ts';

/** Equal refusals are recorded once within this time. */
const sameMs = 60_000;

/** The most refusals of one actor that are recorded within a time. */
const { most, withinSeconds } = recordSchemas.refusal.limit;
const withinMs = withinSeconds * 1_000;

/** The most refusals that wait for the store. */
const mostWaiting = 20;

/** A refusal to record. */
interface Refusal {
  readonly intent: Intent;
  readonly code: ErrorCode;
  readonly now: number;
}

/**
 * Records that a change was refused, unless an equal refusal is recent or the actor has too many of
 * them: repeated attempts must not fill the disk. Returns until when the actor has too many, or
 * null. The caller's text is omitted, because it may be the reason for the refusal.
 */
async function record(
  transaction: Writing,
  { intent, code, now }: Refusal,
): Promise<number | null> {
  const ofActor = transaction
    .selectFrom('ledger_record')
    .select('at')
    .where(isOfActor(intent.actor))
    .where('kind', '=', 'refusal');
  const same = await ofActor
    .where('at', '>', now - sameMs)
    .where('result', '=', code)
    .where(isOfPerson(intent.target))
    .where('effect', '=', intent.effect)
    .limit(1)
    .executeTakeFirst();
  if (same !== undefined) return null;
  const full = await ofActor
    .where('at', '>', now - withinMs)
    .orderBy('at', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  if (full !== undefined) return full.at + withinMs;
  const key = { realm: intent.target.realm, change: newChangeId(), now };
  const brief = { ...intent, ...noGrounds, options: {} };
  await append(transaction, key, { kind: 'refusal', intent: brief, keyHash: null, code });
  return null;
}

/** An actor with too many refusals, until a moment. */
interface BeyondQuota {
  readonly until: number;
  /** How many refusals were omitted since the last event. */
  omitted: number;
  readonly about: Partial<SecurityEvent>;
}

/**
 * Records refusals in the background. Those that cannot be recorded, and those of an actor with too
 * many of them, are counted and reported.
 */
export class Refusals {
  readonly #context: LedgerContext;
  readonly #recorded = new RecentKeys(sameMs);
  readonly #reported = new RecentKeys(sameMs);
  readonly #beyond = new Map<string, BeyondQuota>();
  #timer: NodeJS.Timeout | undefined;
  #waiting = 0;
  #unrecorded = 0;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  /** Resolves when the refusal is recorded or omitted; never rejects. */
  async refuse(intent: Intent, code: ErrorCode): Promise<void> {
    const now = this.#context.now();
    const { effect, target } = intent;
    const actor = keyOf(intent.actor);
    const key = JSON.stringify([actor, keyOf(target), effect, code]);
    if (!this.#recorded.addIfNew(key, now) || this.#isBeyond(actor, now)) return;
    if (this.#waiting >= mostWaiting) return this.#omit(now);
    this.#waiting += 1;
    await this.#context.background.run(async () => {
      try {
        await this.#write({ intent, code, now });
      } catch {
        this.#omit(now);
      } finally {
        this.#waiting -= 1;
      }
    });
  }

  /** Reports the refusals beyond quotas since the last report. */
  report(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { signal, now } = this.#context;
    for (const [actor, { until, omitted, about }] of this.#beyond) {
      if (omitted > 0) signal(securityEvent('many-refusals', { ...about, count: omitted }));
      if (now() < until && omitted > 0) this.#beyond.set(actor, { until, omitted: 0, about });
      else this.#beyond.delete(actor);
    }
  }

  async #write(refusal: Refusal): Promise<void> {
    const { actor, target, correlationId } = refusal.intent;
    const until = await this.#context.store.append((transaction) => record(transaction, refusal));
    if (until === null) return;
    const key = keyOf(actor);
    const about = { realm: target.realm, role: actor.role, correlationId };
    const omitted = this.#beyond.get(key)?.omitted ?? 0;
    this.#beyond.set(key, { until, omitted, about });
    this.#isBeyond(key, refusal.now);
  }

  /** Whether the actor has too many refusals; counts one more of them. */
  #isBeyond(actor: string, now: number): boolean {
    const quota = this.#beyond.get(actor);
    // A time in the far future is old: the clock was set back.
    if (quota === undefined || now >= quota.until || quota.until - now > withinMs) return false;
    quota.omitted += 1;
    this.#timer ??= setTimeout(() => this.report(), sameMs).unref();
    return true;
  }

  #omit(now: number): void {
    this.#unrecorded += 1;
    if (!this.#reported.addIfNew('', now)) return;
    this.#context.signal(securityEvent('records-left-out', { count: this.#unrecorded }));
    this.#unrecorded = 0;
  }
}
