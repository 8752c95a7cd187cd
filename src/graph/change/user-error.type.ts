import { createUnionType, Field, InterfaceType, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DeviceKind } from '../enums.ts';

/** What a client can always read of an expected failure. */
@InterfaceType({
  description:
    'An expected failure that the caller can act on. `__typename` is its code; more types may be added, so a client needs a default.',
})
export abstract class UserError {
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

/** No such person. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'There is no such person in this realm. Nothing was changed.',
})
export class UserNotFound extends UserError {}

/** A fresher or stronger sign-in is needed. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'Access Management wants a sign-in with a second factor before this person may manage devices. Nothing was changed.',
})
export class StepUpRequired extends UserError {
  @Access('with parent')
  @Field(() => [DeviceKind], {
    description:
      'Kinds of second factor of which a sign-in with one is surely enough. A deployment may take others, too.',
  })
  acceptedKinds!: readonly DeviceKind[];
}

/** That a sign-in with a second factor is needed; one of the kind itself is enough in every mode (U9). */
export function stepUpRequired(message: string, kind: DeviceKind): StepUpRequired {
  return Object.assign(userError(StepUpRequired, message), { acceptedKinds: [kind] });
}

/** The product has no such thing. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'This Access Management does not have this kind of device or action. Nothing was changed.',
})
export class NotSupportedUpstream extends UserError {}

/** AM said no. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Access Management refused the change. Nothing was changed.',
})
export class ChangeRefused extends UserError {}

/** Still there. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'Access Management did not carry the change out, or not for every device. It is safe to try again.',
})
export class ChangeNotDone extends UserError {}

/** Nobody knows. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'Access Management was asked, and nobody can tell whether it did it. Look at the devices before trying again.',
})
export class ChangeOutcomeUnknown extends UserError {}

/** No such device. */
@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'The person has no such device, or no longer. Nothing was changed.',
})
export class DeviceNotFound extends UserError {}

const ofEveryChange = [
  UserNotFound,
  StepUpRequired,
  NotSupportedUpstream,
  ChangeRefused,
  ChangeNotDone,
  ChangeOutcomeUnknown,
] as const;

/** Every error of the reset mutations. */
export const ResetDevicesError = createUnionType({
  name: 'ResetDevicesError',
  description: 'Why a reset was not done, or not surely done.',
  types: () => ofEveryChange,
});

/** Every error of `removeDevice`. */
export const RemoveDeviceError = createUnionType({
  name: 'RemoveDeviceError',
  description: 'Why a removal was not done, or not surely done.',
  types: () => [...ofEveryChange, DeviceNotFound] as const,
});

/** Every error of `renameDevice`. */
export const RenameDeviceError = createUnionType({
  name: 'RenameDeviceError',
  description: 'Why a renaming was not done, or not surely done.',
  types: () => [...ofEveryChange, DeviceNotFound] as const,
});

/** Makes an error of one type; `path` names the input that it is about, from the top. */
export function userError<T extends UserError>(
  type: new () => T,
  message: string,
  path: readonly string[] | null = null,
): T {
  return Object.assign(new type(), { message, path });
}

/** That there is no such person. */
export function noSuchPerson(): UserNotFound {
  return userError(UserNotFound, 'There is no such person.', ['input', 'userId']);
}
