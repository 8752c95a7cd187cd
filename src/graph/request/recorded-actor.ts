import type { Role, SignedInCaller } from '../../domain/caller.ts';
import type { RecordedActor } from '../../domain/change-record.ts';
import type { Person } from '../../domain/person.ts';
import type { RequestContext } from './context.ts';

/**
 * The caller as the ledger names them who acts by a role: by AM's own record, which `self` is for their own person. The
 * super user need not be a person of any realm.
 */
export async function recordedActor(
  { caller: whoCalls }: RequestContext,
  role: Role,
  self: Person | null,
): Promise<RecordedActor> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw new TypeError('nobody changes nothing');
  const isPerson = caller.realm !== null && role !== 'SUPER_USER';
  const record = role === 'SELF' ? self : isPerson ? await whoCalls.record() : null;
  return actorOf(caller, role, record);
}

/** The caller as the ledger names them, by AM's own record where it is known. */
export function actorOf(
  { username, realm, method, signedInAt, clientId }: SignedInCaller,
  role: Role,
  record: Person | null,
): RecordedActor {
  return {
    id: record?.id ?? username,
    realm: realm?.name ?? null,
    role,
    method,
    signedInAt: signedInAt?.toISOString() ?? null,
    clientId,
  };
}
