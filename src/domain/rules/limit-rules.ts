import { roleTraits, type Role } from '../people/caller.ts';
import type { LimitRule } from '../ledger-ports/ledger.ts';
import { rateName, type LimitCode, type Rate } from '../values/limit.ts';
import { threatRules, type ThreatState } from '../threat/threat-level.ts';

/** How many days of records limits and idempotency keys need. */
export const keptDays = 2;

/** A deployment's limits on changes and searches. */
export interface ChangeLimits {
  /** For each member of staff. */
  readonly staff: readonly Rate[];
  /** For each person and device kind, by all staff together. */
  readonly person: readonly Rate[];
  /** For each OAuth client, by all staff together. */
  readonly client: readonly Rate[];
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
export function limitRules(role: Role, limits: ChangeLimits): LimitRule[] {
  const { staff, person, client, own, dryRuns } = limits;
  const { isSelf, isPerson } = roleTraits[role];
  // A campaign has its own pace, and was started by a second person.
  if (!isPerson) return [];
  const rules: Readonly<Record<Exclude<keyof ChangeLimits, 'searches' | 'reports'>, LimitRule[]>> =
    {
      staff: isSelf ? [] : staff.map(rule('STAFF_CHANGES', 'staff', 'actor')),
      person: isSelf ? [] : person.map(rule('PERSON_CHANGES', 'person', 'person and kind')),
      client: isSelf ? [] : client.map(rule('CLIENT_CHANGES', 'client', 'client')),
      own: isSelf ? own.map(rule('OWN_CHANGES', 'own', 'actor')) : [],
      dryRuns: dryRuns.map(rule('DRY_RUNS', 'dry runs', 'dry runs of actor')),
    };
  return Object.values(rules).flat();
}

function rule(code: LimitCode, whose: string, per: LimitRule['per']): (rate: Rate) => LimitRule {
  return (rate) => ({ code, name: rateName(whose, rate), per, ...rate });
}

/** Returns a limit as a level leaves it, rounded up. Limits of dry runs stay. */
export function limitUnder(limit: LimitRule, state: ThreatState | null): LimitRule {
  const factor = state === null ? 1 : threatRules[state.level].limitFactor;
  if (factor === 1 || limit.per === 'dry runs of actor') return limit;
  return { ...limit, name: `${limit.name}, halved`, most: Math.ceil(limit.most * factor) };
}

/** Whether a role that overrides limits can override a limit. */
export const canOverride: Readonly<Record<LimitRule['per'], boolean>> = {
  actor: false,
  'dry runs of actor': false,
  client: false,
  'person and kind': true,
};
