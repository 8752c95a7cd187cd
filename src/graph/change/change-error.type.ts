import { createUnionType, Field, InterfaceType, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DeviceKind } from '../enums.ts';

/** The fields of every typed error. */
@InterfaceType({
  description:
    'An expected failure that the caller can act on. `__typename` is its code; more types may be added, so a client needs a default.',
})
export abstract class ChangeError {
  @Access('with parent')
  @Field(() => String, { description: 'What went wrong, for the reader.' })
  message!: string;

  @Access('with parent')
  @Field(() => [String], {
    nullable: true,
    description: 'The input that it is about, from the top; null where it is about none.',
  })
  path!: readonly string[] | null;
}

/** The person does not exist. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description: 'There is no such person in this realm. Nothing was changed.',
})
export class UserNotFound extends ChangeError {}

/** AM requires a stronger sign-in. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description:
    'Access Management wants a sign-in with a second factor before this person may manage devices. Nothing was changed.',
})
export class StepUpRequired extends ChangeError {
  @Access('with parent')
  @Field(() => [DeviceKind], {
    description:
      'Kinds of second factor of which a sign-in with one is surely enough. A deployment may take others, too.',
  })
  acceptedKinds!: readonly DeviceKind[];
}

/** Creates a `StepUpRequired`; a second factor of the kind itself is accepted in every mode of AM (U9). */
export function stepUpRequired(message: string, kind: DeviceKind): StepUpRequired {
  return Object.assign(userError(StepUpRequired, message), { acceptedKinds: [kind] });
}

/** The product lacks the kind of device or the action. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description:
    'This Access Management does not have this kind of device or action. Nothing was changed.',
})
export class NotSupportedUpstream extends ChangeError {}

/** AM refused the change. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description: 'Access Management refused the change. Nothing was changed.',
})
export class ChangeRefused extends ChangeError {}

/** AM did not complete the change. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description:
    'Access Management did not carry the change out, or not for every device. It is safe to try again.',
})
export class ChangeNotDone extends ChangeError {}

/** The outcome of the change is unknown. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description:
    'Access Management was asked, and nobody can tell whether it did it. Look at the devices before trying again.',
})
export class ChangeOutcomeUnknown extends ChangeError {}

/** The device does not exist. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description: 'The person has no such device, or no longer. Nothing was changed.',
})
export class DeviceNotFound extends ChangeError {}

/** The key was used before. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description:
    'The idempotency key was used for another change within 24 hours. Nothing was changed: give a new key.',
})
export class IdempotencyKeyReused extends ChangeError {}

/** Other devices are registered than the caller has seen. */
@ObjectType({
  implements: ChangeError,
  simpleResolvers: true,
  description:
    'A device is registered that is not among `expectedDeviceIds`. Nothing was changed: look at the devices, and ask again.',
})
export class DevicesChanged extends ChangeError {}

const errorsOfEveryChange = [
  UserNotFound,
  StepUpRequired,
  NotSupportedUpstream,
  ChangeRefused,
  ChangeNotDone,
  ChangeOutcomeUnknown,
  IdempotencyKeyReused,
] as const;

/** Every error of the reset mutations. */
export const ResetDevicesError = createUnionType({
  name: 'ResetDevicesError',
  description: 'Why a reset was not done, or not surely done.',
  types: () => [...errorsOfEveryChange, DevicesChanged] as const,
});

/** Every error of `removeDevice`. */
export const RemoveDeviceError = createUnionType({
  name: 'RemoveDeviceError',
  description: 'Why a removal was not done, or not surely done.',
  types: () => [...errorsOfEveryChange, DeviceNotFound] as const,
});

/** Every error of `renameDevice`. */
export const RenameDeviceError = createUnionType({
  name: 'RenameDeviceError',
  description: 'Why a renaming was not done, or not surely done.',
  types: () => [...errorsOfEveryChange, DeviceNotFound] as const,
});

/** Creates an error of one type; `path` is the input field that it is about, from the root. */
export function userError<T extends ChangeError>(
  type: new () => T,
  message: string,
  path: readonly string[] | null = null,
): T {
  return Object.assign(new type(), { message, path });
}

/** Creates a `UserNotFound`. */
export function noSuchPerson(): UserNotFound {
  return userError(UserNotFound, 'There is no such person.', ['input', 'target', 'user', 'id']);
}
