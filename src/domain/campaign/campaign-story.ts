import type { ClaimedLine, LineResult } from './campaign-line.ts';
import type { RecordedChange } from '../change/change-record.ts';
import { isUnclear } from '../change/outcome-traits.ts';
import { mayHaveChangedIn } from '../change/recorded-effect.ts';

/** The key of a line's change: an attempt that is worked on again finds the change it has made. */
export function lineKey({
  campaign,
  number,
  attempt,
}: Pick<ClaimedLine, 'campaign' | 'number' | 'attempt'>): string {
  return `campaign/${campaign}/${number}/${attempt}`;
}

/** What else is known of a line when an attempt ends. */
export interface LineStory {
  /** The recorded changes of all attempts, oldest first. */
  readonly changes: readonly RecordedChange[];
  /** Whether the campaign has ended, so that no attempt follows. */
  readonly isLast: boolean;
}

/**
 * Returns what an attempt means together with the earlier ones: if one of them changed something,
 * or may have, the line never ends as if nothing was done for its person.
 */
export function storyOf(result: LineResult, { changes, isLast }: LineStory): LineResult {
  const changed = changes.findLast(mayHaveChangedIn);
  if (changed === undefined) return result;
  switch (result.kind) {
    case 'done':
      return { kind: 'done', outcome: 'DONE', change: changed.id };
    case 'failed':
    case 'skipped':
      return failedAfter(changed);
    case 'again':
      return isLast ? failedAfter(changed) : result;
    case 'checked':
      return result;
    default:
      return result satisfies never;
  }
}

function failedAfter({ id, outcome }: RecordedChange): LineResult {
  const isUnknown = outcome === null || isUnclear(outcome.outcome);
  return { kind: 'failed', reason: isUnknown ? 'UNKNOWN' : 'PARTLY_DONE', change: id };
}
