import type { KindResult, SettledKind } from '../../changes/request/change-request.ts';
import { removedByRecord } from '../../changes/lists/compare-lists.ts';
import {
  recordedDevice,
  type RecordedChange,
  type RecordedResult,
} from '../../domain/change/change-record.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ResetOutcome } from '../../domain/change/change.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import type { ChangeError } from './errors/change-error.type.ts';
import { codedError } from './errors/coded-error.ts';
import { userErrorOfFailure, userErrorsOfReport } from './errors/change-errors.ts';
import { removedDevices, type RemovedDeviceFacts } from '../history/shown-change.ts';

/** The result of the reset of one kind, as payloads show it. */
export interface KindResetFacts {
  readonly outcome: ResetOutcome;
  readonly removedDevices: readonly RemovedDeviceFacts[];
  readonly isVerified: boolean;
  readonly errors: readonly ChangeError[];
}

/** The facts of one kind among several. */
export type KindFacts = KindResetFacts & { readonly kind: DeviceKind };

/** The facts of a reset that was not tried. */
export function untried(error: ChangeError): KindResetFacts {
  return { outcome: 'NOT_DONE', removedDevices: [], isVerified: false, errors: [error] };
}

/** The facts of one kind; a failure before the reset was tried is a typed error, too. */
export function resetFacts(result: KindResult | SettledKind, person: Person): KindFacts {
  const { kind } = result;
  if (result.source === 'record') return recordedFacts(result.change, result.result, person);
  const { outcome, isTried, verified, problem } = result;
  if (!isTried && problem !== null) {
    const error = userErrorOfFailure(problem, kind) ?? codedError('NOT_DONE', problem.message);
    return { kind, ...untried(error) };
  }
  const isPartial = result.changed.length > 0;
  return {
    kind,
    outcome,
    removedDevices: removedDevices(person, result.changed.map(recordedDevice)),
    isVerified: verified,
    errors: userErrorsOfReport({ outcome, problem, isPartial }, kind),
  };
}

/** The facts of each kind of a recorded reset. */
export function replayedReset(change: RecordedChange, person: Person): readonly KindFacts[] {
  return (change.outcome?.results ?? []).map((result) => recordedFacts(change, result, person));
}

function recordedFacts(change: RecordedChange, result: RecordedResult, person: Person): KindFacts {
  const { kind } = result;
  const { shown: outcome, isVerified } = outcomeTraits[result.outcome];
  return {
    kind,
    outcome,
    removedDevices: removedDevices(person, removedByRecord(change, result)),
    isVerified,
    errors: userErrorsOfReport({ outcome, problem: null }, kind),
  };
}
