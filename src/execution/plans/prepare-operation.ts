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
 * Executes an operation; the errors of the result are not masked. Null where the variables cannot be coerced
 * (GraphQL §6.1.2): then nothing has run, and graphql-js reports the errors.
 */
export type PreparedOperation = (
  contextValue: unknown,
  variables: Values,
) => Promise<ExecutionResult> | ExecutionResult | null;

/**
 * Looks up everything about an operation that is the same for every run.
 * Null where the operation is left to graphql-js: a variable decides by `@skip` or `@include` what is selected, or
 * a response key is `__proto__`.
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
    if (!isPromise(data)) return resultOf(data, run);
    return data.then(
      (settled) => resultOf(settled, run),
      (error: unknown) => resultWithoutData(error, run),
    );
  } catch (error) {
    return resultWithoutData(error, run);
  }
}

function resultOf(data: unknown, { errors: { all } }: Run): ExecutionResult {
  const whole = isRecord(data) ? data : null;
  return all.length === 0 ? { data: whole } : { errors: all, data: whole };
}

/** The result where a non-null root field has failed (GraphQL §6.4.4). */
function resultWithoutData(error: unknown, run: Run): ExecutionResult {
  if (!(error instanceof GraphQLError)) throw error;
  run.errors.add(error, undefined);
  return resultOf(null, run);
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

/** Whether `@skip` or `@include` uses a variable, or a response key would set the prototype of its object. */
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
