import type { Journeys } from '../am/index.ts';
import type { ShownProofMethod } from '../domain/change/proof.ts';
import { limitingAreas, rolesOf, type SignedInCaller } from '../domain/people/caller.ts';
import type { Realm } from '../domain/people/realm.ts';
import { decide, roleOverOthers } from '../domain/policy/policy.ts';
import type { AccessSettings } from '../domain/rules/access.ts';
import { isRequiredOf } from '../domain/rules/change-rules.ts';
import { unread } from './named-person.ts';

/** What the rules of the deployment say of its callers. */
interface Rules {
  readonly settings: AccessSettings;
  /** The journeys by which people prove their identity; null if none is configured. */
  readonly journeys: Journeys | null;
  /** Whether other products can post signed proofs of identity. */
  readonly acceptsSignedProofs: boolean;
}

/** What a caller may do in general, and what they must give for changes of other people. */
export function callerRights(caller: SignedInCaller, rules: Rules) {
  const { settings } = rules;
  const { method, realm, own, ...times } = caller;
  const roles = rolesOf(caller);
  // The role by which the policy lets them change devices of others.
  const staffRole = roleOverOthers(caller, 'reset');
  const isRequired = (staff: AccessSettings['reasonRequired']): boolean =>
    staffRole !== undefined && isRequiredOf(staffRole, staff);
  const isVerified = isRequired(settings.verification.requiredOf);
  return {
    roles,
    areas: limitingAreas(caller),
    credential: method,
    realm: realm?.name ?? null,
    realms: realmsOf(caller, settings),
    isReasonRequired: isRequired(settings.reasonRequired),
    verificationMethods:
      isVerified && !settings.verification.isProofRequired ? settings.verification.methods : [],
    isProofRequired: isVerified && settings.verification.isProofRequired,
    proofMethods: staffRole === undefined ? [] : methodsOf(rules),
    ticketPattern: staffRole === undefined ? null : (settings.ticketPattern?.source ?? null),
    ticketExample: staffRole === undefined ? null : (settings.ticketExample ?? null),
    canSearch: roleOverOthers(caller, 'search') !== undefined,
    canResetOthers: staffRole !== undefined,
    canViewHistory: roleOverOthers(caller, 'viewHistory') !== undefined,
    canChangeOwn: roles.includes('SELF') && own.change,
    expiresAt: times.expiresAt,
    idleExpiresAt: times.idleExpiresAt,
  };
}

function methodsOf({ journeys, acceptsSignedProofs }: Rules): ShownProofMethod[] {
  return [...(journeys?.methods ?? []), ...(acceptsSignedProofs ? (['SIGNED'] as const) : [])];
}

function realmsOf(caller: SignedInCaller, settings: AccessSettings): string[] {
  const noPerson = { ...unread, id: null, named: false };
  const isWithin = (realm: Realm): boolean =>
    (['search', 'viewHistory'] as const).some(
      (effect) => decide(caller, { effect, target: { ...noPerson, realm } }, settings).allowed,
    );
  return settings.realms.all
    .filter((realm) => realm.name === caller.realm?.name || isWithin(realm))
    .map(({ name }) => name);
}
