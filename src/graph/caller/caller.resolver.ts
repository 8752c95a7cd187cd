import { Ctx, Resolver } from 'type-graphql';
import type { AccessSettings } from '../../domain/rules/access.ts';
import { limitingAreas, rolesOf, type SignedInCaller } from '../../domain/people/caller.ts';
import { isRequiredOf } from '../../domain/rules/change-rules.ts';
import { decide, roleOverOthers } from '../../domain/policy/policy.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { Access } from '../fields/access.ts';
import { unread } from '../../access/named-person.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../fields/cost.ts';
import { NullableQuery } from '../fields/nullable-field.ts';
import type { ShownProofMethod } from '../../domain/change/proof.ts';
import { GatewayCaller } from './caller.type.ts';

@Resolver(() => GatewayCaller)
export class CallerResolver {
  @Access('public')
  @Cost({ calls: 3 })
  @NullableQuery(
    () => GatewayCaller,
    'The caller of this request: roles, permissions and session. Without a session or token the roles are empty. Null if AM does not answer, so that the rest of the response stays.',
  )
  async gatewayCaller(@Ctx() context: RequestContext): Promise<GatewayCaller> {
    const caller = await context.caller.withGroupsIfReadable();
    return caller.kind === 'anonymous' ? anonymous : signedIn(caller, context);
  }
}

const anonymous: GatewayCaller = {
  roles: [],
  areas: [],
  realms: [],
  isReasonRequired: false,
  ticketPattern: null,
  ticketExample: null,
  verificationMethods: [],
  isProofRequired: false,
  proofMethods: [],
  credential: null,
  realm: null,
  canSearch: false,
  canResetOthers: false,
  canViewHistory: false,
  canChangeOwn: false,
  hasSecondFactor: false,
  signedInAt: null,
  expiresAt: null,
  idleExpiresAt: null,
};

function signedIn(caller: SignedInCaller, context: RequestContext): GatewayCaller {
  const { settings } = context;
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
    proofMethods: staffRole === undefined ? [] : methodsOf(context),
    ticketPattern: staffRole === undefined ? null : (settings.ticketPattern?.source ?? null),
    ticketExample: staffRole === undefined ? null : (settings.ticketExample ?? null),
    canSearch: roleOverOthers(caller, 'search') !== undefined,
    canResetOthers: staffRole !== undefined,
    canViewHistory: roleOverOthers(caller, 'viewHistory') !== undefined,
    canChangeOwn: roles.includes('SELF') && own.change,
    hasSecondFactor: caller.hasSecondFactor,
    signedInAt: times.signedInAt,
    expiresAt: times.expiresAt,
    idleExpiresAt: times.idleExpiresAt,
  };
}

function methodsOf({ journeys, acceptsSignedProofs }: RequestContext): ShownProofMethod[] {
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
