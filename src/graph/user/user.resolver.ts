import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../context.ts';
import { ownedBy } from '../device/device-owned.ts';
import type { DeviceOwned } from '../device/device-owned.ts';
import { OathDevice, PushDevice } from '../device/device.type.ts';
import { User } from './user.type.ts';

/** Reads people and what hangs on them. */
@Resolver(() => User)
export class UserResolver {
  @Access({ effect: 'viewPerson', on: 'caller' })
  @Query(() => User, {
    nullable: true,
    description: 'The caller. Null where Access Management holds no such person.',
  })
  async me(@Ctx() context: RequestContext): Promise<Person | null> {
    return context.loaders.person.load(await context.target({}, { fresh: false }));
  }

  @Access({ effect: 'viewPerson', on: 'arguments' })
  @Query(() => User, {
    nullable: true,
    description:
      'A person. Null where there is no such person, which only a caller who may see anybody is told; to others, everybody but themselves is refused alike.',
  })
  async user(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, {
      description: "Access Management's id of the person: a user name, or a UUID in AIC.",
    })
    id: string,
    @Arg('realm', () => String, {
      nullable: true,
      description:
        "The name of a served realm. Absent or null: the caller's own, or the default one.",
    })
    realm: string | null | undefined,
  ): Promise<Person | null> {
    return context.loaders.person.load(await context.target({ id, realm }, { fresh: false }));
  }

  @Access('with parent')
  @FieldResolver(() => String, { description: 'The name of the realm that the person belongs to.' })
  realm(@Root() person: Person): string {
    return person.realm.name;
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @FieldResolver(() => [OathDevice], {
    nullable: true,
    description:
      'Generators of one-time passwords. Null, with an error, where the list cannot be read; an empty list means that there is none.',
  })
  async oathDevices(
    @Root() owner: Person,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwned<'OATH'>[]> {
    return ownedBy(owner, await context.loaders.devices.OATH.load(owner));
  }

  @Access({ effect: 'viewDevices', on: 'parent' })
  @FieldResolver(() => [PushDevice], {
    nullable: true,
    description:
      'Phones that answer push requests. Null, with an error, where the list cannot be read; an empty list means that there is none.',
  })
  async pushDevices(
    @Root() owner: Person,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwned<'PUSH'>[]> {
    return ownedBy(owner, await context.loaders.devices.PUSH.load(owner));
  }
}
