import { costRefusal } from '../documents/operation-cost.ts';
import type { TrustedDocument, TrustedOperation } from '../documents/trusted-documents.ts';
import type { Engine } from './engine.ts';
import type { Plans } from './plans.ts';
import { present } from './present.ts';

/** What the direct lane works with. */
export interface DirectOptions {
  readonly plans: Plans;
  /** The most points that one operation may cost. */
  readonly costLimit: number;
}

/**
 * Runs trusted documents without Apollo Server: they are parsed, validated, costed and prepared already. Whatever is
 * out of the ordinary (no such operation, variables that do not fit, too high a cost) is left to the engine
 * behind, so that there is one place that refuses.
 */
export function directEngine(behind: Engine, { plans, costLimit }: DirectOptions): Engine {
  return {
    run: async (operation, context) => {
      const { document, variables, operationName } = operation;
      const chosen = document.trusted && operationOf(document.trusted, operationName);
      if (!document.trusted || !chosen) return behind.run(operation, context);
      const points = chosen.costOf(variables);
      if (costRefusal(points, costLimit) !== null) return behind.run(operation, context);
      const prepared = plans.prepare(document.trusted.document, chosen.node);
      const result = prepared.run(context, variables);
      if (result === null) return behind.run(operation, context);
      context.record.points = points;
      return present(await result, context);
    },
    stop: () => behind.stop(),
  };
}

function operationOf(
  { operations }: TrustedDocument,
  operationName: string | null,
): TrustedOperation | undefined {
  if (operationName !== null) {
    return operations.find(({ node }) => node.name?.value === operationName);
  }
  return operations.length === 1 ? operations[0] : undefined;
}
