import type { ClaimedLine, FailReason, LineResult } from '../../domain/campaign/campaign-line.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import { isUnclear, outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { hasChanged } from '../../domain/change/recorded-effect.ts';
import type { ChangeResult } from '../request/change-request.ts';

/** How long a line waits after its first failure, and at most, in milliseconds. */
const firstPauseMs = 1_000;
const longestPauseMs = 300_000;

/** How often to look whether a change that a crash left open is closed, in milliseconds. */
export const openPauseMs = 5_000;

/** Failures that concern all people or pass: of AM, the service credential, a lock, the ledger. */
const passing: ReadonlySet<string> = new Set<FailReason>([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'OVERLOADED',
  'RATE_LIMITED',
  'PRIVILEGE_UNKNOWN',
  'AREA_UNKNOWN',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'SERVICE_CREDENTIAL_MISSING',
  'AUDIT_UNAVAILABLE',
  'NOT_DONE',
]);

/** Failures that may concern this person only, such as a record that AM cannot read. */
const perhapsPassing: ReadonlySet<string> = new Set<FailReason>([
  'UPSTREAM_ERROR',
  'UPSTREAM_CONTRACT',
]);

/** Returns what a change means for its line. */
export function ofResult(result: ChangeResult, line: ClaimedLine): LineResult {
  switch (result.kind) {
    case 'completed': {
      const { change } = result;
      if (change !== null) return ofRecord(change, line);
      // Nothing was recorded, so nothing was sent: the lock was not released in time.
      const [problem] = result.results.map((one) => (one.source === 'now' ? one.problem : null));
      return afterFailure(problem?.code ?? 'NOT_DONE', line, { isNewChange: false });
    }
    case 'replayed':
      return ofRecord(result.change, line);
    case 'inProgress':
      return { kind: 'again', reason: 'UNKNOWN', afterMs: openPauseMs, isNewChange: false };
    case 'limited':
      return { kind: 'failed', reason: 'RATE_LIMITED', change: null };
    case 'keyReused':
      return { kind: 'failed', reason: 'IDEMPOTENCY_KEY_REUSED', change: null };
    case 'notWaiting':
      throw new TypeError('only a requested change waits');
    case 'rejected':
      throw result.failure;
    default:
      return result satisfies never;
  }
}

/**
 * Returns what a recorded change alone means for its line; `storyOf` adds the attempts before. An
 * unknown outcome is left to an operator: if
 * the campaign sent it again, AM could receive it twice.
 */
export function ofRecord({ id, intent, outcome }: RecordedChange, line: ClaimedLine): LineResult {
  const results = outcome?.results ?? [];
  if (outcome === null || results.some((one) => isUnclear(one.outcome)))
    return { kind: 'failed', reason: 'UNKNOWN', change: id };
  const undone = results.find((one) => !outcomeTraits[one.outcome].isVerified);
  if (undone !== undefined) {
    const { problem } = undone;
    // Without a problem, a list has shown after a crash that nothing was done.
    const again = afterFailure(problem ?? 'NOT_DONE', line, { isNewChange: true });
    return again.kind === 'failed' ? { ...again, change: id } : again;
  }
  const isDone = results.some((one) => hasChanged(intent.effect, one));
  return { kind: 'done', outcome: isDone ? 'DONE' : 'NOTHING_TO_RESET', change: id };
}

/**
 * Returns a result as a dry run has it. No line ends in a dry run: a failure and a reason to skip
 * are findings, and the campaign decides about the person again.
 */
export function asFinding(
  result: LineResult,
): Extract<LineResult, { readonly kind: 'checked' | 'again' }> {
  switch (result.kind) {
    case 'checked':
    case 'again':
      return result;
    case 'failed':
    case 'skipped':
      return { kind: 'checked', finding: result.reason, devices: {} };
    case 'done':
      throw new TypeError('a dry run resets no one');
  }
}

/** A line is tried again after a failure that passes, later each time; otherwise it has failed. */
export function afterFailure(
  reason: FailReason,
  { tries }: ClaimedLine,
  { isNewChange }: { readonly isNewChange: boolean },
): LineResult {
  if (tries + 1 >= mostTries(reason)) return { kind: 'failed', reason, change: null };
  const afterMs = Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
  return { kind: 'again', reason, afterMs, isNewChange };
}

/**
 * Returns after how many failures a line fails itself. A threat level that rises while a person is
 * in progress holds the campaign, so the line waits for as long as it takes.
 */
function mostTries(reason: FailReason): number {
  if (reason === 'THREAT_LEVEL') return Infinity;
  if (passing.has(reason)) return 20;
  return perhapsPassing.has(reason) ? 3 : 1;
}

/** Whether a failure may concern all people, so that the whole campaign slows down. */
export function mayConcernAll(reason: string): boolean {
  return passing.has(reason) || perhapsPassing.has(reason);
}
