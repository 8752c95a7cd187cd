import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Person } from '../../domain/person.ts';
import { seesAllHistory } from '../../domain/policy.ts';
import { Access } from '../access.ts';
import { Caller } from '../caller/caller.type.ts';
import { Cost } from '../cost.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import { User } from '../user/user.type.ts';
import { DeviceChange, DeviceChangeConnection } from './change-record.type.ts';
import { connectionOf, PageArguments, pageOf, pageQuery } from './history-page.ts';
import type { ChangeConnection } from './history-page.ts';
import type { ChangeGrant } from './permit-change-record.ts';
import { shownChange } from './shown-change.ts';

/** What was changed of a person. */
@Resolver(() => User)
export class UserHistoryResolver {
  @Access({ effect: 'viewHistory', on: 'parent' })
  @Cost({ items: 'first' })
  @FieldResolver(() => DeviceChangeConnection, {
    nullable: true,
    description:
      'What was changed of this person, newest first, by whomever. What was refused is told to administrators and the super user only.',
  })
  history(
    @Root() { id, realm }: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Granted() { role }: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<ChangeConnection> {
    const shown = seesAllHistory(role) ? {} : { refused: false };
    return pageOf(context, { realm: realm.name, target: id, ...shown }, page);
  }
}

/** What the caller has changed. */
@Resolver(() => Caller)
export class CallerActivityResolver {
  @Access('public')
  @Cost({ items: 'first' })
  @FieldResolver(() => DeviceChangeConnection, {
    nullable: true,
    description:
      'What the caller has changed in every served realm, newest first; null for nobody.',
  })
  async activity(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<ChangeConnection | null> {
    const caller = await context.caller.caller();
    if (caller.kind === 'anonymous') return null;
    const { ledger, settings } = context;
    const role = caller.roles.includes('SUPER_USER') ? 'SUPER_USER' : 'SELF';
    const self = role === 'SELF' ? await context.caller.record() : null;
    const actor = await recordedActor(context, role, self);
    const realms = settings.realms.all.map(({ name }) => name);
    return connectionOf(context, await ledger.activity(pageQuery({ actor, realms }, page)));
  }
}

/** One change by its reference number. */
@Resolver()
export class ChangeResolver {
  @Access({ effect: 'viewHistory', on: 'change' })
  @Query(() => DeviceChange, {
    nullable: true,
    description: 'A recorded change by its reference number; null where there is none.',
  })
  change(
    @Arg('id', () => ID, { description: 'The reference number.' }) _id: string,
    @Granted() granted: ChangeGrant | null,
  ): object | null {
    if (granted === null) return null;
    const { change, realm } = granted;
    return shownChange(change, { realm, id: change.intent.target.id });
  }
}
