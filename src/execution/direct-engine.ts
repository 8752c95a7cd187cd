import { costRefusal } from '../documents/operation-cost.ts';
import { after } from '../domain/later.ts';
import { chosenOperation } from '../documents/valid-document.ts';
import type { Engine } from './engine.ts';
import type { Plans } from './plans.ts';
import { present } from './present.ts';
import type { SeenDocuments } from './seen-documents.ts';

/** What the direct lane works with. */
export interface DirectOptions {
  readonly plans: Plans;
  readonly seen: SeenDocuments;
  /** The most points that one operation may cost. */
  readonly costLimit: number;
}

/**
 * Runs documents that are known to be valid without Apollo Server, by a plan: the trusted ones, and those that Apollo
 * has seen before. Whatever is out of the ordinary (no such operation, variables that do not fit, too high a cost) is
 * left to the engine behind, so that there is one place that refuses.
 */
export function directEngine(behind: Engine, { plans, seen, costLimit }: DirectOptions): Engine {
  return {
    run: (operation, context) => {
      const { document, variables, operationName } = operation;
      const valid = document.trusted ?? seen.get(document.text);
      const chosen = valid && chosenOperation(valid, operationName);
      if (!valid || !chosen) return behind.run(operation, context);
      const points = chosen.costOf(variables);
      if (costRefusal(points, costLimit) !== null) return behind.run(operation, context);
      const result = plans.of(valid.document, chosen.node).run(context, variables);
      if (result === null) return behind.run(operation, context);
      context.record.points = points;
      return after(result, (answer) => present(answer, context));
    },
    stop: () => behind.stop(),
  };
}
