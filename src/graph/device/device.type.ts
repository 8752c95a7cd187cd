import { Directive, Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { Device } from '../../domain/devices/device.ts';
import { Access } from '../fields/access.ts';
import { DateTime } from '../fields/date-time.ts';
import { DeviceKind, PushPlatform } from '../enums/enums.ts';
import { Node } from '../fields/node.type.ts';
import { User } from '../user/user.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

@Directive('@key(fields: "id")')
@InterfaceType({
  implements: Node,
  description: 'An authentication device that a user has registered, of any kind.',
  resolveType: ({ kind }: Device) => deviceTypes[kind].name,
})
export abstract class RegisteredDevice extends Node {
  @NullableField(
    () => ID,
    "AM's own id of the device. Null for a broken registration without an id, which only a reset of its kind can remove.",
  )
  amId!: string | null;

  @Field(() => DeviceKind, { description: 'The kind of the device.' })
  kind!: DeviceKind;

  @NullableField(
    () => String,
    'The label that the user or the app gave the device. Null if it has none.',
  )
  name!: string | null;

  @NullableField(
    () => DateTime,
    'When the device was registered. Null if AM does not report it, as in OpenAM.',
  )
  registeredAt!: Date | null;

  @NullableField(
    () => DateTime,
    'When the device was last used. Null if it was never used, or if AM does not report it.',
  )
  lastUsedAt!: Date | null;

  @NullableField(
    () => Boolean,
    "Whether the caller's session can manage the device. False if AM requires a sign-in with a second factor first. Null if AM does not report it, as in OpenAM and for a super user.",
  )
  canManage!: boolean | null;

  @Field(() => User, { description: 'The user who registered the device.' })
  owner!: User;
}

function DeviceType(description: string): ClassDecorator {
  const type = ObjectType({
    implements: [Node, RegisteredDevice],
    simpleResolvers: true,
    description,
  });
  return (target) => {
    Access('with parent')(target);
    Directive('@key(fields: "id")')(target);
    type(target);
  };
}

@DeviceType(
  'An authenticator app or a hardware token that generates one-time passwords (HOTP or TOTP).',
)
export class OathDevice extends RegisteredDevice {}

@DeviceType('A phone that answers push requests.')
export class PushDevice extends RegisteredDevice {
  @Directive('@tag(name: "detail")')
  @NullableField(
    () => PushPlatform,
    'The operating system of the phone. Null if it is another one, or if AM does not report it, as in PingAM.',
  )
  platform!: PushPlatform | null;

  @NullableField(
    () => String,
    'The issuer that the app shows. Null if AM does not report it, as in PingAM.',
  )
  issuer!: string | null;
}

@DeviceType('A security key or passkey (WebAuthn).')
export class WebAuthnDevice extends RegisteredDevice {
  @NullableField(
    () => String,
    'The public id of the credential, base64url-encoded. Null if AM does not report it.',
  )
  credentialId!: string | null;
}

@DeviceType('A device that is bound to the user by a key in its hardware.')
export class BoundDevice extends RegisteredDevice {
  @NullableField(
    () => String,
    'The identifier that the app gave the device. Null if AM does not report it.',
  )
  deviceIdentifier!: string | null;
}

@DeviceType(
  "A phone that recognizes the user's face (PingOne Recognize). Only Advanced Identity Cloud has it.",
)
export class RecognizeDevice extends RegisteredDevice {}

@DeviceType('A machine whose app or browser sent a device profile to AM.')
export class ProfileDevice extends RegisteredDevice {}

@DeviceType('A browser that the user chose to trust.')
export class TrustedDevice extends RegisteredDevice {
  @NullableField(
    () => String,
    "When the browser was last trusted, in AM's own text format. Programs must not parse it. Null if AM does not report it.",
  )
  lastUsedText!: string | null;

  @NullableField(
    () => Int,
    'How often the user signed in with this browser. Null if AM does not report it.',
  )
  useCount!: number | null;
}

/** The object type of each kind; `satisfies` requires one for every kind. */
export const deviceTypes = {
  OATH: OathDevice,
  PUSH: PushDevice,
  WEB_AUTHN: WebAuthnDevice,
  BOUND: BoundDevice,
  RECOGNIZE: RecognizeDevice,
  PROFILE: ProfileDevice,
  TRUSTED: TrustedDevice,
} satisfies Record<DeviceKind, typeof RegisteredDevice>;

@ValueType("A user's list of devices of one kind.", { isNode: true })
export class DevicesOfKind extends Node {
  @Field(() => DeviceKind, { description: 'The kind of the devices.' })
  kind!: DeviceKind;

  @NullableField(
    () => [RegisteredDevice],
    'The devices. Null, with an error, if AM cannot list them. Empty if none are registered.',
  )
  devices!: readonly RegisteredDevice[] | null;
}
