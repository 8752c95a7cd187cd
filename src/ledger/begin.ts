import type { Intent } from '../domain/change-record.ts';
import type { Begun, Terms } from '../domain/ledger.ts';
import { append } from './chain.ts';
import { newChangeId } from './change-id.ts';
import { reachedLimits } from './limits.ts';
import { refuse } from './refusals.ts';
import { findRepeat, keyHashOf } from './repeats.ts';
import type { Writing } from './store.ts';

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
  if (repeat.kind === 'key conflict')
    await refuse(transaction, { intent, code: 'IDEMPOTENCY_KEY_REUSED', now });
  if (repeat.kind !== 'new') return repeat;
  const { again } = repeat;
  const isFree = intent.dryRun || again !== null;
  const reached = isFree ? [] : await reachedLimits(transaction, intent, { limits, now });
  const stopping = reached.filter(({ rule }) => rule.per === 'actor' || !override);
  const [longest] = stopping.sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
  if (longest !== undefined) {
    await refuse(transaction, { intent, code: 'RATE_LIMITED', now });
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
  return { kind: 'recorded', id, at: new Date(now).toISOString(), overrode };
}
