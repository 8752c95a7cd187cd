import type { GraphQLField } from 'graphql';
import { Extensions } from 'type-graphql';

/** The maximum cost of a field, without its selection set. */
export interface CostRule {
  /** Calls to AM. */
  readonly calls?: number;
  /**
   * Points for its read of the ledger, as measured with 120 000 records of a month: half a
   * millisecond is a point. A read of a few records is free.
   */
  readonly ledger?: number;
  /** Further calls for each kind of device in `kinds` or `input.kinds`. */
  readonly callsPerKind?: number;
  /** Where the kinds are, if not in `kinds` or `input.kinds`. */
  readonly kindsIn?: readonly string[];
  /** Further calls for each object that it returns. */
  readonly callsPerItem?: number;
  /**
   * How many objects it returns: as many as an argument says, one or a few for each kind, or those
   * that its parent field has counted. By default a list is assumed to hold a few.
   */
  readonly items?:
    'first' | 'representations' | 'ids' | 'one per kind' | 'few per kind' | 'counted above';
}

/** Sets the cost of a field; a field without it makes no call. */
export function Cost(rule: CostRule): ReturnType<typeof Extensions> {
  return Extensions({ cost: rule });
}

export function costRuleOf({ extensions }: GraphQLField<unknown, unknown>): CostRule {
  const rule: unknown = extensions['cost'];
  return isCostRule(rule) ? rule : {};
}

function isCostRule(rule: unknown): rule is CostRule {
  return typeof rule === 'object' && rule !== null;
}
