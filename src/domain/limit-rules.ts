import { roleTraits, type Role } from './caller.ts';
import type { LimitRule, ReachedLimit } from './ledger.ts';
import { threatRules, type ThreatState } from './threat-level.ts';

/** A maximum number within a time. */
export interface Rate {
  readonly most: number;
  readonly withinSeconds: number;
}

/** A deployment's limits on changes and searches. */
export interface ChangeLimits {
  /** For each member of staff. */
  readonly staff: readonly Rate[];
  /** For each person and device kind, by all staff together. */
  readonly person: readonly Rate[];
  /** For each person's self-service changes. */
  readonly own: readonly Rate[];
  /** For each caller's dry runs, of whatever effect. */
  readonly dryRuns: readonly Rate[];
  /** For each caller's searches for people. */
  readonly searches: readonly Rate[];
  /** For each person's reports of changes that they do not recognise. */
  readonly reports: readonly Rate[];
}

/** Returns the limits of a change that a role permits (security F1, F2). */
export function limitRules(role: Role, { staff, person, own, dryRuns }: ChangeLimits): LimitRule[] {
  const { isSelf, isPerson } = roleTraits[role];
  // A campaign has its own pace, and was started by a second person.
  if (!isPerson) return [];
  const rules: Readonly<Record<Exclude<keyof ChangeLimits, 'searches' | 'reports'>, LimitRule[]>> =
    {
      staff: isSelf ? [] : staff.map(rule('staff', 'actor')),
      person: isSelf ? [] : person.map(rule('person', 'person and kind')),
      own: isSelf ? own.map(rule('own', 'actor')) : [],
      dryRuns: dryRuns.map(rule('dry runs', 'dry runs of actor')),
    };
  return Object.values(rules).flat();
}

function rule(whose: string, per: LimitRule['per']): (rate: Rate) => LimitRule {
  return ({ most, withinSeconds }) => ({
    name: `${whose}: ${most} in ${withinSeconds} s`,
    per,
    most,
    withinSeconds,
  });
}

/** Returns a limit as a level leaves it, rounded up. Limits of dry runs stay. */
export function limitUnder(limit: LimitRule, state: ThreatState | null): LimitRule {
  const factor = state === null ? 1 : threatRules[state.level].limitFactor;
  if (factor === 1 || limit.per === 'dry runs of actor') return limit;
  return { ...limit, name: `${limit.name}, halved`, most: Math.ceil(limit.most * factor) };
}

/** Returns the reached limit that stops a change, the longest of several; null if none does. */
export function stoppingLimit(
  reached: readonly ReachedLimit[],
  { override }: { readonly override: boolean },
): ReachedLimit | null {
  const [longest] = reached
    .filter((one) => !override || !canOverride[one.rule.per])
    .toSorted((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
  return longest ?? null;
}

/** Whether a role that overrides limits can override a limit. */
const canOverride: Readonly<Record<LimitRule['per'], boolean>> = {
  actor: false,
  'dry runs of actor': false,
  'person and kind': true,
};
