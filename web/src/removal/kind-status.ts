import type { DeviceChangeOutcome, ResetDevicesMutation } from '@identity-gateway/client';

/** What happened to the devices of one kind. */
export type KindStatus =
  'gone' | 'alreadyGone' | 'partlyGone' | 'notGone' | 'unknown' | 'notTouched';

type KindOfReset = NonNullable<ResetDevicesMutation['resetDevices']>['results'][number];

/** What the gateway reports of one kind of a reset; undefined if it reports nothing. */
export function statusOfResult(result: KindOfReset | undefined): KindStatus {
  if (result === undefined) return 'notGone';
  switch (result.outcome) {
    case 'DONE':
    case 'CONFIRMED':
      // The page reports a device as gone only after the gateway has read the list again.
      return result.isVerified ? 'gone' : 'unknown';
    case 'NOTHING_TO_RESET':
    case 'SETUP_CODE_MADE':
      return 'alreadyGone';
    case 'NOT_DONE':
      return result.removedDevices.length > 0 ? 'partlyGone' : 'notGone';
    case 'WOULD_REMOVE':
      return 'notGone';
    case 'UNKNOWN':
      return 'unknown';
    default:
      result.outcome satisfies never;
      // An outcome that only a newer gateway knows.
      return 'unknown';
  }
}

const statusOfChange = {
  DONE: 'gone',
  CONFIRMED: 'gone',
  NOT_DONE: 'notGone',
  NOTHING_TO_RESET: 'notGone',
  SETUP_CODE_MADE: 'notGone',
  WOULD_REMOVE: 'notGone',
  UNKNOWN: 'unknown',
} as const satisfies Record<DeviceChangeOutcome, KindStatus>;

/** What the gateway reports of the removal of one device. */
export function statusOfRemoval(outcome: DeviceChangeOutcome): KindStatus {
  return Object.hasOwn(statusOfChange, outcome) ? statusOfChange[outcome] : 'unknown';
}
