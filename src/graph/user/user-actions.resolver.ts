import { Arg, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { callerCan, type ActionPermission } from '../../changes/permit/caller-can.ts';
import type { Person } from '../../domain/people/person.ts';
import { conditionNames } from '../../domain/conditions/condition.ts';
import type { ErrorCode } from '../../domain/values/failure.ts';
import type { LimitCode } from '../../domain/values/limit.ts';
import { Condition, Remedy } from '../enums/condition-enums.ts';
import { DenialReason, DeviceKind, Role, UserAction } from '../enums/enums.ts';
import { GatewayErrorCode } from '../enums/error-code.ts';
import { GatewayLimit } from '../enums/limit-code.ts';
import { Access } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { DateTime } from '../fields/date-time.ts';
import { NullableField, NullableFieldResolver } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import type { RequestContext } from '../request/context.ts';
import { User } from './user.type.ts';

@ValueType('What stands in the way of a change: a condition that is not met.')
class DeviceChangeObstacle {
  @Field(() => Condition, { description: 'The condition.' })
  condition!: Condition;

  @Field(() => GatewayErrorCode, { description: 'The code with which the change would fail.' })
  code!: ErrorCode;

  @Field(() => String, {
    description: 'A sentence in English for a client that does not know the condition.',
  })
  message!: string;

  @Field(() => [Remedy], {
    description: 'What helps. One of them is enough. Empty if the caller can do nothing.',
  })
  remedies!: readonly Remedy[];

  @NullableField(() => DateTime, 'When it ends by itself. Null if that is not known.')
  until!: Date | null;

  @NullableField(
    () => [DeviceKind],
    'The kinds of device that it is about. Null if it is about the whole change.',
  )
  kinds!: readonly DeviceKind[] | null;

  @NullableField(() => GatewayLimit, 'The limit that is reached. Null for another condition.')
  limit!: LimitCode | null;
}

@ValueType(
  'Whether the caller may perform an action, and if not, why. AM can still require a sign-in with a second factor.',
)
class DeviceActionPermission {
  @Field(() => Boolean, { description: 'Whether the policy permits the action.' })
  isAllowed!: boolean;

  @NullableField(() => DenialReason, 'Why the action is not permitted. Null if it is permitted.')
  reason!: DenialReason | null;

  @NullableField(
    () => Role,
    'The role of the caller that permits the action for this user. Null if it is not permitted.',
  )
  role!: Role | null;

  @NullableField(
    () => String,
    'The name of the area for which the caller holds the role that permits the action. Null if it is not permitted, and if the role reaches all users.',
  )
  area!: string | null;

  @NullableField(
    () => Boolean,
    'Whether the user is privileged, so that a mistake costs more. Null for an action that only reads, for the own account, and if it is not known.',
  )
  isTargetPrivileged!: boolean | null;
}

@Resolver(() => User)
export class UserActionsResolver {
  @Access('with parent')
  @Cost({ calls: 1 })
  @Directive('@tag(name: "detail")')
  @FieldResolver(() => DeviceActionPermission, {
    description:
      'Whether the caller may perform an action on this user, and if not, why. Staff can change their own devices only with `target: { me: true }`.',
  })
  callerCan(
    @Root() person: Person,
    @Arg('action', () => UserAction, { description: 'The action to check.' }) action: UserAction,
    @Arg('kind', () => DeviceKind, {
      nullable: true,
      description:
        'The kind of device to check. Absent or null: any kind that this AM supports. Ignored for `END_SESSIONS`.',
    })
    kind: DeviceKind | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<ActionPermission> {
    return callerCan(context, person, { action, kind: kind ?? null });
  }
}

@Resolver(() => DeviceActionPermission)
export class ActionObstaclesResolver {
  @Access('with parent')
  @NullableFieldResolver(
    () => [DeviceChangeObstacle],
    'What stands in the way of the change now, in the order in which it is tried. Nothing is given yet: neither a reason nor a proof. Empty for an action that only reads.',
  )
  async obstacles(
    @Root() { obstaclesOf }: ActionPermission,
    @Arg('of', () => [Condition], {
      nullable: true,
      description: 'Only these conditions, so that no others are read. Absent or null: each.',
    })
    of: readonly Condition[] | null | undefined,
    @Arg('except', () => [Condition], {
      nullable: true,
      description:
        'Not these conditions: those that the client asks for by name, or meets later. A condition that a later version adds is then among the others.',
    })
    except: readonly Condition[] | null | undefined,
  ): Promise<readonly DeviceChangeObstacle[]> {
    const wanted = (of ?? conditionNames).filter((name) => except?.includes(name) !== true);
    const found = await obstaclesOf(wanted);
    return found.map(({ condition, failure, remedies, until, kinds, limited }) => ({
      condition,
      code: failure.code,
      message: failure.message,
      remedies,
      until: until ?? null,
      kinds: kinds ?? null,
      limit: limited?.limit ?? null,
    }));
  }
}
