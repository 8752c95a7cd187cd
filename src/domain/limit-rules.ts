import type { Role } from './caller.ts';
import type { LimitRule } from './ledger.ts';

/** At most so many within a time. */
export interface Rate {
  readonly most: number;
  readonly withinSeconds: number;
}

/** A deployment's limits on changes and searches. */
export interface ChangeLimits {
  /** For each member of staff. */
  readonly staff: readonly Rate[];
  /** For each person and kind of device, by all staff together. */
  readonly person: readonly Rate[];
  /** For each person's changes of their own devices. */
  readonly own: readonly Rate[];
  /** For each caller's searches for people. */
  readonly searches: readonly Rate[];
}

/** Returns the limits of a change that a role permits (security F1, F2). */
export function limitRules(role: Role, { staff, person, own }: ChangeLimits): LimitRule[] {
  if (role === 'SELF')
    return own.map((rate) => ({ ...rate, name: nameOf('own', rate), per: 'actor' }));
  return [
    ...staff.map((rate) => ({ ...rate, name: nameOf('staff', rate), per: 'actor' as const })),
    ...person.map((rate) => ({
      ...rate,
      name: nameOf('person', rate),
      per: 'person and kind' as const,
    })),
  ];
}

function nameOf(whose: string, { most, withinSeconds }: Rate): string {
  return `${whose}: ${most} in ${withinSeconds} s`;
}
