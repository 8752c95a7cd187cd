import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind as DeviceKindValue } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import { after } from '../../domain/later.ts';
import type { Later } from '../../domain/later.ts';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { ownedBy } from '../device/device-owned.ts';
import type { DeviceOwned } from '../device/device-owned.ts';
import {
  BoundDevice,
  Device,
  OathDevice,
  ProfileDevice,
  PushDevice,
  TrustedDevice,
  WebAuthnDevice,
} from '../device/device.type.ts';
import { DeviceKind } from '../enums.ts';
import { User } from './user.type.ts';

const failing =
  'Null, with an error, where the list cannot be read or this Access Management lacks the kind; an empty list means that there is none.';

/** Reads the devices of a person. */
@Resolver(() => User)
export class UserDevicesResolver {
  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ callsPerKind: 1, items: 'kinds' })
  @FieldResolver(() => [Device], {
    nullable: true,
    description:
      'Devices of several kinds in one list, in the order of the kinds. Null, with an error that names the kinds that failed, where any of them cannot be read: never a silent gap.',
  })
  async devices(
    @Root() owner: Person,
    @Arg('kinds', () => [DeviceKind], {
      nullable: true,
      description: 'Which kinds; absent or null: every kind that this Access Management has.',
    })
    kinds: readonly DeviceKindValue[] | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwned<DeviceKindValue>[]> {
    const { loaders } = await context.grantOn('viewDevices', owner);
    if (kinds?.length === 0) {
      throw badInput('kinds', 'Name at least one kind, or leave the kinds out.');
    }
    const wanted = kinds ?? context.product().kinds.map(({ kind }) => kind);
    const chosen = deviceKinds.filter((kind) => wanted.includes(kind));
    const lists = await Promise.allSettled(
      chosen.map(async (kind) =>
        ownedBy<DeviceKindValue>(owner, await loaders.devices.load(kind, owner)),
      ),
    );
    throwFirstFailure(chosen, lists);
    return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ calls: 1 })
  @FieldResolver(() => [OathDevice], {
    nullable: true,
    description: `Generators of one-time passwords. ${failing}`,
  })
  oathDevices(@Root() owner: Person, @Ctx() context: RequestContext): Later<DeviceOwned<'OATH'>[]> {
    return listOf(owner, context, 'OATH');
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ calls: 1 })
  @FieldResolver(() => [PushDevice], {
    nullable: true,
    description: `Phones that answer push requests. ${failing}`,
  })
  pushDevices(@Root() owner: Person, @Ctx() context: RequestContext): Later<DeviceOwned<'PUSH'>[]> {
    return listOf(owner, context, 'PUSH');
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ calls: 1 })
  @FieldResolver(() => [WebAuthnDevice], {
    nullable: true,
    description: `Security keys and passkeys. ${failing}`,
  })
  webAuthnDevices(
    @Root() owner: Person,
    @Ctx() context: RequestContext,
  ): Later<DeviceOwned<'WEB_AUTHN'>[]> {
    return listOf(owner, context, 'WEB_AUTHN');
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ calls: 1 })
  @FieldResolver(() => [BoundDevice], {
    nullable: true,
    description: `Devices bound by a key in their hardware. ${failing}`,
  })
  boundDevices(
    @Root() owner: Person,
    @Ctx() context: RequestContext,
  ): Later<DeviceOwned<'BOUND'>[]> {
    return listOf(owner, context, 'BOUND');
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ calls: 1 })
  @FieldResolver(() => [ProfileDevice], {
    nullable: true,
    description: `Machines that apps and browsers told of. ${failing}`,
  })
  profileDevices(
    @Root() owner: Person,
    @Ctx() context: RequestContext,
  ): Later<DeviceOwned<'PROFILE'>[]> {
    return listOf(owner, context, 'PROFILE');
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ calls: 1 })
  @FieldResolver(() => [TrustedDevice], {
    nullable: true,
    description: `Browsers that the person chose to trust. ${failing}`,
  })
  trustedDevices(
    @Root() owner: Person,
    @Ctx() context: RequestContext,
  ): Later<DeviceOwned<'TRUSTED'>[]> {
    return listOf(owner, context, 'TRUSTED');
  }
}

function listOf<K extends DeviceKindValue>(
  owner: Person,
  context: RequestContext,
  kind: K,
): Later<DeviceOwned<K>[]> {
  return after(context.grantOn('viewDevices', owner), ({ loaders }) =>
    loaders.devices.load(kind, owner).then((devices) => ownedBy<K>(owner, devices)),
  );
}

function throwFirstFailure(
  kinds: readonly DeviceKindValue[],
  lists: readonly PromiseSettledResult<unknown>[],
): void {
  const failed = kinds.filter((_kind, index) => lists[index]?.status === 'rejected');
  const first = lists.find((list) => list.status === 'rejected');
  if (first === undefined) return;
  const reason: unknown = first.reason;
  if (!(reason instanceof Failure)) throw reason;
  throw new Failure(reason.code, reason.message, {
    ...(reason.detail !== undefined && { detail: reason.detail }),
    cause: reason,
    facts: { ...reason.facts, kinds: failed },
  });
}
