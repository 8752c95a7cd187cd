import { createUnionType, Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { WantedSignIn } from '../../../domain/rules/step-up.ts';
import { Access } from '../../fields/access.ts';
import { DeviceKind } from '../../enums/enums.ts';
import { NullableField } from '../../fields/nullable-field.ts';

@InterfaceType({
  description:
    'An error that the caller can act on. Its `__typename` is its code. New types may be added, so clients need a default case.',
})
export abstract class DeviceChangeError {
  @Access('with parent')
  @Field(() => String, { description: 'What went wrong, as a text for the end user.' })
  message!: string;

  @Access('with parent')
  @NullableField(
    () => [String],
    'The path of the input that caused the error. Null if no input did.',
  )
  path!: readonly string[] | null;
}

/** Declares the type of one error. */
export function ErrorType(description: string): ClassDecorator {
  return ObjectType({ implements: DeviceChangeError, simpleResolvers: true, description });
}

@ErrorType('This realm has no such user. Nothing was changed.')
export class DeviceOwnerNotFound extends DeviceChangeError {}

@ErrorType(
  'The sign-in of this user is too weak or too old for a change of their own devices. Nothing was changed.',
)
export class GatewayStepUpRequired extends DeviceChangeError {
  @Access('with parent')
  @Field(() => [DeviceKind], {
    description:
      'Kinds of second factor that are sufficient for the sign-in; a recovery code counts as its device. Empty if no second factor is needed. Also empty if no sign-in with this kind of credential can show one: only the help desk can help then.',
  })
  acceptedKinds!: readonly DeviceKind[];

  @Access('with parent')
  @Field(() => [String], {
    description:
      'What to ask the token issuer for (`acr_values`, RFC 9470), any of them. On AIC these are names of journeys. Empty if the deployment names none, and for a session of AM.',
  })
  acrValues!: readonly string[];

  @Access('with parent')
  @NullableField(
    () => Int,
    'The maximum age of the sign-in in seconds (`max_age`, RFC 9470). Null if its age is sufficient.',
  )
  maxAgeSeconds!: number | null;
}

export function stepUpRequired(message: string, wanted: WantedSignIn): GatewayStepUpRequired {
  return Object.assign(userError(GatewayStepUpRequired, message), wanted);
}

@ErrorType('This AM does not support this kind of device or action. Nothing was changed.')
export class DeviceChangeNotSupported extends DeviceChangeError {}

@ErrorType('AM refused the change. Nothing was changed.')
export class DeviceChangeRefused extends DeviceChangeError {}

@ErrorType('AM did not make the change, or not for every device. A retry is safe.')
export class DeviceChangeNotDone extends DeviceChangeError {}

@ErrorType(
  'The outcome is unknown: AM did not confirm the change. Check the device list before you retry. Sessions can be ended again at any time.',
)
export class DeviceChangeOutcomeUnknown extends DeviceChangeError {}

@ErrorType('The user has no such device, or no longer has it. Nothing was changed.')
export class RegisteredDeviceNotFound extends DeviceChangeError {}

@ErrorType(
  'The idempotency key was used for another change within 24 hours. Nothing was changed. Use a new key.',
)
export class DeviceChangeKeyReused extends DeviceChangeError {}

@ErrorType(
  'A device is registered that is not in `expectedDeviceIds`, or was not part of an earlier reset with the outcome `UNKNOWN`. Nothing was changed. Check the device list, then send its ids as `expectedDeviceIds`.',
)
export class DevicesChanged extends DeviceChangeError {}

const errorsOfEveryChange = [
  DeviceOwnerNotFound,
  GatewayStepUpRequired,
  DeviceChangeNotSupported,
  DeviceChangeRefused,
  DeviceChangeNotDone,
  DeviceChangeOutcomeUnknown,
  DeviceChangeKeyReused,
] as const;

/** Declares the errors of one kind of change; `own` is the error that only it has. */
function ErrorsOf<E extends new () => DeviceChangeError>(name: string, change: string, own: E) {
  return createUnionType({
    name,
    description: `Why a ${change} failed, or may have failed.`,
    types: () => [...errorsOfEveryChange, own] as const,
  });
}

export const ResetDevicesError = ErrorsOf('ResetDevicesError', 'reset', DevicesChanged);
export const RemoveDeviceError = ErrorsOf('RemoveDeviceError', 'removal', RegisteredDeviceNotFound);
export const RenameDeviceError = ErrorsOf(
  'RenameDeviceError',
  'renaming',
  RegisteredDeviceNotFound,
);

export const EndDeviceOwnerSessionsError = createUnionType({
  name: 'EndDeviceOwnerSessionsError',
  description: 'Why sessions were not ended, or may not have been.',
  types: () =>
    [
      DeviceOwnerNotFound,
      DeviceChangeNotSupported,
      DeviceChangeRefused,
      DeviceChangeNotDone,
      DeviceChangeOutcomeUnknown,
      DeviceChangeKeyReused,
    ] as const,
});

@ErrorType('The caller may see no requested change with this id. Nothing was changed.')
export class PendingDeviceChangeNotFound extends DeviceChangeError {}

@ErrorType(
  'The requested change waits no longer: it was decided about, was withdrawn, or has expired. See its state.',
)
export class PendingDeviceChangeClosed extends DeviceChangeError {}

@ErrorType(
  'The requester may no longer make this change, or the user is not the same. The request is closed. Nothing was changed.',
)
export class PendingDeviceChangeRefused extends DeviceChangeError {}

export const RequestDeviceChangeError = createUnionType({
  name: 'RequestDeviceChangeError',
  description: 'Why a change was not requested.',
  types: () => [DeviceOwnerNotFound, RegisteredDeviceNotFound, DeviceChangeKeyReused] as const,
});

export const ApproveDeviceChangeError = createUnionType({
  name: 'ApproveDeviceChangeError',
  description: 'Why an approved change failed, or may have failed.',
  types: () =>
    [
      PendingDeviceChangeNotFound,
      PendingDeviceChangeClosed,
      PendingDeviceChangeRefused,
      DevicesChanged,
      RegisteredDeviceNotFound,
      GatewayStepUpRequired,
      DeviceChangeNotSupported,
      DeviceChangeRefused,
      DeviceChangeNotDone,
      DeviceChangeOutcomeUnknown,
    ] as const,
});

export const ClosePendingDeviceChangeError = createUnionType({
  name: 'ClosePendingDeviceChangeError',
  description: 'Why a requested change was not rejected or withdrawn.',
  types: () => [PendingDeviceChangeNotFound, PendingDeviceChangeClosed] as const,
});

/** Creates an error of one type; `path` is the input field that it is about, from the root. */
export function userError<T extends DeviceChangeError>(
  type: new () => T,
  message: string,
  path: readonly string[] | null = null,
): T {
  return Object.assign(new type(), { message, path });
}

export function noSuchPerson(
  path: readonly string[] = ['input', 'target', 'user', 'id'],
): DeviceOwnerNotFound {
  return userError(DeviceOwnerNotFound, 'There is no such person.', path);
}

export function idempotencyKeyReused(message: string): DeviceChangeKeyReused {
  return userError(DeviceChangeKeyReused, message, ['input', 'idempotencyKey']);
}

export function noSuchDevice(): RegisteredDeviceNotFound {
  return userError(RegisteredDeviceNotFound, 'There is no such device.', ['input', 'deviceId']);
}

export function noSuchPending(): PendingDeviceChangeNotFound {
  return userError(PendingDeviceChangeNotFound, 'There is no such request.', ['input', 'id']);
}
