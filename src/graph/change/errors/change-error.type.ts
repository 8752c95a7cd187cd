import { codedError, errorType, type CodedError } from './coded-error.ts';

const codesOfEveryChange = {
  USER_NOT_FOUND: 'This realm has no such user. Nothing was changed.',
  NOT_SUPPORTED: 'This AM does not support this kind of device or action. Nothing was changed.',
  REFUSED_BY_AM: 'AM refused the change. Nothing was changed.',
  NOT_DONE: 'AM did not make the change, or not for every device. A retry is safe.',
  OUTCOME_UNKNOWN:
    'The outcome is unknown: AM did not confirm the change. Check the device list before you retry. Sessions can be ended again at any time.',
  IDEMPOTENCY_KEY_REUSED:
    'The idempotency key was used for another change within 24 hours. Nothing was changed. Use a new key.',
} as const;

export const codesOfDeviceChanges = {
  ...codesOfEveryChange,
  STEP_UP_REQUIRED:
    'The sign-in of this user is too weak or too old for a change of their own devices. Nothing was changed. `stepUp` says which one is needed.',
} as const;

export const devicesChanged = {
  DEVICES_CHANGED:
    'A device is registered that is not in `expectedDeviceIds`, or was not part of an earlier change whose outcome is unknown, or of the request. Nothing was changed. Check the device list.',
} as const;

export const deviceNotFound = {
  DEVICE_NOT_FOUND: 'The user has no such device, or no longer has it. Nothing was changed.',
} as const;

export const ResetDevicesError = errorType('ResetDevicesError', {
  description: 'Why a reset failed, or may have failed.',
  codes: { ...codesOfDeviceChanges, ...devicesChanged },
});

export const RegisteredDeviceChangeError = errorType('RegisteredDeviceChangeError', {
  description: 'Why the change of one device failed, or may have failed.',
  codes: { ...codesOfDeviceChanges, ...deviceNotFound },
});

export const EndSessionsError = errorType('EndDeviceOwnerSessionsError', {
  description: 'Why sessions were not ended, or may not have been.',
  codes: codesOfEveryChange,
});

/** The code of an error of any change that the caller makes alone. */
type ChangeErrorCode =
  keyof typeof codesOfDeviceChanges | keyof typeof devicesChanged | keyof typeof deviceNotFound;

export type ChangeError = CodedError<ChangeErrorCode>;

export function noSuchPerson(
  path: readonly string[] = ['input', 'target', 'user', 'id'],
): CodedError<'USER_NOT_FOUND'> {
  return codedError('USER_NOT_FOUND', 'There is no such person.', path);
}

export function idempotencyKeyReused(message: string): CodedError<'IDEMPOTENCY_KEY_REUSED'> {
  return codedError('IDEMPOTENCY_KEY_REUSED', message, ['input', 'idempotencyKey']);
}

export function noSuchDevice(
  path: readonly string[] = ['input', 'deviceId'],
): CodedError<'DEVICE_NOT_FOUND'> {
  return codedError('DEVICE_NOT_FOUND', 'There is no such device.', path);
}
