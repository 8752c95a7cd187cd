import { resetDevices } from '../../am/devices/reset-devices.ts';
import type { RecordedChange, RecordedResult } from '../../domain/change-record.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { ResetOutcome, ResetReport } from '../../domain/reset.ts';
import { ownedBy } from '../device/device-owned.ts';
import { amIdsIn } from './device-id.ts';
import { noteChange } from '../request/loaders.ts';
import type { View } from '../request/grant.ts';
import { userErrorOfReport, userErrorOfFailure } from './change-errors.ts';
import type { ChangeError } from './change-error.type.ts';
import { notDone, recordedResult, removedIn } from './recorded-result.ts';
import type { Recording } from './recording.ts';
import { Replayed } from './repeats.ts';
import { removedDevices } from './removed-device.ts';
import type { RemovedDeviceFacts } from './removed-device.ts';

/** The result of the reset of one kind, as payloads show it. */
export interface KindResetFacts {
  readonly outcome: ResetReport['outcome'];
  readonly removedDevices: readonly RemovedDeviceFacts[];
  readonly verified: boolean;
  readonly errors: readonly ChangeError[];
}

/** What payloads and the ledger are told of the reset of one kind. */
export interface KindReset {
  readonly facts: KindResetFacts;
  readonly record: RecordedResult;
}

/** The options of the reset of one kind. */
export interface ResetOptions {
  readonly kind: DeviceKind;
  readonly dryRun: boolean;
  readonly force: boolean;
  /** The global ids of the devices that the caller has seen; null for any. */
  readonly expected: readonly string[] | null;
  readonly recording: Recording;
}

/** Creates the result of a reset that was not tried. */
export function untried(error: ChangeError): KindResetFacts {
  return { outcome: 'NOT_DONE', removedDevices: [], verified: false, errors: [error] };
}

/**
 * Resets one kind of one person; an error that the caller can act on is in the result.
 * @throws Replayed for a change that was made before, UnderWay, and any other Failure
 */
export async function resetKind(
  { am, loaders }: View,
  person: Person,
  { recording, ...options }: ResetOptions,
): Promise<KindReset> {
  const { kind } = options;
  let before: readonly Device[] | null = null;
  const begin = async (listed: readonly Device[]): Promise<void> => {
    before = listed;
    await recording.begin(kind, listed);
  };
  try {
    const { expected: ids } = options;
    const expected = ids === null ? null : amIdsIn(ids, person, kind);
    const report = await resetDevices(am, { who: person, ...options, expected, begin });
    if (isChanged(report)) noteChange(loaders, person, { kind, remaining: report.remaining });
    const error = userErrorOfReport(report, kind);
    const facts = {
      outcome: report.outcome,
      removedDevices: ownedBy<DeviceKind>(person, report.removed),
      verified: report.verified,
      errors: error === null ? [] : [error],
    };
    return { facts, record: recordedResult(kind, report, before) };
  } catch (error) {
    if (error instanceof Replayed && error.result !== null)
      return { facts: replayedKind(error.change, error.result, person), record: error.result };
    const expected = error instanceof Failure ? userErrorOfFailure(error, kind) : null;
    if (expected === null || !(error instanceof Failure)) throw error;
    return { facts: untried(expected), record: notDone(kind, error, before) };
  }
}

/** The result of a reset that was made before, as it was recorded. */
export function replayedReset(
  change: RecordedChange,
  person: Person,
): readonly (KindResetFacts & { readonly kind: DeviceKind })[] {
  return (change.outcome?.results ?? []).map((result) => ({
    kind: result.kind,
    ...replayedKind(change, result, person),
  }));
}

function replayedKind(
  change: RecordedChange,
  result: RecordedResult,
  person: Person,
): KindResetFacts {
  const outcome: ResetOutcome = result.outcome === 'CONFIRMED' ? 'DONE' : result.outcome;
  const error = userErrorOfReport({ outcome, problem: null }, result.kind);
  return {
    outcome,
    removedDevices: removedDevices(person, removedIn(change, result)),
    verified: outcome === 'DONE' && result.proof !== 'NONE',
    errors: error === null ? [] : [error],
  };
}

function isChanged({ outcome }: ResetReport): boolean {
  return outcome !== 'NOTHING_TO_RESET' && outcome !== 'WOULD_RESET';
}
