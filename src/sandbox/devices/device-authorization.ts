import type { Am } from '../am.ts';
import { bareFailure, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isAdministrator, universalIdOfCaller } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';
import type { DeviceKind } from './device-kinds.ts';
import { parseUniversalId, universalIdOf } from '../people/distinguished-names.ts';
import type { Person } from '../people/person.ts';
import { trimAsJava } from '../people/spelling.ts';

/** The person a device call is about, or the refusal. */
export type Resolved = { readonly person: Person } | { readonly refusal: Answer };

/** Owner or super user, no delegate (contract §2); OpenAM answers a bare 500 for people it cannot find (U23). */
export function authorizeDevices(
  am: Am,
  caller: Caller,
  realm: string,
  asked: string,
): Answer | undefined {
  if (isAdministrator(caller)) return undefined;
  const isFullName = /^id=/i.test(asked);
  const person = am.directory.find(realm, asked);
  if (am.personality.isOpenSource && (person === undefined || isFullName)) return bareFailure();
  const self = universalIdOfCaller(caller);
  if (person !== undefined && ownerIdOf(am, realm, asked, person) === self.toLowerCase()) {
    return undefined;
  }
  return am.personality.isOpenSource
    ? refuse(403, `User, ${self}, not authorized.`)
    : refuse(403, 'Forbidden');
}

/**
 * OpenAM compares the asked name, trimmed and in lower case, so fewer spellings work for owners than for
 * administrators (seen on 16.0.5).
 */
function ownerIdOf(am: Am, realm: string, asked: string, person: Person): string {
  const id = am.personality.isOpenSource ? trimAsJava(asked) : person.id;
  return universalIdOf(am.personality, realm, id).toLowerCase();
}

/** Lists and deletes say who was not found; PingAM is not established, 404 here (contract §3.9, question 2). */
export function resolvePerson(am: Am, realm: string, asked: string): Resolved {
  const person = am.directory.find(realm, asked);
  const isElsewhere = am.personality.isOpenSource && isOfAnotherRealm(realm, asked);
  if (person !== undefined && !isElsewhere) return { person };
  return {
    refusal: am.personality.isOpenSource
      ? refuse(500, `getIdentity : User ${asked} is not found`)
      : refuse(404, 'Resource cannot be found.'),
  };
}

/** `deviceManagementStatus`: whether this session was made with the right device (contract §3.3). */
export function isManageable(am: Am, caller: Caller, kind: DeviceKind): boolean {
  const mode = am.settings.deviceManagement;
  if (mode === 'NONE' || !kind.gated) return true;
  if (caller.kind === 'service') return false;
  const factors = caller.session.secondFactors;
  return mode === 'ANY' ? factors.size > 0 : factors.has(kind.name);
}

/** OpenAM reads a universal id of another realm, but not its devices (seen on 16.0.5). */
function isOfAnotherRealm(realm: string, asked: string): boolean {
  return (parseUniversalId(asked)?.realm ?? realm) !== realm;
}
