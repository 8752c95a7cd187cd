import { getVariableValues, GraphQLError, Kind, OperationTypeNode, visit } from 'graphql';
import type {
  DocumentNode,
  ExecutionResult,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { collectFields } from './collect-fields.ts';
import { executeFields, executeFieldsSerially } from './execute-selection.ts';
import { isPromise, RunErrors } from './plan.ts';
import type { OperationFacts, Run, SelectionPlan, Values } from './plan.ts';

/**
 * Runs an operation; the errors in the answer are as they were raised. Null where the variables do not fit
 * (GraphQL §6.1.2), of which nothing has run and graphql-js tells.
 */
export type PreparedOperation = (
  contextValue: unknown,
  variables: Values,
) => Promise<ExecutionResult> | ExecutionResult | null;

/**
 * Looks up everything about an operation that does not change from run to run.
 * Null where it is left to graphql-js: a variable decides by `@skip` or `@include` what is selected, or a field is
 * answered as `__proto__`.
 * @param document a valid document that holds the operation
 */
export function prepareOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): PreparedOperation | null {
  const root = schema.getRootType(operation.operation);
  if (!root || isLeftToGraphqlJs(document)) return null;
  const facts: OperationFacts = { schema, operation, fragments: fragmentsOf(document) };
  const fields = collectFields(facts, root, [operation.selectionSet]);
  const { variableDefinitions = [] } = operation;
  return (contextValue, given) => {
    const { coerced: variables } = getVariableValues(schema, variableDefinitions, given);
    if (variables === undefined) return null;
    return executeOperation(fields, { facts, contextValue, variables, errors: new RunErrors() });
  };
}

function executeOperation(
  fields: SelectionPlan,
  run: Run,
): Promise<ExecutionResult> | ExecutionResult {
  const isMutation = run.facts.operation.operation === OperationTypeNode.MUTATION;
  try {
    const data = isMutation
      ? executeFieldsSerially(fields, run)
      : executeFields(fields, undefined, run, undefined);
    if (!isPromise(data)) return answer(data, run);
    return data.then(
      (settled) => answer(settled, run),
      (error: unknown) => answerWithoutData(error, run),
    );
  } catch (error) {
    return answerWithoutData(error, run);
  }
}

function answer(data: unknown, { errors: { all } }: Run): ExecutionResult {
  const whole = isRecord(data) ? data : null;
  return all.length === 0 ? { data: whole } : { errors: all, data: whole };
}

/** A root field that may not be null has failed (GraphQL §6.4.4). */
function answerWithoutData(error: unknown, run: Run): ExecutionResult {
  if (!(error instanceof GraphQLError)) throw error;
  run.errors.add(error, undefined);
  return answer(null, run);
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Whether a variable stands in `@skip` or `@include`, or a response key would change the object that holds it. */
function isLeftToGraphqlJs(document: DocumentNode): boolean {
  let isLeft = false;
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      const isCondition = name.value === 'skip' || name.value === 'include';
      isLeft ||= isCondition && given.some(({ value }) => value.kind === Kind.VARIABLE);
    },
    Field: ({ alias }) => {
      isLeft ||= alias?.value === '__proto__';
    },
  });
  return isLeft;
}
