import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import type { Device as DeviceValue } from '../../domain/device.ts';
import { Access } from '../access.ts';
import { DeviceKind, PushPlatform } from '../enums.ts';
import { User } from '../user/user.type.ts';

const typeNames: Readonly<Record<DeviceKind, string>> = { OATH: 'OathDevice', PUSH: 'PushDevice' };

/** What every kind of device has. */
@InterfaceType({
  description: 'A registered device of a person, of whatever kind.',
  resolveType: ({ kind }: DeviceValue) => typeNames[kind],
})
export abstract class Device {
  @Access('with parent')
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the device; null for a broken registration that has none, which only a reset removes.',
  })
  id!: string | null;

  @Access('with parent')
  @Field(() => DeviceKind, { description: 'The kind of device.' })
  kind!: DeviceKind;

  @Access('with parent')
  @Field(() => String, {
    nullable: true,
    description: 'The label that the person or the app gave it; null where it has none.',
  })
  name!: string | null;

  @Access('with parent')
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was registered; null where Access Management does not tell, as OpenAM.',
  })
  registeredAt!: Date | null;

  @Access('with parent')
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'When it was last used; null where it never was or Access Management does not tell.',
  })
  lastUsedAt!: Date | null;

  @Access('with parent')
  @Field(() => Boolean, {
    description:
      'Whether this session may manage the device; false asks for a sign-in with a second factor. True where Access Management does not tell, as OpenAM and for a super user.',
  })
  canManage!: boolean;

  @Access('with parent')
  @Field(() => User, { description: 'The person it belongs to.' })
  owner!: User;
}

/** A generator of one-time passwords. */
@ObjectType({
  implements: Device,
  simpleResolvers: true,
  description: 'A generator of one-time passwords (HOTP or TOTP): an authenticator app or token.',
})
export class OathDevice extends Device {}

/** A phone that answers push requests. */
@ObjectType({
  implements: Device,
  simpleResolvers: true,
  description: 'A phone that answers push requests.',
})
export class PushDevice extends Device {
  @Access('with parent')
  @Field(() => PushPlatform, {
    nullable: true,
    description:
      'The platform of the phone; null where Access Management does not tell, as PingAM.',
  })
  platform!: PushPlatform | null;

  @Access('with parent')
  @Field(() => String, {
    nullable: true,
    description:
      'The issuer shown in the app; null where Access Management does not tell, as PingAM.',
  })
  issuer!: string | null;
}
