import { Arg, Args, ArgsType, Ctx, Directive, ID, Resolver } from 'type-graphql';
import { recordIdIn } from '../../domain/devices/global-id.ts';
import { decisions } from '../../access/lists/filled-page.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { textOf } from '../../domain/values/member.ts';
import { NullableField, NullableQuery } from '../fields/nullable-field.ts';
import { permitRealm } from '../fields/permits.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { PendingDeviceChange, PendingDeviceChangeConnection } from './pending-change.type.ts';
import { pageInfoOf } from '../fields/page-info.type.ts';
import { pageArguments, refuseOddPage } from '../fields/page.ts';
import {
  visibleIn,
  visiblePending,
  type SeenPending,
} from '../../changes/approvals/visible-pending.ts';
import { shownPending } from './shown-pending.ts';

const pages = { of: 'changes', usual: 20, most: 50 };

@ArgsType()
class PendingArguments extends pageArguments(pages) {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's realm, or else the default realm.",
  )
  realm?: string | null;
}

@Resolver()
export class PendingChangeResolver {
  @Access({ effect: 'approve', permit: permitRealm })
  @Cost({ calls: 4 + decisions.calls, callsPerItem: decisions.callsPerItem, items: 'first' })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => PendingDeviceChangeConnection,
    'Requested changes of a realm that wait, oldest first: those that the caller requested, or could decide about.',
  )
  async pendingDeviceChanges(
    @Args(() => PendingArguments) { first, after = null }: PendingArguments,
    @Granted() { realm }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    refuseOddPage(first, pages);
    const { shown, ...page } = await visiblePending(context, { realm: realm.name, first, after });
    const edges = shown.map(({ cursor, ...one }) => ({
      cursor,
      node: shownPending(context, one),
    }));
    const nodes = edges.map(({ node }) => node);
    return { edges, nodes, pageInfo: pageInfoOf(edges, page) };
  }

  @Access({ effect: 'approve', permit: permitPending })
  @Cost({ calls: 5 })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => PendingDeviceChange,
    'A requested change by its id. Null if the caller neither requested it nor could decide about it, or two days after it has ended.',
  )
  pendingDeviceChange(
    @Arg('id', () => ID, { description: 'The id of the requested change.' }) _id: string,
    @Granted() seen: SeenPending | null,
    @Ctx() context: RequestContext,
  ): object | null {
    return seen && shownPending(context, seen);
  }
}

function permitPending({ args, context }: GuardedCall): Promise<SeenPending | null> {
  const id = recordIdIn('PendingDeviceChange', textOf(args, 'id') ?? '');
  return visibleIn(context, id);
}
