import { Ctx, Query, Resolver } from 'type-graphql';
import type { AccessSettings } from '../../domain/access.ts';
import { roles as rolesInOrder } from '../../domain/caller.ts';
import type { SignedInCaller } from '../../domain/caller.ts';
import { isAskedOf } from '../../domain/change-rules.ts';
import { decide } from '../../domain/policy.ts';
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
  canChangeOwn: false,
  signedInAt: null,
  expiresAt: null,
  idleExpiresAt: null,
};

function signedIn(caller: SignedInCaller, settings: AccessSettings): Caller {
  const { roles, method, realm, own, ...times } = caller;
  // The role by which the policy lets them act for others.
  const staffRole = rolesInOrder.find((role) => role !== 'SELF' && roles.includes(role));
  const actsForOthers = staffRole !== undefined;
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
    ticketPattern: actsForOthers ? (settings.ticketPattern?.source ?? null) : null,
    canSearch: actsForOthers,
    canResetOthers: actsForOthers,
    canChangeOwn: roles.includes('SELF') && own.change,
    signedInAt: times.signedInAt,
    expiresAt: times.expiresAt,
    idleExpiresAt: times.idleExpiresAt,
  };
}

function realmsOf(caller: SignedInCaller, settings: AccessSettings): string[] {
  const nobody = { id: null, named: false, privilege: undefined };
  return settings.realms.all
    .filter(
      (realm) =>
        realm.name === caller.realm?.name ||
        decide(caller, { effect: 'search', target: { ...nobody, realm } }, settings).allowed,
    )
    .map(({ name }) => name);
}
