import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { Device as DeviceValue } from '../../domain/device.ts';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { DeviceKind, PushPlatform } from '../enums.ts';
import { Node } from '../node/node.type.ts';
import { User } from '../user/user.type.ts';

/** The fields of every kind of device. */
@InterfaceType({
  implements: Node,
  description: 'A registered device of a person, of whatever kind.',
  resolveType: ({ kind }: DeviceValue) => deviceTypes[kind].name,
})
export abstract class Device extends Node {
  @Access('with parent')
  @Field(() => ID, {
    nullable: true,
    description:
      "Access Management's own id of the device; null for a broken registration that has none: it can be neither removed nor renamed alone, and for some kinds only a reset removes it.",
  })
  amId!: string | null;

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
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was registered; null where Access Management does not tell, as OpenAM.',
  })
  registeredAt!: Date | null;

  @Access('with parent')
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was last used; null where it never was or Access Management does not tell.',
  })
  lastUsedAt!: Date | null;

  @Access('with parent')
  @Field(() => Boolean, {
    description:
      'Whether this session may manage the device; false asks for a sign-in with a second factor. Null where Access Management does not tell, as OpenAM and for a super user.',
    nullable: true,
  })
  canManage!: boolean | null;

  @Access('with parent')
  @Field(() => User, { description: 'The person it belongs to.' })
  owner!: User;
}

/** A generator of one-time passwords. */
@ObjectType({
  implements: [Node, Device],
  simpleResolvers: true,
  description: 'A generator of one-time passwords (HOTP or TOTP): an authenticator app or token.',
})
export class OathDevice extends Device {}

/** A phone that answers push requests. */
@ObjectType({
  implements: [Node, Device],
  simpleResolvers: true,
  description: 'A phone that answers push requests.',
})
export class PushDevice extends Device {
  @Access('with parent')
  @Field(() => PushPlatform, {
    nullable: true,
    description:
      'The platform of the phone; null where it is another, or where Access Management does not tell, as PingAM.',
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

/** A security key or passkey. */
@ObjectType({
  implements: [Node, Device],
  simpleResolvers: true,
  description: 'A security key or passkey (WebAuthn).',
})
export class WebAuthnDevice extends Device {
  @Access('with parent')
  @Field(() => String, {
    nullable: true,
    description: 'The public id of the credential, base64url; null where it is not told.',
  })
  credentialId!: string | null;
}

/** A device bound to the person. */
@ObjectType({
  implements: [Node, Device],
  simpleResolvers: true,
  description: 'A device bound to the person by a key in its hardware.',
})
export class BoundDevice extends Device {
  @Access('with parent')
  @Field(() => String, {
    nullable: true,
    description: 'The identifier that the app gave the device; null where it is not told.',
  })
  deviceIdentifier!: string | null;
}

/** A device profile. */
@ObjectType({
  implements: [Node, Device],
  simpleResolvers: true,
  description: 'What an app or browser told of the machine that it runs on.',
})
export class ProfileDevice extends Device {}

/** A trusted browser. */
@ObjectType({
  implements: [Node, Device],
  simpleResolvers: true,
  description: 'A browser that the person chose to trust.',
})
export class TrustedDevice extends Device {
  @Access('with parent')
  @Field(() => String, {
    nullable: true,
    description:
      "When it was last chosen, as a text in the server's own format; not to be read by a program.",
  })
  lastUsedText!: string | null;

  @Access('with parent')
  @Field(() => Int, {
    nullable: true,
    description: 'How often it was chosen; null where not told.',
  })
  useCount!: number | null;
}

/** The object type of each kind; `satisfies` requires one for every kind. */
export const deviceTypes = {
  OATH: OathDevice,
  PUSH: PushDevice,
  WEB_AUTHN: WebAuthnDevice,
  BOUND: BoundDevice,
  PROFILE: ProfileDevice,
  TRUSTED: TrustedDevice,
} satisfies Record<DeviceKind, typeof Device>;
