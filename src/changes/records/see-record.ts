import { actorOfOwnChanges } from '../../access/recorded-actor.ts';
import { policyRefusal, unlessRefused } from '../../access/refusal.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { Role, SignedInCaller } from '../../domain/people/caller.ts';
import type { Effect } from '../../domain/policy/effects.ts';
import { standingsOverOthers } from '../../domain/policy/policy.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Asking } from '../request/acting.ts';

/** A recorded change, and the role that lets the caller see it. */
export interface SeenRecord {
  readonly change: RecordedChange;
  readonly role: Role;
}

/** What finds a recorded change: its reference number, or the idempotency key of the caller. */
export type RecordName = { readonly reference: string } | { readonly idempotencyKey: string };

/**
 * Returns a recorded change if the caller may see the person's history; a refused change only if
 * they may see those of this person. Null if there is no such change, or if its realm is no longer
 * served.
 * @throws Failure the refusal
 */
export async function seeRecord(asking: Asking, named: RecordName): Promise<SeenRecord | null> {
  const caller = await requireCaller(asking);
  const change = await asking.ledger.findChange(
    'reference' in named
      ? named.reference
      : { actor: await actorOfOwnChanges(asking, caller), ...named },
  );
  if (change !== null && isServed(asking, change)) {
    const seen = await unlessOutside(asking, 'viewHistory', () => seenBy(asking, change));
    if (seen !== null) return seen;
  }
  await permitActivity(asking);
  return null;
}

/** A found change as the caller may see it, or null. @throws Failure the refusal */
export async function seenBy(asking: Asking, change: RecordedChange): Promise<SeenRecord | null> {
  if (!isServed(asking, change)) return null;
  const { permissions } = asking;
  const { target } = change.intent;
  const { role } = await permissions.onRecorded('viewHistory', target);
  const isSeen =
    change.refusal === null ||
    (await unlessRefused(() => permissions.onRecorded('viewRefusals', target))) !== null;
  return isSeen ? { change, role } : null;
}

/**
 * Null if staff of an area are refused what is outside: to them, it does not exist (security A34).
 * @throws Failure any other refusal
 */
export async function unlessOutside<T>(
  { permissions }: Asking,
  effect: Effect,
  read: () => Promise<T | null>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'FORBIDDEN') throw error;
    const grant = await unlessRefused(() => permissions.inRealm(effect, null));
    if (grant === null || grant.areas === null) throw error;
    return null;
  }
}

/** Whether the realm of a change is a served one. */
export function isServed({ settings }: Asking, { intent }: RecordedChange): boolean {
  return settings.realms.byName(intent.target.realm) !== undefined;
}

/** Callers who are not signed in never reach the ledger. @throws Failure UNAUTHENTICATED */
export async function requireCaller({ caller: whoCalls }: Asking): Promise<SignedInCaller> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  return caller;
}

/**
 * Returns the caller if they may see any history: their own, by a session or a token with a scope
 * for reading, or that of others by a role (security A25). Null without a caller.
 * @throws Failure INSUFFICIENT_SCOPE
 */
export async function permitActivity({
  caller: whoCalls,
  permissions,
}: Asking): Promise<SignedInCaller | null> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') return null;
  if (!caller.own.view && standingsOverOthers(caller, 'viewHistory').length === 0)
    throw policyRefusal('INSUFFICIENT_SCOPE', caller);
  permissions.granted.add('viewHistory');
  return caller;
}
