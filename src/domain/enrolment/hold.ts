import type { RecordedDevice, RecordedNames } from '../change/change-record.ts';
import type { DeviceKind } from '../devices/device.ts';

/** How many wrong tries end a code, and how long it works after it was first accepted, in ms. */
export const mostWrongTries = 5;
export const codeWorksMs = 15 * 60_000;

/**
 * After an accepted code, another sign-in waits this long, in ms: two that run at once could each
 * register a device.
 */
export const betweenAllowsMs = 60_000;

/**
 * For how long nothing else is registered after the device of a code, in ms. A sign-in that passed
 * the first factor before the device was there may still reach AM's registration.
 */
export const settlingMs = 15 * 60_000;

/** How a hold ended. */
export const HoldEnd = {
  /** A device was registered with its code. */
  REGISTERED: 'REGISTERED',
  /** A later change of the person opened another one. */
  REPLACED: 'REPLACED',
  /** The change removed nothing. */
  NOT_CHANGED: 'NOT_CHANGED',
  /** An operator ended it on the command line. */
  ENDED: 'ENDED',
} as const;
export type HoldEnd = (typeof HoldEnd)[keyof typeof HoldEnd];

/** The state of a hold at a moment. `OVER`: its time has passed. */
export const HoldState = { OPEN: 'OPEN', OVER: 'OVER', ...HoldEnd } as const;
export type HoldState = (typeof HoldState)[keyof typeof HoldState];

/**
 * After a change, a new device of these kinds needs the change's setup code. Times are in epoch
 * milliseconds.
 */
export interface Hold {
  /** The reference number of the change that opened it. */
  readonly id: string;
  readonly person: RecordedNames;
  readonly kinds: readonly DeviceKind[];
  readonly openedAt: number;
  readonly until: number;
  readonly end: HoldEnd | null;
  readonly endedAt: number | null;
  /** Whether a code was made: not for a campaign, which has no one to hand it over. */
  readonly hasCode: boolean;
  readonly wrongTries: number;
  /** When the code was first and last accepted; null before. */
  readonly allowedAt: number | null;
  readonly lastAllowedAt: number | null;
  /** The kind of the accepted registration, and the ids listed then; null if not read. */
  readonly allowedKind: DeviceKind | null;
  readonly listed: readonly string[] | null;
  /** The device that was registered; null until one is listed. */
  readonly device: RecordedDevice | null;
}

/** What can be done with a code now. */
export type CodeState = 'none' | 'works' | 'too many tries' | 'over';

export function codeState(
  { hasCode, wrongTries, allowedAt }: Pick<Hold, 'hasCode' | 'wrongTries' | 'allowedAt'>,
  now: number,
): CodeState {
  if (!hasCode) return 'none';
  if (wrongTries >= mostWrongTries) return 'too many tries';
  return allowedAt !== null && now >= allowedAt + codeWorksMs ? 'over' : 'works';
}

export function holdState({ end, until }: Pick<Hold, 'end' | 'until'>, now: number): HoldState {
  return end ?? (now < until ? 'OPEN' : 'OVER');
}

/** What is recorded of a hold in the chain, besides the change that opened it. */
export const enrolmentSteps = [
  'ALLOWED',
  'WRONG_CODE',
  'CODE_ENDED',
  'REGISTERED',
  'ENDED',
] as const;
export type EnrolmentStep = (typeof enrolmentSteps)[number];

/** A step of a hold, as it is recorded. */
export interface RecordedEnrolment {
  readonly step: EnrolmentStep;
  /** The reference number of the change that opened the hold. */
  readonly opener: string;
  readonly person: RecordedNames;
  /** The kind that AM asked about; null for an end by an operator. */
  readonly kind: DeviceKind | null;
  readonly device: RecordedDevice | null;
  readonly correlationId: string | null;
}

/** Returns the device of an accepted registration in a later list; null before that. */
export function registeredDevice(
  { listed }: Pick<Hold, 'listed'>,
  now: readonly RecordedDevice[] | null,
): RecordedDevice | null {
  if (listed === null || now === null) return null;
  return now.find(({ id }) => id !== null && !listed.includes(id)) ?? null;
}
