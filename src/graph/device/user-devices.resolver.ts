import { Arg, type ClassType, Ctx, Directive, Resolver, Root } from 'type-graphql';
import { deviceKinds, type ProfileData } from '../../domain/devices/device.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import { Access, Granted } from '../fields/access.ts';
import { permitParent, permitOwner } from '../fields/permits.ts';
import type { RequestContext } from '../request/context.ts';
import { hasPerson, type PersonGrant, type WithPerson } from '../../access/grant.ts';
import { Cost } from '../fields/cost.ts';
import { listsOfKinds, readDevices, type DeviceOwned, type ListOfKind } from './device-owned.ts';
import {
  DevicesOfKind,
  OathDevice,
  ProfileDevice,
  PushDevice,
  RegisteredDevice,
} from './device.type.ts';
import { DeviceKind } from '../enums/enums.ts';
import { NullableFieldResolver } from '../fields/nullable-field.ts';
import { User } from '../user/user.type.ts';
import { DeviceProfileData } from './profile-data.type.ts';

function KindsArgument(): ReturnType<typeof Arg> {
  return Arg('kinds', () => [DeviceKind], {
    nullable: true,
    description: 'The kinds to return. Absent or null: every kind that this AM supports.',
  });
}

/** Declares the field that lists one kind: guarded, one call to AM, null if that fails. */
function DeviceList(type: () => ClassType, meaning: string): MethodDecorator {
  const field = NullableFieldResolver(
    () => [type()],
    `${meaning} Null, with an error, if AM cannot list them or does not support the kind. Empty if none are registered.`,
  );
  return (target, name, method) => {
    Access({ effect: 'viewDevices', permit: permitParent })(target, name, method);
    Cost({ calls: 1 })(target, name, method);
    field(target, name, method);
  };
}

@Resolver(() => User)
export class UserDevicesResolver {
  @Access({ effect: 'viewDevices', permit: permitParent })
  @Cost({ callsPerKind: 1, items: 'few per kind' })
  @NullableFieldResolver(
    () => [RegisteredDevice],
    'The devices of several kinds in one list, in the order of the kinds. Null, with an error that names the failed kinds, if any kind cannot be read.',
  )
  async devices(
    @KindsArgument() kinds: readonly DeviceKind[] | null | undefined,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwned<DeviceKind>[]> {
    const chosen = chosenKinds(kinds, context);
    const lists = await Promise.allSettled(chosen.map((kind) => listOf<DeviceKind>(grant, kind)));
    throwFirstFailure(chosen, lists);
    return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
  }

  @Access({ effect: 'viewDevices', permit: permitParent })
  @Cost({ callsPerKind: 1, items: 'one per kind' })
  @NullableFieldResolver(
    () => [DevicesOfKind],
    'The devices of several kinds, with one list for each kind, in the order of the kinds. A kind that cannot be read does not affect the others.',
  )
  devicesByKind(
    @KindsArgument() kinds: readonly DeviceKind[] | null | undefined,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): ListOfKind[] {
    return listsOfKinds(withPerson(grant), chosenKinds(kinds, context));
  }

  @DeviceList(() => OathDevice, 'The one-time password devices.')
  oathDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'OATH'>[]> {
    return listOf(grant, 'OATH');
  }

  @DeviceList(() => PushDevice, 'The push devices.')
  pushDevices(@Granted() grant: PersonGrant): Promise<DeviceOwned<'PUSH'>[]> {
    return listOf(grant, 'PUSH');
  }
}

function chosenKinds(
  kinds: readonly DeviceKind[] | null | undefined,
  context: RequestContext,
): DeviceKind[] {
  if (kinds?.length === 0)
    throw badInput('kinds', 'Name at least one kind, or leave the kinds out.');
  const wanted = kinds ?? context.product.kinds.map(({ kind }) => kind);
  return deviceKinds.filter((kind) => wanted.includes(kind));
}

function listOf<K extends DeviceKind>(grant: PersonGrant, kind: K): Promise<DeviceOwned<K>[]> {
  return readDevices(withPerson(grant), kind);
}

function withPerson(grant: PersonGrant): WithPerson<PersonGrant> {
  if (hasPerson(grant)) return grant;
  throw new TypeError('a list of devices needs a person');
}

function throwFirstFailure(
  kinds: readonly DeviceKind[],
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

/** Fetches personal data separately, only when it is selected and permitted (security E6). */
@Resolver(() => ProfileDevice)
export class ProfileDeviceResolver {
  @Directive('@tag(name: "detail")')
  @Access({ effect: 'viewProfileData', permit: permitOwner })
  @Cost({ calls: 1 })
  @NullableFieldResolver(
    () => DeviceProfileData,
    'The content of the profile. Null if the profile is empty.',
  )
  async data(
    @Root() { amId, owner }: DeviceOwned<'PROFILE'>,
    @Granted() { loaders }: PersonGrant,
  ): Promise<ProfileData | null> {
    const all = await loaders.profileData.load(owner);
    return all.find(({ deviceId }) => deviceId === amId) ?? null;
  }
}
