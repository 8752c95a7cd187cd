import { Ctx, Query, Resolver } from 'type-graphql';
import { Access } from '../access.ts';
import type { RequestContext } from '../context.ts';
import { Viewer } from './viewer.type.ts';

/** The root field that tells a page who is in front of it. */
@Resolver(() => Viewer)
export class ViewerResolver {
  @Access('public')
  @Query(() => Viewer, { description: 'Who calls, and what they are here.' })
  async viewer(@Ctx() context: RequestContext): Promise<Viewer> {
    const caller = await context.caller({ fresh: false });
    if (caller.kind === 'anonymous') {
      return { roles: [], realm: null, expiresAt: null, idleExpiresAt: null };
    }
    const { roles, realm, expiresAt, idleExpiresAt } = caller;
    return { roles, realm: realm?.name ?? null, expiresAt, idleExpiresAt };
  }
}
