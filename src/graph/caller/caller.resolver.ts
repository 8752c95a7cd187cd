import { Ctx, Resolver } from 'type-graphql';
import { callerRights } from '../../access/caller-rights.ts';
import { withoutRole } from '../../domain/people/caller.ts';
import { Access } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableQuery } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { GatewayCaller } from './caller.type.ts';
import { shownSignIn } from './shown-sign-in.ts';

@Resolver(() => GatewayCaller)
export class CallerResolver {
  @Access('public')
  @Cost({ calls: 3 })
  @NullableQuery(
    () => GatewayCaller,
    'The caller of this request: roles, permissions and session. Without a session or token the roles are empty. Null if AM does not answer, so that the rest of the response stays.',
  )
  async gatewayCaller(@Ctx() context: RequestContext): Promise<object> {
    const caller = await context.caller.withGroupsIfReadable();
    if (caller.kind === 'signed in')
      return {
        isCredentialRefused: false,
        ...callerRights(caller, context),
        ...shownSignIn(context, caller),
      };
    const noRights = {
      ...callerRights(withoutRole, context),
      ...shownSignIn(context, withoutRole),
    };
    return { ...noRights, credential: null, isCredentialRefused: caller.why !== 'no session' };
  }
}
