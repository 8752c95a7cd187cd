import { hasActed } from '../../domain/change/acting-people.ts';
import type { Standing } from '../../domain/people/caller.ts';
import {
  isSamePerson,
  recordedNames,
  type RecordedChange,
} from '../../domain/change/change-record.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import type { GuardedCall } from '../fields/access.ts';
import { textOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import { actorOfOwnChanges } from '../../access/recorded-actor.ts';
import { policyRefusal } from '../../access/refusal.ts';

/** A change of the caller's own devices, and AM's record of the caller. */
export interface ReportGrant {
  readonly change: RecordedChange;
  readonly person: Person;
}

/** A change of another person, and the role that permits what staff do about its record. */
export interface StaffGrant extends Standing {
  readonly change: RecordedChange;
}

/**
 * Returns a recorded change of the caller's own devices, made through any realm. Otherwise null: a
 * change of another person looks like one that does not exist.
 * @throws Failure the refusal
 */
export async function permitReport({
  effect,
  args: { input },
  context,
}: GuardedCall): Promise<ReportGrant | null> {
  const reference = referenceIn(input);
  const { person } = await context.permissions.forNamed(effect, {});
  const change = await servedChange(context, reference);
  if (person === null || change === null) return null;
  return isSamePerson(recordedNames(person), change.intent.target) ? { change, person } : null;
}

/**
 * Returns a recorded change whose report the caller may take: of a person whose devices they may
 * view the history of, and not one that they made, approved, or started. Null if no change has this
 * reference.
 * @throws Failure the refusal
 */
export async function permitTaking(call: GuardedCall): Promise<StaffGrant | null> {
  const grant = await permitOnRecord(call, 'takeReport');
  const { context } = call;
  const caller = await context.caller.caller();
  if (grant === null || caller.kind === 'anonymous') return null;
  const self = await actorOfOwnChanges(context, caller);
  if (hasActed(self, grant.change.intent))
    throw new Failure(
      'FORBIDDEN',
      'You had a hand in this change. The report was not taken. Ask a colleague to take it.',
    );
  return grant;
}

/**
 * Returns a recorded change, if the caller has the effect on its person as a member of staff.
 * Null if no change has this reference. @throws Failure the refusal
 */
export async function permitOnRecord(
  { args: { input }, context }: GuardedCall,
  effect: 'takeReport' | 'retryNotice',
): Promise<StaffGrant | null> {
  const reference = referenceIn(input);
  const caller = await context.caller.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  const change = await servedChange(context, reference);
  if (change === null) {
    await context.permissions.inRealm(effect, null);
    return null;
  }
  return { change, ...(await context.permissions.onPersonOf(change.intent.target, effect)) };
}

/** @throws Failure BAD_USER_INPUT */
function referenceIn(input: unknown): string {
  const reference = textOf(input, 'reference') ?? '';
  if (reference.length > 100) throw badInput('reference', 'Give a reference number.');
  return reference;
}

/** Returns a recorded change of a served realm by its reference number, or null. */
async function servedChange(
  { ledger, settings }: RequestContext,
  reference: string,
): Promise<RecordedChange | null> {
  const change = await ledger.findChange(reference);
  const isServed = settings.realms.byName(change?.intent.target.realm ?? '') !== undefined;
  return isServed ? change : null;
}
