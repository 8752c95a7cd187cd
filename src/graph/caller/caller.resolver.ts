import { Ctx, Query, Resolver } from 'type-graphql';
import type { AccessSettings } from '../../domain/access.ts';
import { roles as rolesInOrder, type Role, type SignedInCaller } from '../../domain/caller.ts';
import { isRequiredOf } from '../../domain/change-rules.ts';
import { decide, policy, type Effect } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import type { ShownProofMethod } from '../../domain/proof.ts';
import { GatewayCaller } from './caller.type.ts';

@Resolver(() => GatewayCaller)
export class CallerResolver {
  @Access('public')
  @Cost({ calls: 3 })
  @Query(() => GatewayCaller, {
    description: 'The caller of this request: roles, permissions and session.',
  })
  async caller(@Ctx() context: RequestContext): Promise<GatewayCaller> {
    const caller = await context.caller.withGroupsIfReadable();
    return caller.kind === 'anonymous' ? anonymous : signedIn(caller, context);
  }
}

const anonymous: GatewayCaller = {
  roles: [],
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
  const { roles, method, realm, own, ...times } = caller;
  const roleFor = (effect: Effect): Role | undefined =>
    rolesInOrder.find(
      (role) => role !== 'SELF' && roles.includes(role) && policy[effect][role] !== undefined,
    );
  // The role by which the policy lets them change devices of others.
  const staffRole = roleFor('reset');
  const isRequired = (staff: AccessSettings['reasonRequired']): boolean =>
    staffRole !== undefined && isRequiredOf(staffRole, staff);
  const isVerified = isRequired(settings.verification.requiredOf);
  return {
    roles,
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
    canSearch: roleFor('search') !== undefined,
    canResetOthers: staffRole !== undefined,
    canViewHistory: roleFor('viewHistory') !== undefined,
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
  const noPerson = { id: null, named: false, privilege: undefined };
  const isWithin = (realm: Realm): boolean =>
    (['search', 'viewHistory'] as const).some(
      (effect) => decide(caller, { effect, target: { ...noPerson, realm } }, settings).allowed,
    );
  return settings.realms.all
    .filter((realm) => realm.name === caller.realm?.name || isWithin(realm))
    .map(({ name }) => name);
}
