import type { Journeys } from '../am/index.ts';
import type { IdentityVendors } from '../domain/change/identity-check.ts';
import type { ProofMethod } from '../domain/change/proof.ts';
import { limitingAreas, rolesOf, type SignedInCaller } from '../domain/people/caller.ts';
import type { Realm } from '../domain/people/realm.ts';
import type { Effect } from '../domain/policy/effects.ts';
import { decide, standingsOverOthers } from '../domain/policy/policy.ts';
import type { AccessSettings } from '../domain/rules/access.ts';
import { isRequiredOf } from '../domain/rules/change-rules.ts';
import { unread } from './named-person.ts';

/** What the rules of the deployment say of its callers. */
interface Rules {
  readonly settings: AccessSettings;
  /** The journeys by which people prove their identity; null if none is configured. */
  readonly journeys: Journeys | null;
  /** The vendors that verify people; null without one. */
  readonly identityVendors: IdentityVendors | null;
}

/** What a caller may do in general, and what they must give for changes of other people. */
export function callerRights(caller: SignedInCaller, rules: Rules) {
  const { settings } = rules;
  const { method, realm, own, ...times } = caller;
  const roles = rolesOf(caller);
  const may = (effect: Effect): boolean => standingsOverOthers(caller, effect).length > 0;
  const canResetOthers = may('reset');
  // Which of the roles permits a change depends on the person, so what one requires is said.
  const isRequired = (staff: AccessSettings['reasonRequired']): boolean =>
    standingsOverOthers(caller, 'reset').some(({ role }) => isRequiredOf(role, staff));
  const isVerified = isRequired(settings.verification.requiredOf);
  return {
    roles,
    areas: limitingAreas(caller.standings),
    credential: method,
    realm: realm?.name ?? null,
    realms: realmsOf(caller, settings),
    isReasonRequired: isRequired(settings.reasonRequired),
    verificationMethods:
      isVerified && !settings.verification.isProofRequired ? settings.verification.methods : [],
    isProofRequired: isVerified && settings.verification.isProofRequired,
    proofMethods: canResetOthers ? proofMethodsOf(rules) : [],
    ticketPattern: canResetOthers ? (settings.ticketPattern?.source ?? null) : null,
    ticketExample: canResetOthers ? (settings.ticketExample ?? null) : null,
    canSearch: may('search'),
    canResetOthers,
    canViewHistory: may('viewHistory'),
    canViewInsights: may('viewInsights'),
    canSetThreatLevel: may('setThreatLevel'),
    campaignAreas: limitingAreas(standingsOverOthers(caller, 'runCampaigns')),
    canChangeOwn: roles.includes('SELF') && own.change,
    expiresAt: times.expiresAt,
    idleExpiresAt: times.idleExpiresAt,
  };
}

function proofMethodsOf({ journeys, identityVendors, settings }: Rules): readonly ProofMethod[] {
  const hasVendor = settings.realms.all.some(
    ({ name }) => (identityVendors?.of(name) ?? null) !== null,
  );
  return [...(journeys?.methods ?? []), ...(hasVendor ? (['VENDOR'] as const) : [])];
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
