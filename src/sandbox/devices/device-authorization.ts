import type { Am } from '../am.ts';
import { bareFailure, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isAdministrator, universalIdOfCaller } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';
import { isSecondFactor } from '../session/second-factors.ts';
import type { DeviceCall } from './device-call.ts';
import type { DeviceKind } from './device-kinds.ts';
import { parseUniversalId, universalIdOf } from '../people/distinguished-names.ts';
import type { Person } from '../people/person.ts';
import { trimAsJava } from '../people/spelling.ts';

/** The user of a device call, or the refusal. */
export type PersonLookup = { readonly person: Person } | { readonly refusal: Answer };

/**
 * Admits the owner and the super user, but no delegate (contract §2). OpenAM answers with a bare
 * 500 if it cannot find the user (U23).
 */
export function authorizeDevices(
  am: Am,
  caller: Caller,
  realm: string,
  writtenName: string,
): Answer | undefined {
  if (isAdministrator(caller)) return undefined;
  const isFullName = /^id=/i.test(writtenName);
  const person = am.directory.find(realm, writtenName);
  if (am.personality.isOpenSource && (person === undefined || isFullName)) return bareFailure();
  const self = universalIdOfCaller(caller);
  if (person !== undefined && ownerIdOf(am, realm, writtenName, person) === self.toLowerCase()) {
    return undefined;
  }
  return am.personality.isOpenSource
    ? refuse(403, `User, ${self}, not authorized.`)
    : refuse(403, 'Forbidden');
}

/**
 * OpenAM compares the name of the path, trimmed and in lower case. Fewer spellings work for owners
 * than for administrators (seen on 16.0.5).
 */
function ownerIdOf(am: Am, realm: string, writtenName: string, person: Person): string {
  const id = am.personality.isOpenSource ? trimAsJava(writtenName) : person.id;
  return universalIdOf(am.personality, realm, id).toLowerCase();
}

/**
 * Finds the user of a list or delete. For an unknown user the answer is 404; whether PingAM does
 * the same is not established (contract §3.9, question 2).
 */
export function resolvePerson(am: Am, realm: string, writtenName: string): PersonLookup {
  const person = am.directory.find(realm, writtenName);
  const isElsewhere = am.personality.isOpenSource && isOfAnotherRealm(realm, writtenName);
  if (person !== undefined && !isElsewhere) return { person };
  return {
    refusal: am.personality.isOpenSource
      ? refuse(500, `getIdentity : User ${writtenName} is not found`)
      : refuse(404, 'Resource cannot be found.'),
  };
}

/**
 * `deviceManagementStatus`: whether the session's sign-in used the required device (contract §3.3).
 */
export function isManageable(am: Am, caller: Caller, kind: DeviceKind): boolean {
  const mode = am.settings.deviceManagement;
  if (mode === 'NONE' || !isSecondFactor(kind.name)) return true;
  if (caller.kind === 'service') return false;
  const factors = caller.session.secondFactors;
  return mode === 'ANY' ? factors.size > 0 : factors.has(kind.name);
}

/**
 * Refuses an owner's change or reset after a sign-in that does not count. Administrators are
 * exempt, and OpenAM has no such rule (contract §3.3).
 */
export function refuseChange({ am, caller, kind }: DeviceCall): Answer | undefined {
  const isFree =
    am.personality.isOpenSource || isAdministrator(caller) || isManageable(am, caller, kind);
  return isFree ? undefined : refuse(403, am.settings.refusalText);
}

/**
 * OpenAM accepts the universal id of a user in another realm, but not for devices (seen on 16.0.5).
 */
function isOfAnotherRealm(realm: string, writtenName: string): boolean {
  return (parseUniversalId(writtenName)?.realm ?? realm) !== realm;
}
