import { superUserName } from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import type { Role, SignedInCaller } from '../../domain/caller.ts';
import type { RecordedActor } from '../../domain/change-record.ts';
import type { Person } from '../../domain/person.ts';
import type { RequestContext } from './context.ts';

/**
 * The caller as the ledger names them who acts by a role: by AM's own record, which `self` is for their own person. The
 * super user need not be a person of any realm.
 */
export async function recordedActor(
  { caller: whoCalls, settings }: RequestContext,
  role: Role,
  self: Person | null,
): Promise<RecordedActor> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw new TypeError('nobody changes nothing');
  const isPerson = caller.realm !== null && role !== 'SUPER_USER';
  const record = role === 'SELF' ? self : isPerson ? await whoCalls.record() : null;
  return actorOf(caller, { role, record, settings });
}

/** The role that somebody acts by, and AM's own record of them; null where it is not known. */
interface ActsAs {
  readonly role: Role;
  readonly record: { readonly id: string } | null;
  readonly settings: AccessSettings;
}

/** The caller as the ledger names them, by AM's own record where it is known; the super user by one name (U22). */
export function actorOf(
  { username, realm, method, signedInAt, clientId }: SignedInCaller,
  { role, record, settings }: ActsAs,
): RecordedActor {
  return {
    id: role === 'SUPER_USER' ? superUserName(settings) : (record?.id ?? username),
    realm: realm?.name ?? null,
    role,
    method,
    signedInAt: signedInAt?.toISOString() ?? null,
    clientId,
  };
}
