import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { roleOverOthers, seesRefused } from '../../domain/policy/policy.ts';
import type { GuardedCall } from '../fields/access.ts';
import type { RequestContext } from '../request/context.ts';
import { unlessRefused } from '../user/linked-person.ts';
import { shownChange, viewOf } from './shown-change.ts';
import { textOf } from '../../domain/values/member.ts';
import { actorOfOwnChanges } from '../../access/recorded-actor.ts';
import { policyRefusal } from '../../access/refusal.ts';
import type { Role, SignedInCaller } from '../../domain/people/caller.ts';

/** A recorded change, the realm of its person, and the role that lets the caller see it. */
export interface RecordGrant {
  readonly change: RecordedChange;
  readonly realm: Realm;
  readonly role: Role;
}

/** What finds a recorded change: its reference number, or the idempotency key of the caller. */
type RecordName = { readonly reference: string } | { readonly idempotencyKey: string };

/** Decides about the change that the argument `by` names. */
export function permitChangeRecord({
  args: { by },
  context,
}: GuardedCall): Promise<RecordGrant | null> {
  const idempotencyKey = textOf(by, 'idempotencyKey');
  return recordFor(
    context,
    idempotencyKey === undefined
      ? { reference: textOf(by, 'reference') ?? '' }
      : { idempotencyKey },
  );
}

/**
 * Returns a recorded change if the caller may see the person's history; a refused change only if
 * they may see all history. Null if there is no such change, or if its realm is no longer served.
 * @throws Failure the refusal
 */
export async function recordFor(
  context: RequestContext,
  named: RecordName,
): Promise<RecordGrant | null> {
  const { caller: whoCalls, ledger, permissions, settings } = context;
  // Callers who are not signed in never reach the ledger.
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  const change = await ledger.findChange(
    'reference' in named
      ? named.reference
      : { actor: await actorOfOwnChanges(context, caller), ...named },
  );
  if (change !== null && settings.realms.byName(change.intent.target.realm) !== undefined)
    return recordGrant(context, change);
  await permissions.forNamed('viewHistory', {});
  return null;
}

/** Returns a change by its id as the caller may see it; null by the same rule, also if refused. */
export async function linkedRecord(context: RequestContext, id: string): Promise<object | null> {
  const change = await context.changes.load(id);
  const grant = change && (await unlessRefused(() => recordGrant(context, change)));
  return grant && shownRecord(grant);
}

/** @throws Failure the refusal */
async function recordGrant(
  { permissions, settings }: RequestContext,
  change: RecordedChange,
): Promise<RecordGrant | null> {
  const realm = settings.realms.byName(change.intent.target.realm);
  if (realm === undefined) return null;
  const { role } = await permissions.onRecorded(change.intent.target);
  return change.refusal === null || seesRefused(role) ? { change, realm, role } : null;
}

/** Returns a change as the caller may see it. */
export function shownRecord({ change, realm, role }: RecordGrant): object {
  return shownChange(change, { realm, id: change.intent.target.id }, viewOf(role));
}

/**
 * Returns the caller if they may see any history: their own, by a session or a token with a scope
 * for reading, or that of others by a role (security A25). Null without a caller, as in the rest of
 * `Caller`.
 * @throws Failure INSUFFICIENT_SCOPE
 */
export async function permitActivity({
  effect,
  context: { caller: whoCalls, permissions },
}: GuardedCall): Promise<SignedInCaller | null> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') return null;
  if (!caller.own.view && roleOverOthers(caller, effect) === undefined)
    throw policyRefusal('INSUFFICIENT_SCOPE', caller);
  permissions.granted.add(effect);
  return caller;
}
