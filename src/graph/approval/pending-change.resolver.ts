import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Int, Resolver } from 'type-graphql';
import { recordIdIn } from '../../domain/devices/global-id.ts';
import { badInput } from '../../domain/values/failure.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { textOf } from '../../domain/values/member.ts';
import { NullableField, NullableQuery } from '../fields/nullable-field.ts';
import { permitRealm } from '../fields/permits.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { PendingDeviceChange, PendingDeviceChangeConnection } from './pending-change.type.ts';
import { visibleIn, visiblePending, type PendingConnection } from './visible-pending.ts';

const maxRows = 50;

@ArgsType()
class PendingArguments {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's realm, or else the default realm.",
  )
  realm?: string | null;

  @Field(() => Int, {
    defaultValue: 20,
    description: `The maximum number of changes to return, 1 to ${maxRows}.`,
  })
  first!: number;

  @NullableField(() => String, 'Returns the changes after this cursor.')
  after?: string | null;
}

@Resolver()
export class PendingChangeResolver {
  @Access({ effect: 'approve', permit: permitRealm })
  @Cost({ calls: 4, callsPerItem: 1, items: 'first' })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => PendingDeviceChangeConnection,
    'Requested changes of a realm that wait, oldest first: those that the caller requested, or could decide about.',
  )
  async pendingDeviceChanges(
    @Args(() => PendingArguments) { first, after = null }: PendingArguments,
    @Granted() { realm }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<PendingConnection> {
    if (first < 1 || first > maxRows) throw badInput('first', `Request 1 to ${maxRows} changes.`);
    const page = { realm: realm.name, first, ...(after !== null && { after }) };
    return visiblePending(context, page);
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
    @Granted() shown: object | null,
  ): object | null {
    return shown;
  }
}

function permitPending({ args, context }: GuardedCall): Promise<object | null> {
  const id = recordIdIn('PendingDeviceChange', textOf(args, 'id') ?? '');
  return visibleIn(context, id);
}
