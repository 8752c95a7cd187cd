import {
  BREAK,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
import { deviceKinds } from '../domain/device.ts';
import { Failure } from '../domain/failure.ts';
import { costRuleOf } from '../graph/cost.ts';
import type { CostRule } from '../graph/cost.ts';
import { memberOf } from '../graph/input.ts';

/** Variables as a client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

const pointsPerCall = 10;

/** The assumed length of a list without an argument that limits it. */
const assumedItems = 5;

/** The assumed values of arguments that cannot be read; the fields refuse more than these. */
const assumedRows = 20;
const assumedReferences = 100;

type Varying = (variables: Variables) => number;

/** A cost: fixed points, and functions for the points that depend on variables. */
interface Price {
  readonly points: number;
  readonly varying: readonly Varying[];
}

/**
 * Returns the maximum cost of a valid operation, in points: ten for each call to AM, one for each object of the
 * response. Selections with `@skip` and `@include` count, and so does each selection of what is read only once.
 * Computed once; variables matter only where an argument determines how many objects are returned.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Varying {
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 0;
  const price = new Pricing(schema, document).ofSet(operation.selectionSet, root);
  // The cost of nearly all operations does not depend on variables.
  if (price.varying.length === 0) return () => price.points;
  const defaults = defaultsOf(operation);
  return (variables) => totalOf(price, { ...defaults, ...variables });
}

/** Returns the refusal of an operation that costs more than the limit, or null. */
export function costRefusal(points: number, limit: number): Failure | null {
  if (points <= limit) return null;
  return new Failure(
    'OPERATION_TOO_LARGE',
    `The operation may cost ${points} points, more than the limit of ${limit}.`,
    { facts: { limit, points } },
  );
}

class Pricing {
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode) {
    this.#schema = schema;
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  ofSet({ selections }: SelectionSetNode, type: GraphQLCompositeType): Price {
    return sumOf(
      selections.map((selection) => {
        switch (selection.kind) {
          case Kind.FIELD:
            return this.#ofField(selection, type);
          case Kind.INLINE_FRAGMENT:
            return this.#within(selection.selectionSet, selection.typeCondition?.name.value, type);
          case Kind.FRAGMENT_SPREAD:
            return this.#ofFragment(selection.name.value, type);
        }
      }),
    );
  }

  #ofFragment(name: string, type: GraphQLCompositeType): Price {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return nothing;
    return this.#within(fragment.selectionSet, fragment.typeCondition.name.value, type);
  }

  #within(set: SelectionSetNode, name: string | undefined, outer: GraphQLCompositeType): Price {
    const type = name === undefined ? outer : this.#schema.getType(name);
    return isCompositeType(type) ? this.ofSet(set, type) : nothing;
  }

  #ofField(node: FieldNode, parent: GraphQLCompositeType): Price {
    const holder = isObjectType(parent) || isInterfaceType(parent) ? parent : null;
    const field = holder?.getFields()[node.name.value];
    if (field === undefined) return nothing;
    const type = getNamedType(field.type);
    const below =
      node.selectionSet && isCompositeType(type) ? this.ofSet(node.selectionSet, type) : null;
    return priceOf(field, node, below);
  }
}

/** The cost of the calls of a field, and of the objects it returns with their selection sets. */
function priceOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  below: Price | null,
): Price {
  const rule = costRuleOf(field);
  const calls = add(rule.calls ?? 0, times(rule.callsPerKind ?? 0, kindCount(field, node)));
  const called = times(pointsPerCall, calls);
  if (below === null) return priced(called);
  const items = itemCount(rule, field, node);
  const one = 1 + pointsPerCall * (rule.callsPerItem ?? 0) + below.points;
  const eachVarying = below.varying.map((varying): Varying =>
    typeof items === 'number'
      ? (variables) => items * varying(variables)
      : (variables) => items(variables) * varying(variables),
  );
  const own = sumOf([priced(called), priced(times(one, items))]);
  return { points: own.points, varying: [...own.varying, ...eachVarying] };
}

type Amount = number | Varying;

function itemCount(
  { items }: CostRule,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Amount {
  switch (items) {
    case 'first':
      return argumentOf(field, node, ['first'], (value) =>
        typeof value === 'number' ? Math.min(Math.max(0, value), assumedRows) : assumedRows,
      );
    case 'representations':
      return argumentOf(field, node, ['representations'], (value) =>
        Array.isArray(value) ? value.length : assumedReferences,
      );
    case 'kinds':
      return times(assumedItems, kindCount(field, node));
    case 'counted above':
      return 1;
    default:
      return isListType(getNullableType(field.type)) ? assumedItems : 1;
  }
}

function kindCount(field: GraphQLField<unknown, unknown>, node: FieldNode): Amount {
  const place = field.args.some(({ name }) => name === 'input') ? ['input', 'kinds'] : ['kinds'];
  return argumentOf(field, node, place, (value) =>
    Array.isArray(value) ? value.length : deviceKinds.length,
  );
}

/** Applies `read` to an argument or a member of one; the result is a number where no variable is used. */
function argumentOf(
  field: GraphQLField<unknown, unknown>,
  { arguments: given = [] }: FieldNode,
  [name, ...members]: readonly string[],
  read: (value: unknown) => number,
): Amount {
  const at = (value: unknown): number => read(members.reduce(memberOf, value));
  const argument = given.find((one) => one.name.value === name)?.value;
  if (argument === undefined) {
    return at(field.args.find((one) => one.name === name)?.defaultValue);
  }
  if (!holdsVariable(argument)) return at(valueFromASTUntyped(argument));
  return (variables) => at(valueFromASTUntyped(argument, variables));
}

function holdsVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable: () => {
      found = true;
      return BREAK;
    },
  });
  return found;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}

const nothing: Price = { points: 0, varying: [] };

function priced(amount: Amount): Price {
  return typeof amount === 'number'
    ? { points: amount, varying: [] }
    : { points: 0, varying: [amount] };
}

function sumOf(prices: readonly Price[]): Price {
  return {
    points: prices.reduce((sum, { points }) => sum + points, 0),
    varying: prices.flatMap(({ varying }) => varying),
  };
}

function totalOf({ points, varying }: Price, variables: Variables): number {
  return varying.reduce((sum, one) => sum + one(variables), points);
}

function add(left: number, right: Amount): Amount {
  return typeof right === 'number' ? left + right : (variables) => left + right(variables);
}

function times(factor: number, amount: Amount): Amount {
  if (factor === 0) return 0;
  return typeof amount === 'number' ? factor * amount : (variables) => factor * amount(variables);
}
