import { Arg, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { roleTraits, type Standing } from '../../domain/people/caller.ts';
import { recordedNames, type Intent } from '../../domain/change/change-record.ts';
import { kindTraits, type KindCapability } from '../../domain/devices/device.ts';
import { limitRules, stoppingLimit } from '../../domain/rules/limit-rules.ts';
import type { Person } from '../../domain/people/person.ts';
import { effectTraits, isChange } from '../../domain/policy/effects.ts';
import { threatRule } from '../../domain/threat/threat-level.ts';
import { Access } from '../fields/access.ts';
import { DateTime } from '../fields/date-time.ts';
import { DenialReason, DeviceKind, SecondPersonRule, UserAction } from '../enums/enums.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import { Cost } from '../fields/cost.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { levelSoon } from '../request/level-soon.ts';
import { ThreatRule } from '../enums/threat-enums.ts';
import { secondPersonRule } from '../../changes/approvals/approval-needed.ts';
import { User } from './user.type.ts';
import { ValueType } from '../fields/value-type.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { LimitCode } from '../../domain/values/limit.ts';
import { GatewayLimit } from '../enums/limit-code.ts';

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
  async callerCan(
    @Root() person: Person,
    @Arg('action', () => UserAction, { description: 'The action to check.' }) action: UserAction,
    @Arg('kind', () => DeviceKind, {
      nullable: true,
      description:
        'The kind of device to check. Absent or null: any kind that this AM supports. Ignored for `END_SESSIONS`.',
    })
    kind: DeviceKind | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<PermissionFields> {
    const isSignOut = isChange(action) && effectTraits[action].isOfSessions;
    const kinds = supportedKinds(context, action, isSignOut ? null : (kind ?? null));
    const denied = { isAllowed: false, area: null, ...nothingMore };
    if (kinds.length === 0) return { ...denied, reason: 'NOT_SUPPORTED' };
    const { verdict } = await context.permissions.verdictOn(action, person);
    if (!verdict.allowed) {
      const isTargetPrivileged = verdict.reason === 'TARGET_PRIVILEGED' ? true : null;
      return {
        ...denied,
        reason: verdict.reason,
        isTargetPrivileged: async () => isTargetPrivileged,
      };
    }
    const { role, area } = verdict;
    if (isSignOut && !(await context.canEndSessions(roleTraits[role].isSelf)))
      return { ...denied, reason: 'NOT_SUPPORTED' };
    if (!isChange(action)) return { ...denied, isAllowed: true, area, reason: null };
    const change = { effect: action, person, role, area };
    return {
      isAllowed: true,
      area,
      reason: null,
      limits: async () => (isSignOut ? [] : limitsOf(context, { ...change, kinds })),
      threatLevelRule: () => threatRuleNow(context, change),
      secondPersonRule: async () =>
        roleTraits[role].isSelf ? 'NOT_NEEDED' : secondPersonRule(context, change),
      isTargetPrivileged: async () =>
        roleTraits[role].isSelf ? null : isPrivileged(context, person),
    };
  }
}

type LazyField = 'limits' | 'threatLevelRule' | 'secondPersonRule' | 'isTargetPrivileged';

/** What takes a read is read only if the client selects it. */
type PermissionFields = Omit<DeviceActionPermission, LazyField> & {
  readonly [Field in LazyField]: () => Promise<DeviceActionPermission[Field]>;
};

/** The rest of a permission for an action that is not permitted, or only reads. */
const nothingMore = {
  limits: async () => [],
  threatLevelRule: async () => null,
  secondPersonRule: async () => null,
  isTargetPrivileged: async () => null,
};

interface PermittedChange extends Pick<Intent, 'effect' | 'kinds'>, Standing {
  readonly person: Person;
}

/** Returns the longest limit of each kind, as `runChange` would meet them. */
async function limitsOf(
  context: RequestContext,
  { effect, person, kinds, role, area }: PermittedChange,
): Promise<ReachedDeviceChangeLimit[]> {
  const actor = await recordedActor(context, { role, area }, person);
  const target = { ...recordedNames(person), privileged: null };
  const change = { actor, target, effect, kinds, dryRun: false };
  const reached = await context.ledger.reachedLimits(
    change,
    limitRules(role, context.changeLimits),
  );
  return kinds.flatMap((kind) => {
    const own = reached.filter((limit) => (limit.kind ?? kind) === kind);
    const longest = stoppingLimit(own, { override: false });
    if (longest === null) return [];
    return [{ kind, limit: longest.rule.code, until: new Date(longest.until) }];
  });
}

/** Returns the rule of the level in force for the person, as `runChange` would meet it. */
async function threatRuleNow(
  context: RequestContext,
  { effect, person, role }: Omit<PermittedChange, 'kinds'>,
): Promise<ThreatRule> {
  const state = await levelSoon(context, person);
  return threatRule(state?.level ?? 'NORMAL', { role, effect });
}

/** Whether a person is privileged; null if AM does not tell. */
async function isPrivileged(context: RequestContext, person: Person): Promise<boolean | null> {
  try {
    const privilege = await context.caller.privileges.of(person);
    return privilege === 'unknown' ? null : privilege === 'privileged';
  } catch (error: unknown) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Whether the product supports an action on devices of a kind that it has. */
function isSupported(action: UserAction, { kind, canRename }: KindCapability): boolean {
  if (action === 'viewProfileData') return kindTraits[kind].hasProfileData;
  return canRename || !isChange(action) || !effectTraits[action].renames;
}

/** The kinds that an action is about, or only the named one. */
function supportedKinds(
  { product }: RequestContext,
  action: UserAction,
  named: DeviceKind | null,
): readonly DeviceKind[] {
  return product.kinds
    .filter((one) => (named ?? one.kind) === one.kind && isSupported(action, one))
    .map(({ kind }) => kind);
}
