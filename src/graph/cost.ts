import type { GraphQLField } from 'graphql';
import { Extensions } from 'type-graphql';

/** What a field may cost at most, beside what is selected under it. */
export interface CostRule {
  /** Calls to AM that it may make. */
  readonly calls?: number;
  /** Calls beside those, for each kind of device asked for in `kinds` or `input.kinds`. */
  readonly callsPerKind?: number;
  /** Calls beside those, for each object that it gives. */
  readonly callsPerItem?: number;
  /**
   * How many objects it gives: what an argument says, or so many for each kind, or none beyond those that the
   * field above has counted already; else a list is assumed to hold a few.
   */
  readonly items?: 'first' | 'representations' | 'kinds' | 'counted above';
}

/** Puts the cost beside a field; a field without one makes no call. */
export function Cost(rule: CostRule): ReturnType<typeof Extensions> {
  return Extensions({ cost: rule });
}

/** The cost of a field. */
export function costRuleOf(field: GraphQLField<unknown, unknown>): CostRule {
  const rule: unknown = field.extensions['cost'];
  return isCostRule(rule) ? rule : {};
}

function isCostRule(rule: unknown): rule is CostRule {
  return typeof rule === 'object' && rule !== null;
}
