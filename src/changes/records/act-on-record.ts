import { actorOfOwnChanges } from '../../access/recorded-actor.ts';
import type { PersonGrant } from '../../access/grant.ts';
import { unlessRefused } from '../../access/refusal.ts';
import { hasActed } from '../../domain/change/acting-people.ts';
import {
  isSamePerson,
  recordedNames,
  type RecordedChange,
} from '../../domain/change/change-record.ts';
import type { Standing } from '../../domain/people/caller.ts';
import type { Person } from '../../domain/people/person.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import type { Asking } from '../request/acting.ts';
import { isServed, requireCaller, unlessOutside } from './see-record.ts';

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
export async function permitReport(asking: Asking, reference: string): Promise<ReportGrant | null> {
  refuseOddReference(reference);
  const { person } = await asking.permissions.forNamed('report', {});
  const change = await servedChange(asking, reference);
  if (person === null || change === null) return null;
  return isSamePerson(recordedNames(person), change.intent.target) ? { change, person } : null;
}

/**
 * Returns a recorded change whose report the caller may take: of a person whose devices they may
 * view the history of, and not one that they made, approved, or started. Null if no change has this
 * reference.
 * @throws Failure the refusal
 */
export async function permitTaking(asking: Asking, reference: string): Promise<StaffGrant | null> {
  const grant = await permitOnRecord(asking, 'takeReport', reference);
  if (grant === null) return null;
  const self = await actorOfOwnChanges(asking, await requireCaller(asking));
  if (hasActed(self, grant.change.intent))
    throw new Failure(
      'FORBIDDEN',
      'You had a hand in this change. The report was not taken. Ask a colleague to take it.',
    );
  return grant;
}

/**
 * Returns a recorded change of a person whose history the caller may see as a member of staff. Null
 * if no change has this reference, and for a refused change, about which no mail is sent.
 * @throws Failure the refusal
 */
export async function permitRetry(asking: Asking, reference: string): Promise<StaffGrant | null> {
  const grant = await permitOnRecord(asking, 'retryNotice', reference);
  return grant?.change.refusal === null ? grant : null;
}

/**
 * Returns a recorded change, if the caller has the effect on its person as a member of staff.
 * Null if no change has this reference. @throws Failure the refusal
 */
async function permitOnRecord(
  asking: Asking,
  effect: 'takeReport' | 'retryNotice',
  reference: string,
): Promise<StaffGrant | null> {
  refuseOddReference(reference);
  await requireCaller(asking);
  const change = await servedChange(asking, reference);
  if (change === null) {
    await asking.permissions.inRealm(effect, null);
    return null;
  }
  const { target } = change.intent;
  const standing = await unlessOutside(asking, effect, () =>
    asking.permissions.onPersonOf(target, effect),
  );
  return standing && { change, ...standing };
}

/** @throws Failure BAD_USER_INPUT */
function refuseOddReference(reference: string): void {
  if (reference.length > 100) throw badInput('reference', 'Give a reference number.');
}

/** Returns a recorded change of a served realm by its reference number, or null. */
async function servedChange(asking: Asking, reference: string): Promise<RecordedChange | null> {
  const change = await asking.ledger.findChange(reference);
  return change !== null && isServed(asking, change) ? change : null;
}

/** A change whose outcome may be unclear, and AM's view of its person. */
export interface CheckGrant extends PersonGrant {
  readonly change: RecordedChange;
}

/**
 * Returns a recorded change, if the caller may check its outcome: their own, made through any
 * realm, or one of a person whose devices they may reset. Null if no change has this reference.
 * @throws Failure the refusal
 */
export async function permitCheck(asking: Asking, reference: string): Promise<CheckGrant | null> {
  refuseOddReference(reference);
  const { permissions } = asking;
  const caller = await requireCaller(asking);
  const change = await servedChange(asking, reference);
  if (change === null) {
    if (caller.own.change) await permissions.forNamed('check', {});
    else await permissions.inRealm('check', null);
    return null;
  }
  const { id, realm } = change.intent.target;
  const own = caller.own.change
    ? await unlessRefused(() => permissions.forNamed('check', {}))
    : null;
  const isOwn = own?.person && isSamePerson(recordedNames(own.person), change.intent.target);
  if (own && isOwn) return { ...own, change };
  const grant = await unlessOutside(asking, 'check', () =>
    permissions.forNamed('check', { id, realm }),
  );
  return grant && { ...grant, change };
}
