import { Ctx, Query, Resolver } from 'type-graphql';
import type { Caller, SignedInCaller } from '../../domain/caller.ts';
import { Failure } from '../../domain/failure.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { Viewer } from './viewer.type.ts';

/** Resolves the root field that describes the caller. */
@Resolver(() => Viewer)
export class ViewerResolver {
  @Access('public')
  @Cost({ calls: 3 })
  @Query(() => Viewer, { description: 'Who calls, and what they are here.' })
  async viewer(@Ctx() context: RequestContext): Promise<Viewer> {
    const caller = await callerWithGroups(context);
    return caller.kind === 'anonymous' ? anonymousViewer : viewerOf(caller);
  }
}

const anonymousViewer: Viewer = {
  roles: [],
  means: null,
  realm: null,
  canSearch: false,
  canResetOthers: false,
  canChangeOwn: false,
  signedInAt: null,
  expiresAt: null,
  idleExpiresAt: null,
};

function viewerOf({ roles, method, realm, own, ...times }: SignedInCaller): Viewer {
  const actsForOthers = roles.some((role) => role !== 'SELF');
  return {
    roles,
    means: method,
    realm: realm?.name ?? null,
    canSearch: actsForOthers,
    canResetOthers: actsForOthers,
    canChangeOwn: roles.includes('SELF') && own.change,
    signedInAt: times.signedInAt,
    expiresAt: times.expiresAt,
    idleExpiresAt: times.idleExpiresAt,
  };
}

/** Returns the caller with group roles, or without them where no service credential can read the groups. */
async function callerWithGroups(context: RequestContext): Promise<Caller> {
  try {
    return await context.caller.withGroups();
  } catch (error) {
    if (error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING') {
      return context.caller.caller();
    }
    throw error;
  }
}
