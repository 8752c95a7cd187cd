import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { locatedError } from 'graphql';

/** The path of a value in the response. */
export type Path = GraphQLResolveInfo['path'];

/** Coerced values of variables or arguments. */
export type Values = Readonly<Record<string, unknown>>;

/** What all runs of an operation share. */
export interface OperationFacts {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** One run of an operation. */
export interface Run {
  readonly facts: OperationFacts;
  readonly contextValue: unknown;
  readonly variables: Values;
  readonly errors: RunErrors;
}

/** A selected field of one object type, with everything that can be looked up before a run. */
export interface FieldPlan {
  readonly responseKey: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  /** Undefined where the value is a property of the parent value. */
  readonly resolve: GraphQLField<unknown, unknown>['resolve'];
  readonly argumentsFor: (variables: Values) => Values;
  readonly isNonNull: boolean;
  readonly complete: Complete;
}

/** The fields selected of one object type, in the order of the response. */
export type SelectionPlan = readonly FieldPlan[];

/** A position in the response whose value is being completed. */
export interface Place {
  readonly run: Run;
  readonly field: FieldPlan;
  readonly path: Path;
}

/** Completes a resolved value, perhaps as a promise; throws the field error. */
export type Complete = (value: unknown, place: Place) => unknown;

/** Whether a value is a promise, by the test of graphql-js. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/** Creates the fourth argument of a resolver. */
export function infoAt({ run, field, path }: Place): GraphQLResolveInfo {
  const { schema, operation, fragments } = run.facts;
  // As in graphql-js, resolving the type of a list item gets the path of the field, without the index.
  let ofField = path;
  while (typeof ofField.key === 'number' && ofField.prev !== undefined) ofField = ofField.prev;
  return {
    fieldName: field.name,
    fieldNodes: field.nodes,
    returnType: field.type,
    parentType: field.parentType,
    path: ofField,
    schema,
    fragments,
    rootValue: undefined,
    operation,
    variableValues: run.variables,
  };
}

/** Records an error at a nullable position; rethrows it at a non-null one (GraphQL §6.4.4). */
export function handleFieldError(
  error: unknown,
  { run, field, path }: Place,
  isNonNull: boolean,
): null {
  const located = locatedError(error, field.nodes, keysOf(path));
  if (isNonNull) throw located;
  run.errors.add(located, path);
  return null;
}

/** The errors of one run; drops an error below a position that is already null (GraphQL §6.4.4). */
export class RunErrors {
  readonly all: GraphQLError[] = [];
  readonly #places = new Set<Path | undefined>();

  add(error: GraphQLError, path: Path | undefined): void {
    for (let at = path; at !== undefined; at = at.prev) if (this.#places.has(at)) return;
    if (this.#places.has(undefined)) return;
    this.#places.add(path);
    this.all.push(error);
  }
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  return keys;
}
