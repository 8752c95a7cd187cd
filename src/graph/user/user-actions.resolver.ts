import { Arg, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { roleTraits, type Role } from '../../domain/caller.ts';
import { recordedNames, type Intent } from '../../domain/change-record.ts';
import type { KindCapability } from '../../domain/device.ts';
import { limitRules } from '../../domain/limit-rules.ts';
import type { MaybePromise } from '../../domain/maybe-promise.ts';
import type { Person } from '../../domain/person.ts';
import { isChange, type Effect } from '../../domain/policy.ts';
import { threatRule } from '../../domain/threat-level.ts';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { DenialReason, DeviceKind, UserAction } from '../enums.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import { Cost } from '../cost.ts';
import { NullableField } from '../nullable-field.ts';
import { levelSoon } from '../threat/level-soon.ts';
import { ThreatRule } from '../threat/threat-enums.ts';
import { User } from './user.type.ts';

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A limit that refuses a change of one kind of device.',
})
class ReachedChangeLimit {
  @Field(() => DeviceKind, { description: 'The kind of the device.' })
  kind!: DeviceKind;

  @Field(() => DateTime, { description: 'When the limit permits the change again.' })
  until!: Date;
}

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description:
    'Whether the caller may perform an action, and if not, why. AM can still require a sign-in with a second factor.',
})
class ActionPermission {
  @Field(() => Boolean, { description: 'Whether the policy permits the action.' })
  isAllowed!: boolean;

  @NullableField(() => DenialReason, 'Why the action is not permitted. Null if it is permitted.')
  reason!: DenialReason | null;

  @NullableField(
    () => [ReachedChangeLimit],
    'The kinds of device for which a limit refuses the change now. Empty if no limit does, and for `END_SESSIONS`, whose dry run reports the limit. Some roles can override limits per user.',
  )
  limits!: readonly ReachedChangeLimit[] | null;

  @NullableField(
    () => ThreatRule,
    'What the threat level requires for the action now. Null for an action that only reads or is not permitted, and if the ledger does not report the level soon.',
  )
  threatLevelRule!: ThreatRule | null;
}

@Resolver(() => User)
export class UserActionsResolver {
  @Access('with parent')
  @Cost({ calls: 1 })
  @FieldResolver(() => ActionPermission, {
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
    const named = action === 'END_SESSIONS' ? null : (kind ?? null);
    const kinds = supportedKinds(context, action, named);
    const denied = { isAllowed: false, limits: () => [], threatLevelRule: () => null };
    if (kinds.length === 0) return { ...denied, reason: 'NOT_SUPPORTED' };
    const effect = effectOf[action];
    const { verdict } = await context.permissions.verdictOn(effect, person);
    if (!verdict.allowed) return { ...denied, reason: verdict.reason };
    const { role } = verdict;
    const isSignOut = effect === 'endSessions';
    if (isSignOut && !(await context.canEndSessions(roleTraits[role].isSelf)))
      return { ...denied, reason: 'NOT_SUPPORTED' };
    if (!isChange(effect)) return { ...denied, isAllowed: true, reason: null };
    return {
      isAllowed: true,
      reason: null,
      limits: () => (isSignOut ? [] : limitsOf(context, { effect, person, kinds, role })),
      threatLevelRule: () => threatRuleNow(context, { effect, person, role }),
    };
  }
}

interface PermissionFields extends Omit<ActionPermission, 'limits' | 'threatLevelRule'> {
  readonly limits: () => MaybePromise<readonly ReachedChangeLimit[]>;
  readonly threatLevelRule: () => MaybePromise<ThreatRule | null>;
}

interface PermittedChange extends Pick<Intent, 'effect' | 'kinds'> {
  readonly person: Person;
  readonly role: Role;
}

/** Returns the longest limit of each kind, as `runChange` would meet them. */
async function limitsOf(
  context: RequestContext,
  { effect, person, kinds, role }: PermittedChange,
): Promise<ReachedChangeLimit[]> {
  const actor = await recordedActor(context, role, person);
  const target = { ...recordedNames(person), privileged: null };
  const change = { actor, target, effect, kinds, dryRun: false };
  const reached = await context.ledger.reachedLimits(
    change,
    limitRules(role, context.changeLimits),
  );
  return kinds.flatMap((kind) => {
    const seconds = reached
      .filter((limit) => (limit.kind ?? kind) === kind)
      .map(({ retryAfterSeconds }) => retryAfterSeconds);
    const until = new Date(context.now() + Math.max(...seconds) * 1000);
    return seconds.length === 0 ? [] : [{ kind, until }];
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

const effectOf: Readonly<Record<UserAction, Effect>> = {
  VIEW_DEVICES: 'viewDevices',
  VIEW_PROFILE_DATA: 'viewProfileData',
  RESET: 'reset',
  REMOVE: 'remove',
  RENAME: 'rename',
  END_SESSIONS: 'endSessions',
};

/** Whether the product supports an action on devices of a kind that it has. */
const isSupportedFor: Readonly<Record<UserAction, (of: KindCapability) => boolean>> = {
  VIEW_DEVICES: () => true,
  VIEW_PROFILE_DATA: ({ kind }) => kind === 'PROFILE',
  RESET: () => true,
  REMOVE: () => true,
  RENAME: ({ canRename }) => canRename,
  END_SESSIONS: () => true,
};

/** The kinds that an action is about, or only the named one. */
function supportedKinds(
  { product }: RequestContext,
  action: UserAction,
  named: DeviceKind | null,
): readonly DeviceKind[] {
  return product.kinds
    .filter((one) => (named ?? one.kind) === one.kind && isSupportedFor[action](one))
    .map(({ kind }) => kind);
}
