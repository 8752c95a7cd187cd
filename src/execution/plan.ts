import { locatedError } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLField,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/** Where a value stands in the answer, as `GraphQLResolveInfo` tells it. */
export type Path = GraphQLResolveInfo['path'];

/** Coerced values of variables or arguments. */
export type Values = Readonly<Record<string, unknown>>;

/** One run of a plan. */
export interface Run {
  readonly contextValue: unknown;
  readonly variables: Values;
  readonly errors: RunErrors;
  readonly about: PlanAbout;
}

/** What is the same for every run. */
export interface PlanAbout {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** A selected field of one object type, with everything about it looked up beforehand. */
export interface FieldPlan {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  /** Undefined where the value is a member of the object that holds it. */
  readonly resolve: GraphQLField<unknown, unknown>['resolve'];
  readonly argumentsIn: (variables: Values) => Values;
  readonly isNonNull: boolean;
  /** Set where the field is a scalar or an enum, no list of them, and takes no arguments. */
  readonly leaf: GraphQLLeafType | undefined;
  readonly complete: Complete;
}

/** Where a value is being completed. */
export interface Place {
  readonly run: Run;
  readonly field: FieldPlan;
  readonly path: Path;
}

/** Turns what a resolver gave into what the answer holds; throws for what cannot be shown. */
export type Complete = (value: unknown, place: Place) => unknown;

/** The fields of one object type, in the order of the answer. */
export type SelectionPlan = readonly FieldPlan[];

/** What a thing looks like whose members nobody knows. */
export function isObjectLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether a value may have members; a function may, too. */
function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObjectLike(value) || typeof value === 'function';
}

/** Whether a value is still to come. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return isObjectLike(value) && typeof value['then'] === 'function';
}

/** An object for an answer: no name is special in it, and unlike one without any prototype it is fast. */
class Results {
  [key: string]: unknown;
}
Object.setPrototypeOf(Results.prototype, null);

/** Answers the fields of one object at the same time. */
export function runFields(
  fields: SelectionPlan,
  source: unknown,
  run: Run,
  path: Path | undefined,
): unknown {
  const results: Record<string, unknown> = new Results();
  let waiting: Waiting | undefined;
  try {
    for (const field of fields) {
      const result = runField(field, source, run, path);
      results[field.key] = result;
      if (!isPromise(result)) continue;
      waiting ??= { keys: [], values: [] };
      waiting.keys.push(field.key);
      waiting.values.push(result);
    }
  } catch (error) {
    if (waiting === undefined) throw error;
    // What is under way is waited for, so that nothing goes on behind the answer's back.
    return whole(results, waiting).finally(() => {
      throw error;
    });
  }
  return waiting === undefined ? results : whole(results, waiting);
}

/** The fields of an object that are still to come. */
interface Waiting {
  readonly keys: string[];
  readonly values: Promise<unknown>[];
}

/**
 * The same object once everything in it has come. Nothing stands between a field's failure and the promise here, so
 * which of two failures comes first is as with graphql-js.
 */
function whole(results: Record<string, unknown>, { keys, values }: Waiting): Promise<unknown> {
  return Promise.all(values).then((settled) => {
    for (const [index, key] of keys.entries()) results[key] = settled[index];
    return results;
  });
}

/** Answers the fields of a mutation one after the other. */
export function runFieldsInTurn(fields: SelectionPlan, run: Run): unknown {
  const results: Record<string, unknown> = new Results();
  const keep = (key: string, value: unknown): unknown => {
    results[key] = value;
    return results;
  };
  const runNext = (field: FieldPlan): unknown => {
    const result = runField(field, undefined, run, undefined);
    return isPromise(result)
      ? result.then((settled) => keep(field.key, settled))
      : keep(field.key, result);
  };
  return fields.reduce<unknown>(
    (before, field) => (isPromise(before) ? before.then(() => runNext(field)) : runNext(field)),
    results,
  );
}

/** A null for an error of its own, or the error for what holds the field (GraphQL §6.4.4). */
function runField(field: FieldPlan, source: unknown, run: Run, above: Path | undefined): unknown {
  const plain = plainValue(field, source);
  if (plain !== undefined) return plain;
  const path: Path = { prev: above, key: field.key, typename: field.parentType.name };
  const place: Place = { run, field, path };
  try {
    const result = valueOf(source, place);
    const completed = isPromise(result)
      ? result.then((value) => field.complete(value, place))
      : field.complete(result, place);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) => failed(error, place, field.isNonNull));
  } catch (error) {
    return failed(error, place, field.isNonNull);
  }
}

/**
 * What nearly every field is: a member that is a plain value or null. Undefined for everything else, also for what
 * cannot be shown, which then goes the long way to its error.
 */
function plainValue({ leaf, resolve, name, isNonNull }: FieldPlan, source: unknown): unknown {
  if (leaf === undefined || resolve !== undefined || !isObjectLike(source)) return undefined;
  try {
    const member = source[name];
    if (member === null || member === undefined) return isNonNull ? undefined : null;
    if (typeof member === 'function') return undefined;
    if (typeof member === 'object' && (member instanceof Error || isPromise(member))) {
      return undefined;
    }
    return leaf.serialize(member) ?? undefined;
  } catch {
    return undefined;
  }
}

function valueOf(source: unknown, place: Place): unknown {
  const { run, field } = place;
  const { resolve, name } = field;
  // Also where nobody looks at them: arguments that do not fit are an error.
  const given = field.argumentsIn(run.variables);
  if (resolve !== undefined) return resolve(source, given, run.contextValue, infoOf(place));
  const member = hasMembers(source) ? source[name] : undefined;
  if (typeof member !== 'function') return member;
  return Reflect.apply(member, source, [given, run.contextValue, infoOf(place)]);
}

/** What resolvers may look at. */
export function infoOf({ run, field, path }: Place): GraphQLResolveInfo {
  const { schema, operation, fragments } = run.about;
  // Whoever tells the type of an item is told of its list, as by graphql-js.
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

/** Notes the error and gives null, or passes it on where null may not stand. */
export function failed(error: unknown, { run, field, path }: Place, isNonNull: boolean): null {
  const located = locatedError(error, field.nodes, keysOf(path));
  if (isNonNull) throw located;
  run.errors.add(located, path);
  return null;
}

/** The errors of a run; none below a place that is null already (GraphQL §6.4.4). */
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
