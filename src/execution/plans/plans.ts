import type { GraphQLSchema } from 'graphql';
import type { Document, Operation } from '../../documents/document.ts';
import { prepareOperation } from './prepare-operation.ts';
import type { PreparedOperation } from './prepare-operation.ts';

/** Prepares every operation of valid documents that can have a plan; called once, at start. */
export function preparePlans(
  schema: GraphQLSchema,
  documents: Iterable<Document>,
): ReadonlyMap<Operation, PreparedOperation> {
  const plans = new Map<Operation, PreparedOperation>();
  for (const { tree, operations } of documents) {
    for (const operation of operations) {
      const plan = tree && prepareOperation(schema, tree, operation.node);
      if (plan !== null) plans.set(operation, plan);
    }
  }
  return plans;
}
