import { recordedDevice } from '../../domain/change-record.ts';
import type {
  Proof,
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
  RecordedResult,
} from '../../domain/change-record.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import type { Failure } from '../../domain/failure.ts';

/** How a change of one kind ended, as the ledger holds it. */
export function recordedResult(
  kind: DeviceKind,
  {
    outcome,
    remaining,
    problem,
  }: {
    readonly outcome: RecordedOutcome;
    readonly remaining: readonly Device[] | null;
    readonly problem: Failure | null;
  },
  before: readonly Device[] | null,
): RecordedResult {
  return {
    kind,
    outcome,
    proof: proofOf(outcome, problem),
    problem: problem?.code ?? null,
    before: before?.map(recordedDevice) ?? null,
    after: remaining?.map(recordedDevice) ?? null,
  };
}

/** The result of a kind that was not changed, because of a failure before anything was sent. */
export function notDone(
  kind: DeviceKind,
  problem: Failure | null,
  before: readonly Device[] | null,
): RecordedResult {
  return recordedResult(kind, { outcome: 'NOT_DONE', remaining: null, problem }, before);
}

/** The devices that a recorded change of one kind removed. */
export function removedIn({ intent }: RecordedChange, result: RecordedResult): RecordedDevice[] {
  const before = result.before ?? intent.before?.filter(({ kind }) => kind === result.kind) ?? [];
  const { after } = result;
  return after === null ? [] : before.filter(({ id }) => !after.some((left) => left.id === id));
}

/** The outcome of a change of several kinds: what is unclear first, then what was not done. */
export function overallOutcome(outcomes: readonly RecordedOutcome[]): RecordedOutcome {
  const order: readonly RecordedOutcome[] = [
    'UNKNOWN',
    'NOT_DONE',
    'WOULD_RESET',
    'DONE',
    'CONFIRMED',
  ];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'NOTHING_TO_RESET';
}

function proofOf(outcome: RecordedOutcome, problem: Failure | null): Proof {
  if (outcome === 'UNKNOWN') return 'NONE';
  return outcome === 'NOT_DONE' && problem !== null ? 'ANSWER' : 'LIST';
}
