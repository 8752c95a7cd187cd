import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { deviceKinds } from '../domain/devices/device.ts';
import { Failure } from '../domain/values/failure.ts';
import { costRuleOf } from '../graph/fields/cost.ts';
import { memberOf } from '../domain/values/member.ts';
import { fragmentsOf, type Fragments } from './document-limits.ts';

export type Variables = Readonly<Record<string, unknown>>;

const pointsPerCall = 10;

/** The number of scalar fields in an object that one point covers. */
const scalarsPerPoint = 25;

/** The assumed length of a list without an argument that limits it. */
const assumedItems = 5;

/** The assumed values of absent or invalid arguments: the maximums that the fields accept. */
const assumedRows = 20;
const assumedReferences = 100;

/**
 * Returns a function that returns the maximum cost of a valid operation, in points: ten for each
 * call to AM, those of each costly read of the ledger, one for each object in the response with up
 * to 25 scalar fields. Fields with `@skip`
 * or `@include` count. Computed once, unless a variable determines the number of objects.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const defaults = defaultsOf(operation);
  const pricing = new Pricing(schema, document, defaults);
  const points = pricing.ofOperation(operation);
  if (!pricing.hasReadVariable) return () => points;
  return (variables) => {
    // Without a prototype, so that a variable named like a member of `Object` is absent.
    const values = { ...defaults, ...variables, __proto__: null };
    return new Pricing(schema, document, values).ofOperation(operation);
  };
}

/** Returns the refusal of an operation that costs more than the limit, or null. */
export function costRefusal(points: number, limit: number): Failure | null {
  if (points <= limit) return null;
  const message = `The operation may cost ${points} points, more than the limit of ${limit}.`;
  return new Failure('OPERATION_TOO_LARGE', message, { facts: { most: limit, points } });
}

/** The points of a selection, and the number of scalar fields that it adds to its object. */
interface Price {
  readonly points: number;
  readonly scalars: number;
}

const nothing: Price = { points: 0, scalars: 0 };

/** Adds up the points of one operation, for one set of variables. */
class Pricing {
  /** Whether an argument that affects the cost contains a variable. */
  hasReadVariable = false;
  readonly #schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #fragments: Fragments;
  /** The prices of fragments, each calculated once. */
  readonly #prices = new Map<string, Price>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = fragmentsOf(document);
  }

  ofOperation({ operation, selectionSet }: OperationDefinitionNode): number {
    const root = this.#schema.getRootType(operation);
    return root ? this.#ofSet(selectionSet, root).points : 0;
  }

  #ofSet({ selections }: SelectionSetNode, type: GraphQLCompositeType): Price {
    let [points, scalars] = [0, 0];
    for (const selection of selections) {
      const price = this.#ofSelection(selection, type);
      points += price.points;
      scalars += price.scalars;
    }
    return { points, scalars };
  }

  #ofSelection(selection: SelectionNode, type: GraphQLCompositeType): Price {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.#ofField(selection, type);
      case Kind.INLINE_FRAGMENT:
        return this.#ofFragment(selection, type);
      case Kind.FRAGMENT_SPREAD:
        return this.#ofSpread(selection.name.value, type);
      default:
        return selection satisfies never;
    }
  }

  #ofSpread(name: string, type: GraphQLCompositeType): Price {
    const fragment = this.#fragments.get(name);
    const price = this.#prices.get(name) ?? (fragment ? this.#ofFragment(fragment, type) : nothing);
    this.#prices.set(name, price);
    return price;
  }

  #ofFragment(
    { typeCondition, selectionSet }: InlineFragmentNode | FragmentDefinitionNode,
    type: GraphQLCompositeType,
  ): Price {
    const within = typeCondition ? this.#schema.getType(typeCondition.name.value) : type;
    return isCompositeType(within) ? this.#ofSet(selectionSet, within) : nothing;
  }

  /** Returns the price of a field's calls, and of the objects that it returns. */
  #ofField(node: FieldNode, parent: GraphQLCompositeType): Price {
    const holder = isObjectType(parent) || isInterfaceType(parent) ? parent : null;
    const field = holder?.getFields()[node.name.value];
    if (field === undefined) return { points: 0, scalars: 1 };
    const { calls = 0, ledger = 0, callsPerKind = 0, callsPerItem = 0 } = costRuleOf(field);
    const kinds = callsPerKind === 0 ? 0 : this.#kindCount(field, node);
    const ownPoints = ledger + pointsPerCall * (calls + callsPerKind * kinds);
    const type = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(type)) return { points: ownPoints, scalars: 1 };
    const below = this.#ofSet(node.selectionSet, type);
    const object = Math.max(1, Math.ceil(below.scalars / scalarsPerPoint));
    const item = object + pointsPerCall * callsPerItem + below.points;
    return { points: ownPoints + this.#itemCount(field, node) * item, scalars: 0 };
  }

  #itemCount(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const { items } = costRuleOf(field);
    switch (items) {
      case 'first': {
        const first = this.#argument(field, node, ['first']);
        return typeof first === 'number' ? Math.min(Math.max(0, first), assumedRows) : assumedRows;
      }
      case 'ids':
      case 'representations': {
        const references = this.#argument(field, node, [items]);
        return Array.isArray(references) ? references.length : assumedReferences;
      }
      case 'one per kind':
        return this.#kindCount(field, node);
      case 'few per kind':
        return assumedItems * this.#kindCount(field, node);
      case 'counted above':
        return 1;
      default:
        return isListType(getNullableType(field.type)) ? assumedItems : 1;
    }
  }

  #kindCount(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const isInput = field.args.some(({ name }) => name === 'input');
    const { kindsIn = isInput ? ['input', 'kinds'] : ['kinds'] } = costRuleOf(field);
    const kinds = this.#argument(field, node, kindsIn);
    return Array.isArray(kinds) ? kinds.length : deviceKinds.length;
  }

  /** Returns the value of an argument, or of a member of its value. */
  #argument(
    field: GraphQLField<unknown, unknown>,
    { arguments: given = [] }: FieldNode,
    [name, ...members]: readonly string[],
  ): unknown {
    const node = given.find((one) => one.name.value === name)?.value;
    if (node === undefined) {
      const argument = field.args.find((one) => one.name === name);
      return members.reduce(memberOf, argument?.defaultValue);
    }
    visit(node, { Variable: () => void (this.hasReadVariable = true) });
    return members.reduce(memberOf, valueFromASTUntyped(node, this.#variables));
  }
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}
