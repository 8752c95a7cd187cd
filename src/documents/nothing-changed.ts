import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';

/** What a failure says of a change that was not made. */
const sentence = ' Nothing was changed.';

/**
 * Leaves "Nothing was changed." only in the error of a mutation's own field. Rules refuse reads and
 * changes by the same message; a read, also of a payload after a change, has changed nothing.
 */
export function nothingChangedOnlyByChanges(
  { errors, ...rest }: FormattedExecutionResult,
  operation: OperationTypeNode,
): FormattedExecutionResult {
  if (errors === undefined) return rest;
  const isChange = (path: readonly unknown[] = []): boolean =>
    operation === OperationTypeNode.MUTATION && path.length <= 1;
  return {
    ...rest,
    errors: errors.map((error) =>
      isChange(error.path) ? error : { ...error, message: error.message.replace(sentence, '') },
    ),
  };
}
