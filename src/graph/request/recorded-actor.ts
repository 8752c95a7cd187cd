import { superUserName, type AccessSettings } from '../../domain/access.ts';
import type { Role, SignedInCaller } from '../../domain/caller.ts';
import type { RecordedActor } from '../../domain/change-record.ts';
import { entryOf, type Person } from '../../domain/person.ts';
import type { RequestContext } from './context.ts';

/** The caller as the ledger records them. `self` is AM's record of a caller who acts as `SELF`. */
export async function recordedActor(
  { caller: whoCalls, settings }: RequestContext,
  role: Role,
  self: Person | null,
): Promise<RecordedActor> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw new TypeError('a recorded actor is signed in');
  const isPerson = caller.realm !== null && role !== 'SUPER_USER';
  const record = role === 'SELF' ? self : isPerson ? await whoCalls.record() : null;
  return actorOf(caller, { role, record, settings });
}

/** The caller as the actor of all changes that they made, in whatever role. */
export async function actorOfOwnChanges(
  context: RequestContext,
  caller: SignedInCaller,
): Promise<RecordedActor> {
  if (caller.roles.includes('SUPER_USER')) return recordedActor(context, 'SUPER_USER', null);
  return recordedActor(context, 'SELF', await context.caller.record());
}

interface ActorFacts {
  readonly role: Role;
  readonly record: { readonly id: string; readonly entry: Person['entry'] } | null;
  readonly settings: AccessSettings;
}

/** The caller as the ledger records them; the super user always by one name (U22). */
export function actorOf(
  { username, realm, method, signedInAt, clientId }: SignedInCaller,
  { role, record, settings }: ActorFacts,
): RecordedActor {
  const entry = record === null ? undefined : entryOf(record);
  return {
    id: role === 'SUPER_USER' ? superUserName(settings) : (record?.id ?? username),
    realm: realm?.name ?? null,
    ...(entry !== undefined && { entry }),
    role,
    method,
    signedInAt: signedInAt?.toISOString() ?? null,
    clientId,
  };
}
