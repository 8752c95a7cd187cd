import { isPerhapsSamePerson } from '../change/acting-people.ts';
import {
  isInForce,
  threatLevels,
  type NotLowered,
  type ThreatSetting,
  type ThreatStep,
} from './threat-level.ts';

/** The newest levels of a realm; null if the realm had none. */
export interface NewestLevels {
  readonly newest: ThreatSetting | null;
  /** The newest one of the command line. */
  readonly ofCommandLine: ThreatSetting | null;
}

/**
 * Returns when a level ends: a stricter level than the one in force does not end before it, because
 * the newest level replaces all others.
 */
export function endOf(step: ThreatStep, { newest }: NewestLevels, now: number): string | null {
  if (newest === null || !isInForce(newest, now) || step.actor === null) return step.until;
  return isStricter(step, newest, now) && isEarlier(step, newest) ? newest.until : step.until;
}

/**
 * Returns why a level is not set that is less strict than the one in force, or ends before it; null
 * if it may be set (security G19). Only the command line lowers what it has set. Anything else is
 * lowered there, or by another person than its setter, right after a sign-in with a second
 * factor: a stolen session alone cannot lift a level that was set against it.
 */
export function loweringRefusal(
  step: ThreatStep,
  { newest, ofCommandLine }: NewestLevels,
  now: number,
): NotLowered | null {
  const { actor, isFresh } = step;
  if (actor === null || newest === null || !isLower(step, newest, now)) return null;
  if (newest.actor === null || (ofCommandLine !== null && isLower(step, ofCommandLine, now)))
    return 'command line';
  if (isPerhapsSamePerson(actor, newest.actor)) return 'same person';
  return isFresh ? null : 'not fresh';
}

/** Whether a level is stricter than the one in force; null if the realm never had one. */
export function isStricter(
  step: ThreatSetting,
  newest: ThreatSetting | null,
  now: number,
): boolean {
  const inForce = newest !== null && isInForce(newest, now) ? strictnessOf(newest) : 0;
  return strictnessOf(step) > inForce;
}

/** Whether a level permits what another one in force does not, now or before that one ends. */
function isLower(step: ThreatSetting, other: ThreatSetting, now: number): boolean {
  if (!isInForce(other, now)) return false;
  return strictnessOf(step) < strictnessOf(other) || isEarlier(step, other);
}

function strictnessOf({ level }: ThreatSetting): number {
  return threatLevels.indexOf(level);
}

function isEarlier({ until: one }: ThreatSetting, { until: other }: ThreatSetting): boolean {
  return one !== null && other !== null && Date.parse(one) < Date.parse(other);
}
