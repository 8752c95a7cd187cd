import type { DeviceChangeOutcome } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import type { ChangeResult } from '../data/use-change.ts';
import type { Device } from '../parts/device.ts';
import {
  errorNamesOfReset,
  outcomeOfRemoval,
  outcomeOfReset,
  outcomeWithoutAnswer,
} from './outcome.ts';
import type {
  RemovalErrorName,
  RemovalOutcome,
  RemovePayload,
  ResetPayload,
  SentRemoval,
} from './outcome.ts';

/** Why a removal did not happen. Nothing was changed, and the reader can act on it. */
export type RemovalObstacle =
  /** A fresher or stronger sign-in is required. */
  | { readonly next: 'signIn' }
  /** The page shows an outdated list, or a user who no longer exists; it must read again. */
  | { readonly next: 'lookAgain' }
  | { readonly next: 'refused'; readonly failure: Failure };

/** What a removal leads to: an outcome, or the dialog stays open and says why. */
export type RemovalAnswer =
  { readonly next: 'outcome'; readonly outcome: RemovalOutcome } | RemovalObstacle;

/** What a preview leads to: the devices that the reader is asked to confirm, or an obstacle. */
export type PreviewAnswer =
  | {
      readonly next: 'confirm';
      /** When the gateway answered the dry run. */
      readonly triedAt: Date;
      readonly devices: readonly Device[];
    }
  | RemovalObstacle;

/** Returns what a reset of some kinds leads to. */
export function answerOfReset(
  sent: SentRemoval,
  result: ChangeResult<ResetPayload>,
): RemovalAnswer {
  if (result.status !== 'answered') return answerOfFailure(sent, result);
  const { payload } = result;
  const reference = payload.change?.reference ?? null;
  const obstacle = payload.results.some(mayHaveChanged)
    ? null
    : obstacleOf(errorNamesOfReset(payload), reference);
  return obstacle ?? { next: 'outcome', outcome: outcomeOfReset(sent, payload) };
}

/** Returns what the removal of one device leads to. */
export function answerOfRemoval(
  sent: SentRemoval,
  result: ChangeResult<RemovePayload>,
): RemovalAnswer {
  if (result.status !== 'answered') return answerOfFailure(sent, result);
  const { payload } = result;
  const names = payload.errors.map(({ code }) => code);
  return (
    obstacleOf(names, payload.change?.reference ?? null) ?? {
      next: 'outcome',
      outcome: outcomeOfRemoval(sent, payload),
    }
  );
}

/** Returns what the dry run of a reset leads to. It changes nothing, even if it gets no answer. */
export function answerOfPreview(
  targets: readonly Device[],
  result: ChangeResult<ResetPayload>,
): PreviewAnswer {
  if (result.status !== 'answered') return obstacleOfFailure(ofPreview(result));
  const obstacle = obstacleOf(errorNamesOfReset(result.payload), null);
  if (obstacle !== null) return obstacle;
  const ids = new Set(
    result.payload.results.flatMap(({ removedDevices }) =>
      removedDevices.map(({ deviceId }) => deviceId),
    ),
  );
  return confirmOf(targets.filter(({ id }) => ids.has(id)));
}

/** Returns what the dry run of a removal leads to. */
export function answerOfRemovalPreview(
  targets: readonly Device[],
  result: ChangeResult<RemovePayload>,
): PreviewAnswer {
  if (result.status !== 'answered') return obstacleOfFailure(ofPreview(result));
  const { outcome, errors } = result.payload;
  const names = errors.map(({ code }) => code);
  return obstacleOf(names, null) ?? confirmOf(outcome === 'WOULD_REMOVE' ? targets : []);
}

/** If another change has just removed all devices, the list is outdated. */
function confirmOf(devices: readonly Device[]): PreviewAnswer {
  if (devices.length === 0) return { next: 'lookAgain' };
  return { next: 'confirm', triedAt: new Date(), devices };
}

function answerOfFailure(
  sent: SentRemoval,
  { status, failure }: Exclude<ChangeResult<unknown>, { readonly status: 'answered' }>,
): RemovalAnswer {
  if (status === 'refused' || failure.code === 'STEP_UP_REQUIRED')
    return obstacleOfFailure(failure);
  return { next: 'outcome', outcome: outcomeWithoutAnswer(sent, failure.reference) };
}

/** A dry run changes nothing, so one without an answer is a read that failed. */
function ofPreview({
  status,
  failure,
}: Exclude<ChangeResult<unknown>, { readonly status: 'answered' }>): Failure {
  return status === 'lost' ? { ...failure, of: 'read' } : failure;
}

function obstacleOfFailure(failure: Failure): RemovalObstacle {
  return failure.code === 'STEP_UP_REQUIRED' ? { next: 'signIn' } : { next: 'refused', failure };
}

/** Errors after which nothing was changed and the reader has to act; null for other errors. */
const obstacles = {
  STEP_UP_REQUIRED: 'signIn',
  DEVICES_CHANGED: 'lookAgain',
  USER_NOT_FOUND: 'lookAgain',
  IDEMPOTENCY_KEY_REUSED: 'keyReused',
  NOT_DONE: null,
  OUTCOME_UNKNOWN: null,
  REFUSED_BY_AM: null,
  // The device is gone, as the reader wanted.
  DEVICE_NOT_FOUND: null,
  NOT_SUPPORTED: null,
} as const satisfies Record<RemovalErrorName, 'signIn' | 'lookAgain' | 'keyReused' | null>;

function obstacleOf(
  names: readonly RemovalErrorName[],
  reference: string | null,
): RemovalObstacle | null {
  const found = names.map((name) => (Object.hasOwn(obstacles, name) ? obstacles[name] : null));
  if (found.includes('signIn')) return { next: 'signIn' };
  if (found.includes('lookAgain')) return { next: 'lookAgain' };
  if (!found.includes('keyReused')) return null;
  const failure = { of: 'change', code: 'IDEMPOTENCY_KEY_REUSED', reference } as const;
  return { next: 'refused', failure: { ...failure, retryAfterSeconds: null } };
}

const changesSomething = {
  DONE: true,
  CONFIRMED: true,
  UNKNOWN: true,
  NOT_DONE: false,
  NOTHING_TO_RESET: false,
  SETUP_CODE_MADE: false,
  WOULD_REMOVE: false,
} as const satisfies Record<DeviceChangeOutcome, boolean>;

function mayHaveChanged({ outcome, removedDevices }: ResetPayload['results'][number]): boolean {
  const isKnown = Object.hasOwn(changesSomething, outcome);
  return isKnown ? changesSomething[outcome] || removedDevices.length > 0 : true;
}
