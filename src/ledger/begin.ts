import type { Intent } from '../domain/change-record.ts';
import type { ErrorCode } from '../domain/failure.ts';
import type { Begun, Terms } from '../domain/ledger.ts';
import { append } from './chain.ts';
import { newChangeId } from './change-id.ts';
import { reachedLimits } from './limits.ts';
import { actorKey } from './record.ts';
import { findRepeat, keyHashOf } from './repeats.ts';
import type { Writing } from './store.ts';

/** A refusal of the same change for the same reason is recorded once within this time. */
const refusalMs = 60_000;

/**
 * Decides whether a change may be made, and records the intent of one that may. A repeat is answered before limits
 * are counted, so that it is never counted twice.
 */
export async function begin(
  transaction: Writing,
  intent: Intent,
  { now, ...terms }: Terms & { readonly now: number },
): Promise<Begun> {
  const { limits, idempotencyKey, override } = terms;
  const request = { intent, idempotencyKey, again: terms.again, now };
  const repeat = await findRepeat(transaction, request);
  if (repeat.kind !== 'new') return repeat;
  const { again } = repeat;
  const isFree = intent.dryRun || again !== null;
  const reached = isFree ? [] : await reachedLimits(transaction, intent, { limits, now });
  const stopping = reached.filter(({ rule }) => rule.per === 'actor' || !override);
  const [longest] = stopping.sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
  if (longest !== undefined) {
    await refuse(transaction, intent, { code: 'RATE_LIMITED', now });
    const { rule, retryAfterSeconds } = longest;
    return { kind: 'limited', rule: rule.name, retryAfterSeconds };
  }
  const id = newChangeId();
  const overrode = reached.map(({ rule }) => rule.name);
  await append(
    transaction,
    { realm: intent.target.realm, change: id, now },
    { kind: 'intent', intent, keyHash: keyHashOf(idempotencyKey), again, overrode },
  );
  return { kind: 'recorded', id, overrode };
}

/** Records that a change was refused, unless the same was a moment ago: whoever hammers does not fill the disk. */
export async function refuse(
  transaction: Writing,
  intent: Intent,
  { code, now }: { readonly code: ErrorCode; readonly now: number },
): Promise<void> {
  const { realm, id: person } = intent.target;
  const recent = await transaction
    .selectFrom('ledger_record')
    .select('number')
    .where('actor', '=', actorKey(intent.actor))
    .where('at', '>', now - refusalMs)
    .where('kind', '=', 'refusal')
    .where('result', '=', code)
    .where('realm', '=', realm)
    .where('person', '=', person)
    .where('effect', '=', intent.effect)
    .limit(1)
    .executeTakeFirst();
  if (recent !== undefined) return;
  const place = { realm, change: newChangeId(), now };
  await append(transaction, place, { kind: 'refusal', intent, keyHash: null, code });
}
