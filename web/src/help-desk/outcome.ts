import type { RemoveDeviceMutation, ResetDevicesMutation } from '@identity-gateway/client';
import type { Device, Kind } from '../parts/device.ts';
import type { Call } from './call.ts';

/** What became of one kind. */
export interface KindOutcome {
  readonly kind: Kind;
  readonly status: 'gone' | 'nothing' | 'notGone' | 'unknown' | 'notTouched';
  readonly devices: readonly Device[];
}

/** What became of a removal, as far as it is known. */
export interface Outcome {
  readonly status: 'done' | 'partly' | 'notDone' | 'unknown' | 'nothing';
  readonly kinds: readonly KindOutcome[];
  /** How many devices are gone. */
  readonly gone: number;
  readonly sentAt: Date;
  /** When the answer came; null where none did. */
  readonly checkedAt: Date | null;
  /** The number of the record; the correlation id where there is none that we know of. */
  readonly reference: string | null;
  readonly sessions: 'ENDED' | 'FAILED' | 'NOT_ASKED' | 'NOT_SUPPORTED';
  readonly sessionsEnded: number | null;
  readonly call: Call;
}

type ResetPayload = NonNullable<ResetDevicesMutation['resetDevices']>;
type RemovePayload = NonNullable<RemoveDeviceMutation['removeDevice']>;

/** What was asked for. */
export interface Asked {
  /** What was to go, by kind, in the order of the list. */
  readonly targets: readonly Device[];
  /** Everything that was listed before. */
  readonly all: readonly Device[];
  readonly sentAt: Date;
  readonly call: Call;
}

/** The outcome of a reset of kinds. */
export function outcomeOfReset(asked: Asked, payload: ResetPayload): Outcome {
  const statusOf = (kind: Kind): KindOutcome['status'] => {
    const result = payload.results.find((one) => one.kind === kind);
    if (result === undefined) return 'notTouched';
    if (result.outcome === 'DONE') return result.verified ? 'gone' : 'unknown';
    if (result.outcome === 'NOTHING_TO_RESET') return 'nothing';
    return result.outcome === 'UNKNOWN' ? 'unknown' : 'notGone';
  };
  const gone = payload.results.reduce(
    (sum, { outcome, removedDevices }) =>
      sum + (outcome === 'WOULD_RESET' ? 0 : removedDevices.length),
    0,
  );
  return { ...factsOf(asked, payload), ...summary(asked, statusOf), gone };
}

/** The outcome of a removal of one device. */
export function outcomeOfRemoval(asked: Asked, payload: RemovePayload): Outcome {
  const [target] = asked.targets;
  const status: KindOutcome['status'] =
    payload.outcome === 'DONE' ? 'gone' : payload.outcome === 'UNKNOWN' ? 'unknown' : 'notGone';
  const statusOf = (kind: Kind): KindOutcome['status'] =>
    kind === target?.kind ? status : 'notTouched';
  return {
    ...factsOf(asked, payload),
    ...summary(asked, statusOf),
    gone: status === 'gone' ? 1 : 0,
  };
}

/** The outcome of a removal to which no answer came. */
export function outcomeOfSilence(asked: Asked, reference: string | null): Outcome {
  const kinds = new Set(asked.targets.map(({ kind }) => kind));
  const statusOf = (kind: Kind): KindOutcome['status'] =>
    kinds.has(kind) ? 'unknown' : 'notTouched';
  return {
    ...summary(asked, statusOf),
    gone: 0,
    sentAt: asked.sentAt,
    checkedAt: null,
    reference,
    sessions: 'NOT_ASKED',
    sessionsEnded: null,
    call: asked.call,
  };
}

function factsOf(
  { sentAt, call }: Asked,
  payload: ResetPayload | RemovePayload,
): Pick<Outcome, 'sentAt' | 'checkedAt' | 'reference' | 'sessions' | 'sessionsEnded' | 'call'> {
  return {
    sentAt,
    checkedAt: new Date(),
    reference: payload.change?.id ?? null,
    sessions: payload.sessionsEnding,
    sessionsEnded: payload.sessionsEnded,
    call,
  };
}

function summary(
  { targets, all }: Asked,
  statusOf: (kind: Kind) => KindOutcome['status'],
): Pick<Outcome, 'status' | 'kinds'> {
  const isAlone = (kind: Kind): boolean => targets.some((target) => target.kind === kind);
  const kinds = [...new Set(all.map(({ kind }) => kind))].map((kind) => ({
    kind,
    status: statusOf(kind),
    devices: (isAlone(kind) ? targets : all).filter((device) => device.kind === kind),
  }));
  const states = kinds.map(({ status }) => status).filter((status) => status !== 'notTouched');
  return { kinds, status: overall(states) };
}

function overall(states: readonly KindOutcome['status'][]): Outcome['status'] {
  if (states.includes('unknown')) return 'unknown';
  if (states.every((state) => state === 'nothing')) return 'nothing';
  if (states.every((state) => state === 'gone' || state === 'nothing')) return 'done';
  return states.includes('gone') ? 'partly' : 'notDone';
}
