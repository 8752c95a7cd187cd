import { GraphQLError, Kind, OperationTypeNode, visit } from 'graphql';
import type {
  DocumentNode,
  ExecutionResult,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { coercerOf } from './coerce-variables.ts';
import { compilePlan } from './compile-plan.ts';
import { isPromise, RunErrors, runFields, runFieldsInTurn } from './plan.ts';
import type { PlanAbout, Run, SelectionPlan, Values } from './plan.ts';

/** How many plans one operation may have: one for each way that its `@skip` and `@include` turn out. */
const mostVariants = 16;

/** An operation that can be run without looking anything up again. */
export interface PreparedOperation {
  /**
   * The answer, errors as they were raised; null where graphql-js has to give it: for variables that do not fit,
   * conditions that are null, and one way too many in which conditions turn out.
   */
  run(contextValue: unknown, variables: Values): Promise<ExecutionResult> | ExecutionResult | null;
}

/** The plans of operations, kept as long as their documents are. */
export class Plans {
  readonly #schema: GraphQLSchema;
  readonly #known = new WeakMap<OperationDefinitionNode, PreparedOperation>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The operation of a valid document, prepared. */
  of(document: DocumentNode, operation: OperationDefinitionNode): PreparedOperation {
    const known = this.#known.get(operation) ?? prepare(this.#schema, document, operation);
    this.#known.set(operation, known);
    return known;
  }
}

function prepare(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): PreparedOperation {
  const about: PlanAbout = { schema, operation, fragments: fragmentsOf(document) };
  const root = schema.getRootType(operation.operation);
  const coerce = coercerOf(schema, operation);
  const conditions = conditionsOf(document);
  const variants = new Map<string, SelectionPlan>();
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const variantFor = (variables: Values): SelectionPlan | null => {
    // A variable with a default may be null all the same, and then no condition holds.
    if (conditions.some((name) => variables[name] === null)) return null;
    const key = conditions.map((name) => String(variables[name])).join();
    const known = variants.get(key);
    if (known !== undefined || !root) return known ?? null;
    if (variants.size >= mostVariants) return null;
    // Only the conditions are kept: the other variables belong to one request.
    const kept = Object.fromEntries(conditions.map((name) => [name, variables[name]]));
    const plan = compilePlan(about, root, kept);
    variants.set(key, plan);
    return plan;
  };
  return {
    run: (contextValue, given) => {
      const coerced = coerce(given);
      const plan = coerced === null ? null : variantFor(coerced);
      if (coerced === null || plan === null) return null;
      const run: Run = { contextValue, variables: coerced, errors: new RunErrors(), about };
      return start(plan, run, isMutation);
    },
  };
}

function start(
  plan: SelectionPlan,
  run: Run,
  isMutation: boolean,
): Promise<ExecutionResult> | ExecutionResult {
  try {
    const data = isMutation
      ? runFieldsInTurn(plan, run)
      : runFields(plan, undefined, run, undefined);
    if (!isPromise(data)) return answer(data, run);
    return data.then(
      (settled) => answer(settled, run),
      (error: unknown) => broken(error, run),
    );
  } catch (error) {
    return broken(error, run);
  }
}

function answer(data: unknown, { errors }: Run): ExecutionResult {
  const whole = isData(data) ? data : null;
  return errors.all.length === 0 ? { data: whole } : { errors: errors.all, data: whole };
}

function isData(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}

/** A field that may not be null could not be shown, so nothing can. */
function broken(error: unknown, run: Run): ExecutionResult {
  if (!(error instanceof GraphQLError)) throw error;
  run.errors.add(error, undefined);
  return answer(null, run);
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** The variables that `@skip` and `@include` depend on. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
