import { superUserName, type AccessSettings } from '../domain/rules/access.ts';
import {
  asSelf,
  holds,
  roleTraits,
  type SignedInCaller,
  type Standing,
} from '../domain/people/caller.ts';
import type { RecordedActor } from '../domain/change/change-record.ts';
import { entryOf, type Person } from '../domain/people/person.ts';
import type { WhoCalls } from './who-calls.ts';

/** Who calls, and how the deployment names its super user. */
interface ActorSource {
  readonly caller: WhoCalls;
  readonly settings: AccessSettings;
}

/** The caller as the ledger records them. `self` is AM's record of a caller who acts as `SELF`. */
export async function recordedActor(
  { caller: whoCalls, settings }: ActorSource,
  { role, area }: Standing,
  self: Person | null,
): Promise<RecordedActor> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw new TypeError('a recorded actor is signed in');
  const isPerson = caller.realm !== null && role !== 'SUPER_USER';
  const record = role === 'SELF' ? self : isPerson ? await whoCalls.record() : null;
  return actorOf(caller, { role, area, record, settings });
}

/** The caller as the actor of a change of their own account, with the strength of the sign-in. */
export async function recordedSelf(
  source: ActorSource,
  self: Person | null,
): Promise<RecordedActor> {
  const actor = await recordedActor(source, asSelf, self);
  const caller = await source.caller.caller();
  const isStrong = caller.kind !== 'anonymous' && caller.assurance.hasSecondFactor;
  return isStrong ? { ...actor, secondFactor: true } : actor;
}

/** The caller as the actor of a change of a person: of their own account if the role is `SELF`. */
export function actorOfChange(
  source: ActorSource,
  standing: Standing,
  person: Person,
): Promise<RecordedActor> {
  return roleTraits[standing.role].isSelf
    ? recordedSelf(source, person)
    : recordedActor(source, standing, person);
}

/**
 * The same actor with what AM says of the sign-in; null if it shows no more. Limits count sign-ins
 * with a second factor apart, and AM is asked only if a limit is reached.
 */
export async function strongerSelf(
  { caller }: Pick<ActorSource, 'caller'>,
  actor: RecordedActor,
): Promise<RecordedActor | null> {
  if (!roleTraits[actor.role].isSelf || actor.secondFactor === true) return null;
  return (await caller.signIn.read()).hasSecondFactor ? { ...actor, secondFactor: true } : null;
}

/** Whether the session or token itself gives a role. Otherwise a group does. */
export async function isRoleOfCredential(
  { caller: whoCalls }: Pick<ActorSource, 'caller'>,
  { role, area }: Standing,
): Promise<boolean> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') return false;
  return caller.standings.some((one) => one.role === role && one.area === area);
}

/** The caller as the actor of all changes that they made, in whatever role. */
export async function actorOfOwnChanges(
  acting: ActorSource,
  caller: SignedInCaller,
): Promise<RecordedActor> {
  if (holds(caller, 'SUPER_USER'))
    return recordedActor(acting, { role: 'SUPER_USER', area: null }, null);
  return recordedActor(acting, asSelf, await acting.caller.record());
}

interface ActorFacts extends Standing {
  readonly record: { readonly id: string; readonly entry: Person['entry'] } | null;
  readonly settings: AccessSettings;
}

/** The caller as the ledger records them; the super user always by one name (U22). */
export function actorOf(
  { username, realm, method, signedInAt, clientId }: SignedInCaller,
  { role, area, record, settings }: ActorFacts,
): RecordedActor {
  const entry = record === null ? undefined : entryOf(record);
  return {
    id: role === 'SUPER_USER' ? superUserName(settings) : (record?.id ?? username),
    realm: realm?.name ?? null,
    ...(entry !== undefined && { entry }),
    role,
    ...(area !== null && { area }),
    method,
    signedInAt: signedInAt?.toISOString() ?? null,
    clientId,
  };
}
