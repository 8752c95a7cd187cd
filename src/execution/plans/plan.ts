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

/** Where a value stands in the answer. */
export type Path = GraphQLResolveInfo['path'];

/** Coerced values of variables or arguments. */
export type Values = Readonly<Record<string, unknown>>;

/** What every run of an operation has in common. */
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

/** A selected field of one object type, with everything about it looked up beforehand. */
export interface FieldPlan {
  readonly responseKey: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  /** Undefined where the value is a member of the object that holds the field. */
  readonly resolve: GraphQLField<unknown, unknown>['resolve'];
  readonly argumentsFor: (variables: Values) => Values;
  readonly isNonNull: boolean;
  readonly complete: Complete;
}

/** The fields of one object type, in the order of the answer. */
export type SelectionPlan = readonly FieldPlan[];

/** A place in the answer whose value is being completed. */
export interface Place {
  readonly run: Run;
  readonly field: FieldPlan;
  readonly path: Path;
}

/** Turns a resolved value into the answer's value, or the promise of it; throws what the place fails with. */
export type Complete = (value: unknown, place: Place) => unknown;

/** Whether a value is a promise, as graphql-js tells. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/** What a resolver gets as its fourth argument. */
export function infoAt({ run, field, path }: Place): GraphQLResolveInfo {
  const { schema, operation, fragments } = run.facts;
  // The type of a list's item is resolved with the path of the list, as in graphql-js.
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

/** Records an error at a place that may be null; throws it on where the place may not (GraphQL §6.4.4). */
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

/** The errors of one run; none below a place that is null already (GraphQL §6.4.4). */
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
