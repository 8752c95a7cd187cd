import type { ResetDevicesMutation, RemoveDeviceMutation } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import type { Sent } from '../data/use-change.ts';
import type { Device, Kind } from '../parts/device.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** What became of a removal, as far as it is known. */
export interface Outcome {
  readonly status: 'done' | 'partly' | 'notDone' | 'unknown' | 'alreadyGone';
  readonly kind: Kind;
  /** The devices that were to go. */
  readonly targets: readonly Device[];
  /** The ids of those that are gone. */
  readonly gone: readonly string[];
  /** When it was sent. */
  readonly sentAt: Date;
  /** When the list was read that tells so; null where no answer came. */
  readonly checkedAt: Date | null;
  /** The number of the record; the correlation id where there is no record that we know of. */
  readonly reference: string | null;
  readonly sessions: 'ENDED' | 'FAILED' | 'NOT_ASKED' | 'NOT_SUPPORTED';
  readonly sessionsEnded: number | null;
  /** Why it was not done. */
  readonly cause: MessageKey | null;
}

/** What a removal leads to: an outcome, or the dialog stays open and says why. */
export type Answer =
  | { readonly next: 'outcome'; readonly outcome: Outcome }
  | { readonly next: 'signIn' }
  /** Other devices are there than the reader saw. */
  | { readonly next: 'lookAgain' }
  | { readonly next: 'refused'; readonly failure: Failure };

/** What was asked: which devices, and when. */
export interface Asked {
  readonly kind: Kind;
  readonly targets: readonly Device[];
  readonly sentAt: Date;
}

type ResetPayload = NonNullable<ResetDevicesMutation['resetDevices']>;
type RemovePayload = NonNullable<RemoveDeviceMutation['removeDevice']>;

/** What became of the reset of one kind. */
export function answerOfReset(asked: Asked, sent: Sent<ResetPayload>): Answer {
  if (sent.status !== 'answered') return answerOfSilence(asked, sent);
  const { payload } = sent;
  const [result] = payload.results;
  const errors = [...payload.errors, ...(result?.errors ?? [])];
  const early = earlyAnswer(errors);
  if (early !== null) return early;
  const gone = (result?.removedDevices ?? []).map(({ id }) => id);
  const facts = factsOf(asked, payload, errors);
  switch (result?.outcome) {
    case 'DONE':
      // Solid is only what was read back.
      return outcome({ ...facts, status: result.verified ? 'done' : 'unknown', gone });
    case 'NOTHING_TO_RESET':
      return outcome({ ...facts, status: 'alreadyGone', gone: idsOf(asked.targets) });
    case 'UNKNOWN':
      return outcome({ ...facts, status: 'unknown', gone, checkedAt: null });
    default:
      return outcome({ ...facts, status: gone.length > 0 ? 'partly' : 'notDone', gone });
  }
}

/** What became of the removal of one device. */
export function answerOfRemoval(asked: Asked, sent: Sent<RemovePayload>): Answer {
  if (sent.status !== 'answered') return answerOfSilence(asked, sent);
  const { payload } = sent;
  const early = earlyAnswer(payload.errors);
  if (early !== null) return early;
  const facts = factsOf(asked, payload, payload.errors);
  const gone = idsOf(asked.targets);
  if (payload.outcome === 'DONE') return outcome({ ...facts, status: 'done', gone });
  if (payload.errors.some(({ __typename }) => __typename === 'DeviceNotFound'))
    return outcome({ ...facts, status: 'alreadyGone', gone });
  if (payload.outcome === 'UNKNOWN')
    return outcome({ ...facts, status: 'unknown', gone: [], checkedAt: null });
  return outcome({ ...facts, status: 'notDone', gone: [] });
}

/** The outcome after the list has been read again. */
export function outcomeAfterCheck(before: Outcome, now: readonly Device[], at: Date): Outcome {
  const left = new Set(now.map(({ id }) => id));
  const gone = idsOf(before.targets).filter((id) => !left.has(id));
  const all = { ...before, gone, checkedAt: at, cause: null };
  if (gone.length === before.targets.length) return { ...all, status: 'done' };
  return { ...all, status: gone.length > 0 ? 'partly' : 'notDone', cause: 'outcome.stillThere' };
}

interface PayloadFacts {
  readonly change: { readonly id: string } | null;
  readonly sessionsEnding: Outcome['sessions'];
  readonly sessionsEnded: number | null;
}

type Errors = readonly { readonly __typename: string }[];

function factsOf(
  asked: Asked,
  payload: PayloadFacts,
  errors: Errors,
): Omit<Outcome, 'status' | 'gone'> {
  const [error] = errors;
  return {
    ...asked,
    checkedAt: new Date(),
    reference: payload.change?.id ?? null,
    sessions: payload.sessionsEnding,
    sessionsEnded: payload.sessionsEnded,
    cause: error === undefined ? null : (causes[error.__typename] ?? 'outcome.notDone'),
  };
}

const causes: Readonly<Record<string, MessageKey>> = {
  ChangeRefused: 'outcome.refused',
  NotSupportedUpstream: 'failure.notSupported',
};

function earlyAnswer(errors: Errors): Answer | null {
  const has = (name: string): boolean => errors.some(({ __typename }) => __typename === name);
  if (has('StepUpRequired')) return { next: 'signIn' };
  if (has('DevicesChanged') || has('IdempotencyKeyReused')) return { next: 'lookAgain' };
  return null;
}

function answerOfSilence(
  asked: Asked,
  sent: Exclude<Sent<unknown>, { status: 'answered' }>,
): Answer {
  const { failure } = sent;
  if (failure.code === 'STEP_UP_REQUIRED') return { next: 'signIn' };
  if (sent.status === 'refused') return { next: 'refused', failure };
  return outcome({
    ...asked,
    status: 'unknown',
    gone: [],
    checkedAt: null,
    reference: failure.reference,
    sessions: 'NOT_ASKED',
    sessionsEnded: null,
    cause: null,
  });
}

function outcome(known: Outcome): Answer {
  return { next: 'outcome', outcome: known };
}

function idsOf(devices: readonly Device[]): readonly string[] {
  return devices.map(({ id }) => id);
}
