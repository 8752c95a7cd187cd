import { recordedDevice } from '../../domain/change/change-record.ts';
import type { Proof, RecordedOutcome, RecordedResult } from '../../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import type { Failure } from '../../domain/values/failure.ts';
import { isUnclear, outcomeTraits } from '../../domain/change/outcome-traits.ts';
import type { KindResult, SettledKind } from '../request/change-request.ts';

/** The result of a kind that failed before anything was sent. */
export function notTried(
  kind: DeviceKind,
  problem: Failure,
  before: readonly Device[] | null = null,
): KindResult {
  return {
    source: 'now',
    kind,
    outcome: 'NOT_DONE',
    isTried: false,
    before,
    meant: [],
    changed: [],
    remaining: null,
    verified: false,
    problem,
  };
}

/** The result of a kind as the ledger records it. */
export function recordedResult(result: KindResult | SettledKind): RecordedResult {
  if (result.source === 'record') return result.result;
  const { kind, outcome, problem, before, remaining } = result;
  return {
    kind,
    outcome,
    proof: proofOf(outcome, problem),
    problem: problem?.code ?? null,
    before: before?.map(recordedDevice) ?? null,
    after: remaining?.map(recordedDevice) ?? null,
  };
}

function proofOf(outcome: RecordedOutcome, problem: Failure | null): Proof {
  if (isUnclear(outcome)) return 'NONE';
  const isRefused = outcomeTraits[outcome].effect === 'as listed' && problem !== null;
  return isRefused ? 'ANSWER' : 'LIST';
}

/** The order in which outcomes of kinds decide the outcome of the whole change. */
const precedence: Readonly<Record<RecordedOutcome, number>> = {
  UNKNOWN: 0,
  NOT_DONE: 1,
  WOULD_RESET: 2,
  DONE: 3,
  CONFIRMED: 4,
  NOTHING_TO_RESET: 5,
  SETUP_CODE_MADE: 6,
};

/** The outcome of a change of several kinds. */
export function overallOutcome(outcomes: readonly RecordedOutcome[]): RecordedOutcome {
  const [first = 'NOTHING_TO_RESET'] = outcomes.toSorted(
    (one, other) => precedence[one] - precedence[other],
  );
  return first;
}
