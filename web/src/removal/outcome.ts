import type {
  RemoveDeviceMutation,
  ResetDevicesMutation,
  DeviceOwnerSessionsEnding,
} from '@identity-gateway/client';
import type { Device, Kind } from '../parts/device.ts';
import type { ShownCode } from '../parts/enrolment.ts';
import { statusOfRemoval, statusOfResult, type KindStatus } from './kind-status.ts';

/** The result for one kind. */
export interface KindResult {
  readonly kind: Kind;
  readonly status: KindStatus;
  /** The devices to remove; every listed device if nothing of this kind was to be removed. */
  readonly devices: readonly Device[];
  /** The other devices of this kind that were listed. */
  readonly others: readonly Device[];
}

/** Why a device is still registered. */
export type FailureCause = 'refused' | 'notSupported' | 'notDone' | 'stillThere';

/** What happened to the devices of a removal, as far as the page knows. */
export interface RemovalOutcome extends ShownCode {
  readonly status: 'done' | 'alreadyGone' | 'partly' | 'notDone' | 'unknown';
  /** A result for every kind that had devices. */
  readonly kinds: readonly KindResult[];
  readonly targets: readonly Device[];
  /** The ids of the targets that are no longer registered. */
  readonly goneIds: readonly string[];
  /** How many devices this removal removed. */
  readonly removedCount: number;
  readonly sentAt: Date;
  /** When the device list behind this outcome was read; null if the outcome is unknown. */
  readonly checkedAt: Date | null;
  /** The id of the recorded change; the correlation id if no record is known. */
  readonly reference: string | null;
  /** `UNKNOWN` until the record says what became of them. */
  readonly sessions: DeviceOwnerSessionsEnding | 'UNKNOWN';
  readonly sessionsEnded: number | null;
  /** Null if every target is gone or the outcome is unknown. */
  readonly cause: FailureCause | null;
}

/** Whether the user was to be signed out elsewhere, and perhaps is not. */
export function isSignOutUnmet({ sessions }: Pick<RemovalOutcome, 'sessions'>): boolean {
  return sessions === 'FAILED' || sessions === 'NOT_SUPPORTED';
}

/** Whether the record may still say more. Until then the page makes no sentence about it. */
export function isOpen({ status, sessions }: Pick<RemovalOutcome, 'status' | 'sessions'>): boolean {
  return status === 'unknown' || sessions === 'UNKNOWN';
}

/** A removal that was sent. */
export interface SentRemoval {
  readonly targets: readonly Device[];
  /** Every device that the page listed before. */
  readonly devices: readonly Device[];
  readonly sentAt: Date;
  /** Whether to end the user's other sessions, too. */
  readonly endSessions: boolean;
}

export type ResetPayload = NonNullable<ResetDevicesMutation['resetDevices']>;
export type RemovePayload = NonNullable<RemoveDeviceMutation['removeDevice']>;

/** The errors of both mutations, by name. */
export type RemovalErrorName =
  ResetPayload['errors'][number]['code'] | RemovePayload['errors'][number]['code'];

/** Returns the outcome of a reset of some kinds. */
export function outcomeOfReset(sent: SentRemoval, payload: ResetPayload): RemovalOutcome {
  const statusOf = (kind: Kind): KindStatus =>
    statusOfResult(payload.results.find((result) => result.kind === kind));
  const removed = payload.results
    .filter(({ outcome }) => outcome !== 'WOULD_REMOVE')
    .flatMap(({ removedDevices }) => removedDevices.map(({ deviceId }) => deviceId));
  const results = kindResults(sent, statusOf);
  return {
    ...summary(sent, results, errorNamesOfReset(payload)),
    ...factsOf(payload),
    goneIds: [...new Set([...removed, ...idsOf(results, 'alreadyGone')])],
    removedCount: removed.length,
  };
}

/** Returns the codes of all errors of a reset. */
export function errorNamesOfReset({ errors }: ResetPayload): readonly RemovalErrorName[] {
  return errors.map(({ code }) => code);
}

/** Returns the outcome of the removal of one device. */
export function outcomeOfRemoval(sent: SentRemoval, payload: RemovePayload): RemovalOutcome {
  const errors = payload.errors.map(({ code }) => code);
  const isMissing = errors.includes('DEVICE_NOT_FOUND');
  const status = isMissing ? 'alreadyGone' : statusOfRemoval(payload.outcome);
  const results = kindResults(sent, () => status);
  const goneIds = [...idsOf(results, 'gone'), ...idsOf(results, 'alreadyGone')];
  return {
    ...summary(sent, results, errors),
    ...factsOf(payload),
    goneIds,
    removedCount: isMissing ? 0 : goneIds.length,
  };
}

