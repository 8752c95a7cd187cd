import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DeviceKind } from '../../domain/device.ts';
import type { Person } from '../../domain/person.ts';
import type { Effect, Verdict } from '../../domain/policy.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { UserActions } from './user-actions.type.ts';
import type { Permission } from './user-actions.type.ts';
import { User } from './user.type.ts';

/** Resolves what the viewer may do to a person, by the same policy that decides when they do it. */
@Resolver(() => User)
export class UserActionsResolver {
  @Access('with parent')
  @Cost({ calls: 1 })
  @FieldResolver(() => UserActions, {
    description: 'What the viewer may do to this person, and why not.',
  })
  async viewerCan(@Root() person: Person, @Ctx() context: RequestContext): Promise<UserActions> {
    const may = async (effect: Effect): Promise<Permission> =>
      permissionOf((await context.permissions.verdictOn(effect, person)).verdict);
    const [viewDevices, viewProfileData, reset, remove, rename] = await Promise.all([
      may('viewDevices'),
      may('viewProfileData'),
      may('reset'),
      may('remove'),
      may('rename'),
    ]);
    const { kinds } = context.product();
    const served = new Set(kinds.map(({ kind }) => kind));
    const resetOf = (kind: DeviceKind): Permission => (served.has(kind) ? reset : notSupported);
    return {
      viewDevices,
      viewProfileData: served.has('PROFILE') ? viewProfileData : notSupported,
      resetOath: resetOf('OATH'),
      resetPush: resetOf('PUSH'),
      resetWebAuthn: resetOf('WEB_AUTHN'),
      resetBound: resetOf('BOUND'),
      resetProfile: resetOf('PROFILE'),
      resetTrusted: resetOf('TRUSTED'),
      removeDevice: remove,
      renameDevice: kinds.some(({ canRename }) => canRename) ? rename : notSupported,
    };
  }
}

const notSupported: Permission = { allowed: false, reason: 'NOT_SUPPORTED' };

function permissionOf(verdict: Verdict): Permission {
  return verdict.allowed
    ? { allowed: true, reason: null }
    : { allowed: false, reason: verdict.reason };
}
