import { Arg, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { callerCan, type ActionPermission } from '../../changes/permit/caller-can.ts';
import type { Person } from '../../domain/people/person.ts';
import type { LimitCode } from '../../domain/values/limit.ts';
import { DenialReason, DeviceKind, SecondPersonRule, UserAction } from '../enums/enums.ts';
import { GatewayLimit } from '../enums/limit-code.ts';
import { ThreatRule } from '../enums/threat-enums.ts';
import { Access } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { DateTime } from '../fields/date-time.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import type { RequestContext } from '../request/context.ts';
import { User } from './user.type.ts';

@ValueType('A limit that refuses a change of one kind of device.')
class ReachedDeviceChangeLimit {
  @Field(() => DeviceKind, { description: 'The kind of the device.' })
  kind!: DeviceKind;

  @Field(() => GatewayLimit, { description: 'What the limit counts.' })
  limit!: LimitCode;

  @Field(() => DateTime, { description: 'When the limit permits the change again.' })
  until!: Date;
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
    () => String,
    'The name of the area for which the caller holds the role that permits the action. Null if it is not permitted, and if the role reaches all users.',
  )
  area!: string | null;

  @NullableField(
    () => [ReachedDeviceChangeLimit],
    'The kinds of device for which a limit refuses the change now. Empty if no limit does, and for `END_SESSIONS`, whose dry run reports the limit. Some roles can override limits per user.',
  )
  limits!: readonly ReachedDeviceChangeLimit[] | null;

  @NullableField(
    () => ThreatRule,
    'What the threat level requires for the action now. Null for an action that only reads or is not permitted, and if the ledger does not report the level soon.',
  )
  threatLevelRule!: ThreatRule | null;

  @NullableField(
    () => SecondPersonRule,
    'Whether the change needs a second person by the rules of the deployment. The threat level can need one, too. Null for an action that only reads or is not permitted, and if AM or the ledger does not answer.',
  )
  secondPersonRule!: SecondPersonRule | null;

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