/** Returns the outcome of a removal that got no answer: unknown for each target. */
export function outcomeWithoutAnswer(sent: SentRemoval, reference: string | null): RemovalOutcome {
  return {
    ...summary(
      sent,
      kindResults(sent, () => 'unknown'),
      [],
    ),
    reference,
    sessions: sent.endSessions ? 'UNKNOWN' : 'NOT_ASKED',
    sessionsEnded: null,
    setupCode: null,
    enrolment: null,
    goneIds: [],
    removedCount: 0,
  };
}

/** Keeps what the page shows and the record lacks: names, and the code while it works. */
export function withShown<Outcome extends RemovalOutcome>(
  shown: RemovalOutcome,
  settled: Outcome,
): Outcome {
  const { setupCode, reference, targets } = shown;
  const named = (device: Device): Device => targets.find(({ id }) => id === device.id) ?? device;
  const isSame = reference === settled.reference && settled.enrolment?.isCodeUsable === true;
  return {
    ...settled,
    targets,
    kinds: settled.kinds.map((of) => ({ ...of, devices: of.devices.map(named) })),
    ...(isSame && { setupCode }),
  };
}

/** Returns the outcome after the page has read the device list again. */
export function outcomeAfterCheck<Outcome extends RemovalOutcome>(
  before: Outcome,
  devices: readonly Device[],
  checkedAt: Date,
): Outcome {
  const registered = new Set(devices.map(({ id }) => id));
  const goneIds = before.targets.map(({ id }) => id).filter((id) => !registered.has(id));
  const kinds = before.kinds.map((result) =>
    result.status === 'notTouched' ? result : { ...result, status: listed(result, registered) },
  );
  const status = overallStatus(kinds);
  const cause = status === 'done' ? null : 'stillThere';
  return { ...before, status, kinds, goneIds, removedCount: goneIds.length, checkedAt, cause };
}

function listed({ devices }: KindResult, registered: ReadonlySet<string>): KindStatus {
  if (devices.every(({ id }) => !registered.has(id))) return 'gone';
  return devices.every(({ id }) => registered.has(id)) ? 'notGone' : 'partlyGone';
}

/** A result for every kind that had devices; kinds without targets are not touched. */
function kindResults(
  { targets, devices }: SentRemoval,
  statusOf: (kind: Kind) => KindStatus,
): readonly KindResult[] {
  return [...new Set(devices.map(({ kind }) => kind))].map((kind) => {
    const ofKind = targets.filter((target) => target.kind === kind);
    const others = devices.filter((device) => device.kind === kind && !targets.includes(device));
    return ofKind.length > 0
      ? { kind, status: statusOf(kind), devices: ofKind, others }
      : { kind, status: 'notTouched', devices: others, others: [] };
  });
}

function idsOf(results: readonly KindResult[], status: KindStatus): readonly string[] {
  return results
    .filter((result) => result.status === status)
    .flatMap(({ devices }) => devices.map(({ id }) => id));
}

function summary(
  { targets, sentAt }: SentRemoval,
  kinds: readonly KindResult[],
  errors: readonly RemovalErrorName[],
): Pick<RemovalOutcome, 'status' | 'kinds' | 'targets' | 'sentAt' | 'checkedAt' | 'cause'> {
  const status = overallStatus(kinds);
  const checkedAt = status === 'unknown' ? null : new Date();
  const hasFailed = status === 'notDone' || status === 'partly';
  return { status, kinds, targets, sentAt, checkedAt, cause: hasFailed ? causeOf(errors) : null };
}

function overallStatus(kinds: readonly KindResult[]): RemovalOutcome['status'] {
  const all = kinds.map(({ status }) => status).filter((status) => status !== 'notTouched');
  if (all.includes('unknown')) return 'unknown';
  if (all.every((status) => status === 'alreadyGone')) return 'alreadyGone';
  if (all.every((status) => status === 'gone' || status === 'alreadyGone')) return 'done';
  return all.includes('gone') || all.includes('partlyGone') ? 'partly' : 'notDone';
}

const causes = {
  REFUSED_BY_AM: 'refused',
  NOT_SUPPORTED: 'notSupported',
  NOT_DONE: 'notDone',
  OUTCOME_UNKNOWN: 'notDone',
  DEVICE_NOT_FOUND: 'notDone',
  DEVICES_CHANGED: 'notDone',
  IDEMPOTENCY_KEY_REUSED: 'notDone',
  STEP_UP_REQUIRED: 'notDone',
  USER_NOT_FOUND: 'notDone',
} as const satisfies Record<RemovalErrorName, FailureCause>;

function causeOf([name]: readonly RemovalErrorName[]): FailureCause {
  return name !== undefined && Object.hasOwn(causes, name) ? causes[name] : 'notDone';
}

function factsOf(
  payload: ResetPayload | RemovePayload,
): Pick<RemovalOutcome, 'reference' | 'sessions' | 'sessionsEnded' | keyof ShownCode> {
  return {
    reference: payload.change?.reference ?? null,
    sessions: payload.sessionsEnding,
    sessionsEnded: payload.sessionsEnded,
    setupCode: payload.setupCode,
    enrolment: payload.change?.enrolment ?? null,
  };
}
