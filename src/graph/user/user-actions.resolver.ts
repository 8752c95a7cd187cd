import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DeviceKind as DeviceKindValue } from '../../domain/device.ts';
import type { Person } from '../../domain/person.ts';
import type { Effect } from '../../domain/policy.ts';
import { Access } from '../access.ts';
import { DeviceKind, UserAction } from '../enums.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { ActionPermission } from './user-actions.type.ts';
import { User } from './user.type.ts';

/** Resolves what the caller may do to a person, by the same policy that decides when they do it. */
@Resolver(() => User)
export class UserActionsResolver {
  @Access('with parent')
  @Cost({ calls: 1 })
  @FieldResolver(() => ActionPermission, {
    description:
      'Whether the caller may do something to this person, and why not. To their own person staff may do it only without naming themselves.',
  })
  async callerCan(
    @Root() person: Person,
    @Arg('action', () => UserAction, { description: 'What.' }) action: UserAction,
    @Arg('kind', () => DeviceKind, {
      nullable: true,
      description:
        'With which kind of device; absent or null: with any that this Access Management has.',
    })
    kind: DeviceKindValue | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<ActionPermission> {
    if (!isSupported(context, action, kind ?? null))
      return { allowed: false, reason: 'NOT_SUPPORTED' };
    const { verdict } = await context.permissions.verdictOn(effectOf[action], person);
    return verdict.allowed
      ? { allowed: true, reason: null }
      : { allowed: false, reason: verdict.reason };
  }
}

const effectOf: Readonly<Record<UserAction, Effect>> = {
  VIEW_DEVICES: 'viewDevices',
  VIEW_PROFILE_DATA: 'viewProfileData',
  RESET: 'reset',
  REMOVE: 'remove',
  RENAME: 'rename',
};

function isSupported(
  context: RequestContext,
  action: UserAction,
  kind: DeviceKindValue | null,
): boolean {
  return context.product().kinds.some((one) => {
    if (kind !== null && kind !== one.kind) return false;
    if (action === 'VIEW_PROFILE_DATA') return one.kind === 'PROFILE';
    return action !== 'RENAME' || one.canRename;
  });
}
