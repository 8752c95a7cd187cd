import type { PendingChange, SecondPerson } from '../../domain/change/approval.ts';
import { isSamePerson, recordedNames } from '../../domain/change/change-record.ts';
import { requireConditions } from '../../domain/conditions/conditions.ts';
import { isSupervised } from '../../domain/people/caller.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import { textRefusal } from '../../domain/values/recorded-text.ts';
import { unlessRefused } from '../../access/refusal.ts';
import { noteRefusal } from '../note-refusal.ts';
import type { Asking } from '../request/acting.ts';
import type { PersonGrant, RealmGrant } from '../../access/grant.ts';
import { actorOfOwnChanges, recordedActor } from '../../access/recorded-actor.ts';
import { requireCaller, unlessOutside } from '../records/see-record.ts';

/** A requested change that the caller may decide about as a second person. */
export interface SecondPersonGrant extends PersonGrant, SecondPerson {
  readonly pending: PendingChange;
  /** The person as AM has them; null if the user is not the one of the request. */
  readonly person: Person | null;
}

/** A requested change of the caller, who has the right of staff in its realm now. */
export interface RequesterGrant extends SecondPerson {
  readonly pending: PendingChange;
  /** The permission on the user of the request; null if the requester has none now. */
  readonly onPerson: PersonGrant | null;
}

/**
 * Permits a decision about a requested change: by the policy, for its effect on this person, now,
 * and only to a second person. Null if no change has this id. A refused approval is recorded.
 * @throws Failure the refusal
 */
export async function permitSecondPerson(
  asking: Asking,
  id: string,
  note: string | null,
): Promise<SecondPersonGrant | null> {
  checkNote(note);
  const pending = await pendingIn(asking, id);
  if (pending === null) {
    await asking.permissions.inRealm('approve', null);
    return null;
  }
  return unlessOutside(asking, 'approve', () => judgePending(asking, pending));
}

/** Permits a decision about a requested change; a refusal is recorded. @throws Failure */
async function judgePending(asking: Asking, pending: PendingChange): Promise<SecondPersonGrant> {
  const { intent } = pending;
  const named = { id: intent.target.id, realm: intent.target.realm };
  let person: Person | null = null;
  try {
    const first = await asking.permissions.forNamed('approve', named);
    person = first.person;
    const isSame = person !== null && isSamePerson(recordedNames(person), intent.target);
    const grant = await asking.permissions.further(first, intent.effect);
    const second = {
      actor: await recordedActor(asking, grant, null),
      isSupervised: isSupervised(await asking.caller.caller()),
    };
    await requireConditions('DECIDE', { second, requested: pending });
    return { ...grant, ...second, person: isSame ? person : null, pending };
  } catch (error) {
    if (error instanceof Failure) {
      const { effect: refused, kinds } = intent;
      noteRefusal(asking, { effect: refused, kinds, named, person, dryRun: false }, error);
    }
    throw error;
  }
}

/** Permits a decision about a requested change by the policy alone. @throws Failure the refusal */
export async function permitEffect(
  { permissions }: Asking,
  { intent: { effect, target } }: PendingChange,
): Promise<PersonGrant | null> {
  const named = { id: target.id, realm: target.realm };
  const first = await permissions.forNamed('approve', named);
  const grant = await permissions.further(first, effect);
  return grant.person && grant;
}

/**
 * Returns the right of a requester in the realm of their request, or null. Staff of an area also
 * need the right for its user now: a user who leaves the area leaves what waits behind.
 */
export async function requesterRight(
  asking: Asking,
  pending: PendingChange,
): Promise<RealmGrant | null> {
  const { realm } = pending.intent.target;
  const grant = await unlessRefused(() => asking.permissions.inRealm('approve', realm));
  if (grant === null || grant.areas === null) return grant;
  return (await unlessRefused(() => permitEffect(asking, pending))) && grant;
}

/**
 * Permits a withdrawal, to the requester only, while they are staff. For others there is no such
 * change: null. @throws Failure the refusal
 */
export async function permitRequester(
  asking: Asking,
  id: string,
  note: string | null,
): Promise<RequesterGrant | null> {
  checkNote(note);
  await asking.permissions.inRealm('approve', null);
  const pending = await pendingIn(asking, id);
  const viewer = await viewerOf(asking);
  if (pending === null || !isSamePerson(viewer.actor, pending.intent.actor)) return null;
  if ((await requesterRight(asking, pending)) === null) return null;
  const onPerson = await unlessRefused(() => permitEffect(asking, pending));
  return { ...viewer, pending, onPerson };
}

/** Returns a requested change of a served realm to a signed-in caller, or null. */
export async function pendingIn(asking: Asking, id: string): Promise<PendingChange | null> {
  await requireCaller(asking);
  if (!/^[\w-]{1,64}$/.test(id)) return null;
  const pending = await asking.ledger.approvals.find(id);
  const isServed = asking.settings.realms.byName(pending?.intent.target.realm ?? '');
  return isServed === undefined ? null : pending;
}

/** The caller as a second person, as records name them. */
export async function viewerOf(asking: Asking): Promise<SecondPerson> {
  const caller = await requireCaller(asking);
  const actor = await actorOfOwnChanges(asking, caller);
  return { actor, isSupervised: caller.isSupervised };
}

function checkNote(note: string | null): void {
  if (note === null || note.trim() === '') return;
  const refusal = textRefusal('note', note);
  if (refusal !== null) throw refusal;
}
