import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind as DeviceKindValue } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
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
import { DevicesOfKind } from '../device/devices-of-kind.type.ts';
import { DeviceKind } from '../enums.ts';
import { User } from './user.type.ts';

/** Declares the field that lists one kind: guarded, one call to AM, null where it fails. */
function DeviceList(type: () => ClassType, meaning: string): MethodDecorator {
  const list = FieldResolver(() => [type()], {
    nullable: true,
    description: `${meaning} Null, with an error, where the list cannot be read or this Access Management lacks the kind; an empty list means that there is none.`,
  });
  const decorators = [Access({ effect: 'viewDevices', on: 'parent' }), Cost({ calls: 1 }), list];
  return (target, name, method) => {
    for (const decorate of decorators) decorate(target, name, method);
  };
}

/** Reads the devices of a person. */
@Resolver(() => User)
export class UserDevicesResolver {
  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ callsPerKind: 1, items: 'few per kind' })
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
    @Granted() { loaders }: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwned<DeviceKindValue>[]> {
    const chosen = chosenKinds(kinds, context);
    const lists = await Promise.allSettled(
      chosen.map(async (kind) =>
        ownedBy<DeviceKindValue>(owner, await loaders.devices.load(kind, owner)),
      ),
    );
    throwFirstFailure(chosen, lists);
    return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Cost({ callsPerKind: 1, items: 'one per kind' })
  @FieldResolver(() => [DevicesOfKind], {
    nullable: true,
    description:
      'Devices of several kinds, a list for each, in the order of the kinds. One kind that cannot be read leaves the others.',
  })
  devicesByKind(
    @Root() owner: Person,
    @Arg('kinds', () => [DeviceKind], {
      nullable: true,
      description: 'Which kinds; absent or null: every kind that this Access Management has.',
    })
    kinds: readonly DeviceKindValue[] | null | undefined,
    @Granted() { loaders }: PersonGrant,
    @Ctx() context: RequestContext,
  ): { readonly kind: DeviceKindValue; readonly devices: () => Promise<object[]> }[] {
    return chosenKinds(kinds, context).map((kind) => ({
      kind,
      devices: async () => ownedBy<DeviceKindValue>(owner, await loaders.devices.load(kind, owner)),
    }));
  }

  @DeviceList(() => OathDevice, 'Generators of one-time passwords.')
  oathDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'OATH'>[]> {
    return listOf(grant, 'OATH');
  }

  @DeviceList(() => PushDevice, 'Phones that answer push requests.')
  pushDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'PUSH'>[]> {
    return listOf(grant, 'PUSH');
  }

  @DeviceList(() => WebAuthnDevice, 'Security keys and passkeys.')
  webAuthnDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'WEB_AUTHN'>[]> {
    return listOf(grant, 'WEB_AUTHN');
  }

  @DeviceList(() => BoundDevice, 'Devices bound by a key in their hardware.')
  boundDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'BOUND'>[]> {
    return listOf(grant, 'BOUND');
  }

  @DeviceList(() => ProfileDevice, 'Machines that apps and browsers told of.')
  profileDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'PROFILE'>[]> {
    return listOf(grant, 'PROFILE');
  }

  @DeviceList(() => TrustedDevice, 'Browsers that the person chose to trust.')
  trustedDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'TRUSTED'>[]> {
    return listOf(grant, 'TRUSTED');
  }
}

function chosenKinds(
  kinds: readonly DeviceKindValue[] | null | undefined,
  context: RequestContext,
): DeviceKindValue[] {
  if (kinds?.length === 0) {
    throw badInput('kinds', 'Name at least one kind, or leave the kinds out.');
  }
  const wanted = kinds ?? context.product().kinds.map(({ kind }) => kind);
  return deviceKinds.filter((kind) => wanted.includes(kind));
}

async function listOf<K extends DeviceKindValue>(
  { person, loaders }: PersonGrant,
  kind: K,
): Promise<DeviceOwned<K>[]> {
  if (person === null) throw new TypeError('a list of devices needs a person');
  return ownedBy<K>(person, await loaders.devices.load(kind, person));
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
