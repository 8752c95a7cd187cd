import type { Outcome, RecordedChange, RecordedOutcome, RecordedResult } from './change-record.ts';
import { outcomeTraits } from './outcome-traits.ts';
import { effectTraits, type ChangeEffect } from '../policy/effects.ts';

/** What identifies a device in a list. */
interface Listed {
  readonly id: string | null;
}

/**
 * Returns the entry of a device in a later list. AM does not distinguish devices without an id
 * (U34): one is gone once fewer are listed.
 */
export function sameDevice<D extends Listed>(
  now: readonly D[],
  device: Listed,
  before: readonly Listed[],
): D | undefined {
  if (device.id !== null) return now.find(({ id }) => id === device.id);
  const withoutId = now.filter(({ id }) => id === null);
  const isFewer = withoutId.length < before.filter(({ id }) => id === null).length;
  return isFewer ? undefined : withoutId[0];
}

/** Returns the devices that a later list lacks. */
export function goneDevices<D extends Listed>(
  before: readonly D[],
  after: readonly Listed[],
): readonly D[] {
  return before.filter((device) => sameDevice(after, device, before) === undefined);
}

/** What decides whether a result had an effect. */
type Effect = Pick<RecordedResult, 'outcome' | 'before' | 'after'>;

/** Whether the lists of a kind that was not done as a whole show that some devices are gone. */
function isPartlyDone(effect: ChangeEffect, { outcome, before = null, after }: Effect): boolean {
  if (!effectTraits[effect].removes || outcomeTraits[outcome].effect !== 'as listed') return false;
  return before !== null && after !== null && goneDevices(before, after).length > 0;
}

/** Whether a device of the kind certainly was changed. */
export function hasChanged(effect: ChangeEffect, result: Effect): boolean {
  return outcomeTraits[result.outcome].effect === 'all' || isPartlyDone(effect, result);
}

/** Whether all that a change, or one of its kinds, meant was changed, or may be. */
export function mayHaveChangedAll(outcome: RecordedOutcome): boolean {
  const { effect } = outcomeTraits[outcome];
  return effect === 'all' || effect === 'perhaps';
}

/** Whether a device of the kind was changed, or may be. */
export function mayHaveChanged(effect: ChangeEffect, result: Effect): boolean {
  return mayHaveChangedAll(result.outcome) || isPartlyDone(effect, result);
}

/**
 * Whether a change had an effect, or may have; notices and limits use this. An end of
 * sessions has no kinds, so its own outcome decides.
 */
export function mayHaveChangedAny(
  effect: ChangeEffect,
  { outcome, results }: Pick<Outcome, 'outcome'> & { readonly results: readonly Effect[] },
): boolean {
  return results.length === 0
    ? mayHaveChangedAll(outcome)
    : results.some((result) => mayHaveChanged(effect, result));
}

/** Whether a recorded change had an effect, or may have. A change in progress may. */
export function mayHaveChangedIn({ intent, outcome }: Recorded): boolean {
  if (intent.dryRun) return false;
  return outcome === null || mayHaveChangedAny(intent.effect, outcome);
}

type Recorded = Pick<RecordedChange, 'outcome'> & {
  readonly intent: Pick<RecordedChange['intent'], 'effect' | 'dryRun'>;
};
