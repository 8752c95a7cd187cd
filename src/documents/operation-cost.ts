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
} from 'graphql';
import { deviceKinds } from '../domain/device.ts';
import { Failure } from '../domain/failure.ts';
import { costRuleOf } from '../graph/cost.ts';
import { memberOf } from '../graph/input.ts';

/** Variables as a client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

const pointsPerCall = 10;

/** The assumed length of a list without an argument that limits it. */
const assumedItems = 5;

/** The assumed values of arguments that cannot be read; the fields refuse more than these. */
const assumedRows = 20;
const assumedReferences = 100;

/**
 * Returns the maximum cost of a valid operation, in points: ten for each call to AM, one for each object of the
 * response. Selections with `@skip` and `@include` count, and so does each selection of what is read only once.
 * Computed once, and for each request only where a variable says how much is returned.
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
  // Without a prototype: what is not given is not read, whatever the variable is called.
  return (variables) =>
    new Pricing(schema, document, { ...defaults, ...variables, __proto__: null }).ofOperation(
      operation,
    );
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

/** Adds up the points of one operation, for one set of variables. */
class Pricing {
  /** Whether an argument that counts holds a variable. */
  hasReadVariable = false;
  readonly #schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#variables = variables;
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  ofOperation({ operation, selectionSet }: OperationDefinitionNode): number {
    const root = this.#schema.getRootType(operation);
    return root ? this.#ofSet(selectionSet, root) : 0;
  }

  #ofSet({ selections }: SelectionSetNode, type: GraphQLCompositeType): number {
    let points = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) points += this.#ofField(selection, type);
      else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? this.#fragments.get(selection.name.value)
            : selection;
        const condition = fragment?.typeCondition?.name.value;
        const within = condition === undefined ? type : this.#schema.getType(condition);
        if (fragment && isCompositeType(within)) {
          points += this.#ofSet(fragment.selectionSet, within);
        }
      }
    }
    return points;
  }

  /** Returns the calls of a field, and each object that it returns with what is selected below. */
  #ofField(node: FieldNode, parent: GraphQLCompositeType): number {
    const holder = isObjectType(parent) || isInterfaceType(parent) ? parent : null;
    const field = holder?.getFields()[node.name.value];
    if (field === undefined) return 0;
    const { calls = 0, callsPerKind = 0, callsPerItem = 0 } = costRuleOf(field);
    const kinds = callsPerKind === 0 ? 0 : this.#kindCount(field, node);
    const ownPoints = pointsPerCall * (calls + callsPerKind * kinds);
    const type = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(type)) return ownPoints;
    const below = this.#ofSet(node.selectionSet, type);
    return ownPoints + this.#itemCount(field, node) * (1 + pointsPerCall * callsPerItem + below);
  }

  #itemCount(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    switch (costRuleOf(field).items) {
      case 'first': {
        const first = this.#argument(field, node, ['first']);
        return typeof first === 'number' ? Math.min(Math.max(0, first), assumedRows) : assumedRows;
      }
      case 'representations': {
        const references = this.#argument(field, node, ['representations']);
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
    const place = field.args.some(({ name }) => name === 'input') ? ['input', 'kinds'] : ['kinds'];
    const kinds = this.#argument(field, node, place);
    return Array.isArray(kinds) ? kinds.length : deviceKinds.length;
  }

  /** Returns the value of an argument, or of a member of one. */
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
