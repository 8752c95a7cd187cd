import type { Outcome, RecordedActor, RecordedChange } from '../../domain/change/change-record.ts';
import { isUnclear, outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { resultNow } from '../left-open/open-changes.ts';
import { listedBefore } from '../lists/compare-lists.ts';
import { overallOutcome } from '../lists/results.ts';
import type { Asking } from '../request/acting.ts';
import type { CheckGrant } from './act-on-record.ts';

/**
 * Looks what became of a change whose outcome is unclear, by reading AM's lists. If they show that
 * each unclear kind is done, the ledger records it. A device that is still listed proves nothing:
 * AM may be working yet. Returns the change as it is now.
 * @throws Failure if a list cannot be read
 */
export async function checkChange(
  { ledger }: Pick<Asking, 'ledger'>,
  grant: CheckGrant,
  by: { readonly actor: RecordedActor; readonly correlationId: string },
): Promise<RecordedChange> {
  const { change } = grant;
  const outcome = await outcomeShown(grant);
  if (outcome === null) return change;
  return (await ledger.settle({ id: change.id, outcome, ...by })) ?? change;
}

/** The outcome by AM's lists; null if the change is clear, or if they do not prove it done. */
async function outcomeShown({ am, person, change }: CheckGrant): Promise<Outcome | null> {
  const { intent, outcome } = change;
  if (person === null || outcome === null || !isUnclear(outcome.outcome)) return null;
  const results = await Promise.all(
    outcome.results.map(async (result) => {
      if (!isUnclear(result.outcome)) return result;
      const { kind, before } = result;
      const listed = before ?? listedBefore(intent, kind);
      const now = await resultNow(am, person, { intent, kind, listed });
      return outcomeTraits[now.outcome].effect === 'all' ? now : result;
    }),
  );
  const isAnySettled = results.some((result, index) => result !== outcome.results[index]);
  const isStillUnclear = results.some((result) => isUnclear(result.outcome));
  if (!isAnySettled || isStillUnclear) return null;
  const { at: _at, ...ended } = outcome;
  return { ...ended, outcome: overallOutcome(results.map((one) => one.outcome)), results };
}
