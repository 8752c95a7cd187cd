import { actingPeople } from '../../domain/acting-people.ts';
import { secondPersonDenial, type Approvals, type PendingChange } from '../../domain/approval.ts';
import { isSamePerson, recordedNames, type RecordedActor } from '../../domain/change-record.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { textRefusal } from '../../domain/recorded-text.ts';
import type { GuardedCall } from '../access.ts';
import { noteRefusal } from '../change/note-refusal.ts';
import { textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant, RealmGrant } from '../request/grant.ts';
import { actorOfOwnChanges, recordedActor } from '../request/recorded-actor.ts';
import { policyRefusal } from '../request/refusal.ts';

/** A requested change that the caller may decide about as a second person. */
export interface SecondPersonGrant extends PersonGrant {
  readonly pending: PendingChange;
  /** The second person, in the role that permits the effect. */
  readonly actor: RecordedActor;
  /** The person as AM has them; null if the user is not the one of the request. */
  readonly person: Person | null;
}

/** A requested change of the caller, who has the right of staff in its realm now. */
export interface RequesterGrant extends RealmGrant {
  readonly pending: PendingChange;
  readonly actor: RecordedActor;
}

/** The requested changes. @throws Failure NOT_SUPPORTED_UPSTREAM if nothing is recorded here */
export function requireApprovals({ ledger: { approvals } }: RequestContext): Approvals {
  if (approvals !== null) return approvals;
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This gateway records no changes, so none can wait for a second person. Nothing was changed.',
    { detail: 'LEDGER is off' },
  );
}

/**
 * Permits a decision about a requested change: by the policy, for its effect on this person, now,
 * and only to a second person. Null if no change has this id. A refused approval is recorded.
 * @throws Failure the refusal
 */
export async function permitSecondPerson({
  effect,
  args: { input },
  context,
}: GuardedCall): Promise<SecondPersonGrant | null> {
  checkNote(textOf(input, 'note') ?? null);
  const pending = await pendingIn(context, textOf(input, 'id') ?? '');
  if (pending === null) {
    await context.permissions.inRealm(effect, null);
    return null;
  }
  const { intent } = pending;
  const named = { id: intent.target.id, realm: intent.target.realm };
  let person: Person | null = null;
  try {
    const first = await context.permissions.forNamed(effect, named);
    person = first.person;
    const isSame = person !== null && isSamePerson(recordedNames(person), intent.target);
    const grant =
      person === null
        ? first
        : await context.permissions.on(intent.effect, person, { named: true });
    const actor = await recordedActor(context, grant.role, null);
    const acting = actingPeople(intent);
    const denial = secondPersonDenial(actor, { acting, target: intent.target });
    if (denial !== null) throw notASecondPerson(denial);
    return { ...grant, person: isSame ? person : null, pending, actor };
  } catch (error) {
    if (error instanceof Failure) {
      const { effect: refused, kinds } = intent;
      noteRefusal(context, { effect: refused, kinds, named, person, dryRun: false }, error);
    }
    throw error;
  }
}

/**
 * Permits a withdrawal, to the requester only, while they are staff. For others there is no such
 * change: null. @throws Failure the refusal
 */
export async function permitRequester({
  effect,
  args: { input },
  context,
}: GuardedCall): Promise<RequesterGrant | null> {
  await context.permissions.inRealm(effect, null);
  const pending = await pendingIn(context, textOf(input, 'id') ?? '');
  const actor = await viewerOf(context);
  if (pending === null || !isSamePerson(actor, pending.intent.actor)) return null;
  const grant = await context.permissions.inRealm(effect, pending.intent.target.realm);
  return { ...grant, pending, actor };
}

/** Returns a requested change of a served realm to a signed-in caller, or null. */
export async function pendingIn(
  context: RequestContext,
  id: string,
): Promise<PendingChange | null> {
  const caller = await context.caller.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  if (!/^[\w-]{1,64}$/.test(id)) return null;
  const pending = (await context.ledger.approvals?.find(id)) ?? null;
  const isServed = context.settings.realms.byName(pending?.intent.target.realm ?? '');
  return isServed === undefined ? null : pending;
}

/** The caller, as records name them. */
export async function viewerOf(context: RequestContext): Promise<RecordedActor> {
  const caller = await context.caller.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  return actorOfOwnChanges(context, caller);
}

function checkNote(note: string | null): void {
  if (note === null || note.trim() === '') return;
  const refusal = textRefusal('note', note);
  if (refusal !== null) throw refusal;
}

function notASecondPerson(denial: 'REQUESTER' | 'TARGET'): Failure {
  return denial === 'REQUESTER'
    ? new Failure(
        'FORBIDDEN',
        'You requested this change. Nothing was changed. Let another member of staff decide.',
      )
    : new Failure(
        'OWN_ACCOUNT',
        'This change is about your own account. Nothing was changed. Let another member of staff decide.',
      );
}
