/** What running a written operation needs. */
import { Kind } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** The operation of that name; a document may hold others. */
export function operationOf({ definitions }: DocumentNode): OperationDefinitionNode {
  const found = definitions.find(
    (one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value === 'Written',
  );
  if (found?.kind === Kind.OPERATION_DEFINITION) return found;
  throw new Error('the document holds no operation');
}

/** As long as everything in a world takes. */
export async function moments(): Promise<void> {
  for (let moment = 0; moment < 6; moment += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
