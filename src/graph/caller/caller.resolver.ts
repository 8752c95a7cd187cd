import { Ctx, Query, Resolver } from 'type-graphql';
import type { AccessSettings } from '../../domain/access.ts';
import { roles as rolesInOrder } from '../../domain/caller.ts';
import type { Role, SignedInCaller } from '../../domain/caller.ts';
import { isAskedOf } from '../../domain/change-rules.ts';
import { decide, policy } from '../../domain/policy.ts';
import type { Effect } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { Caller } from './caller.type.ts';

/** Resolves the root field that describes the caller. */
@Resolver(() => Caller)
export class CallerResolver {
  @Access('public')
  @Cost({ calls: 3 })
  @Query(() => Caller, { description: 'Who calls, and what they are here.' })
  async caller(@Ctx() context: RequestContext): Promise<Caller> {
    const caller = await context.caller.withGroupsIfReadable();
    return caller.kind === 'anonymous' ? anonymous : signedIn(caller, context.settings);
  }
}

const anonymous: Caller = {
  roles: [],
  realms: [],
  reasonRequired: false,
  ticketPattern: null,
  verificationMethods: [],
  method: null,
  realm: null,
  canSearch: false,
  canResetOthers: false,
  canViewChanges: false,
  canChangeOwn: false,
  signedInAt: null,
  expiresAt: null,
  idleExpiresAt: null,
};

function signedIn(caller: SignedInCaller, settings: AccessSettings): Caller {
  const { roles, method, realm, own, ...times } = caller;
  const roleFor = (effect: Effect): Role | undefined =>
    rolesInOrder.find(
      (role) => role !== 'SELF' && roles.includes(role) && policy[effect][role] !== undefined,
    );
  // The role by which the policy lets them change devices of others.
  const staffRole = roleFor('reset');
  const isAsked = (staff: AccessSettings['reasonRequired']): boolean =>
    staffRole !== undefined && isAskedOf(staffRole, staff);
  return {
    roles,
    method,
    realm: realm?.name ?? null,
    realms: realmsOf(caller, settings),
    reasonRequired: isAsked(settings.reasonRequired),
    verificationMethods: isAsked(settings.verification.requiredOf)
      ? settings.verification.methods
      : [],
    ticketPattern: staffRole === undefined ? null : (settings.ticketPattern?.source ?? null),
    canSearch: roleFor('search') !== undefined,
    canResetOthers: staffRole !== undefined,
    canViewChanges: roleFor('viewHistory') !== undefined,
    canChangeOwn: roles.includes('SELF') && own.change,
    signedInAt: times.signedInAt,
    expiresAt: times.expiresAt,
    idleExpiresAt: times.idleExpiresAt,
  };
}

function realmsOf(caller: SignedInCaller, settings: AccessSettings): string[] {
  const nobody = { id: null, named: false, privilege: undefined };
  const isWithin = (realm: Realm): boolean =>
    (['search', 'viewHistory'] as const).some(
      (effect) => decide(caller, { effect, target: { ...nobody, realm } }, settings).allowed,
    );
  return settings.realms.all
    .filter((realm) => realm.name === caller.realm?.name || isWithin(realm))
    .map(({ name }) => name);
}
