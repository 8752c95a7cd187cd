import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { completerFor } from './complete-value.ts';
import type { FieldPlan, OperationFacts, SelectionPlan, Values } from './plan.ts';

/**
 * Merges the fields that selection sets select of one object type, in the order of the response (GraphQL §6.3.2),
 * with everything below them. No variable decides which are selected: see `prepareOperation`.
 */
export function collectFields(
  facts: OperationFacts,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): SelectionPlan {
  const groups = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const { selections } of sets) collectInto(groups, { facts, type, visited }, selections);
  return [...groups].flatMap(([responseKey, nodes]) =>
    planField(facts, type, { responseKey, nodes }),
  );
}

interface Collecting {
  readonly facts: OperationFacts;
  readonly type: GraphQLObjectType;
  /** The named fragments already spread; each is collected once. */
  readonly visited: Set<string>;
}

function collectInto(
  groups: Map<string, FieldNode[]>,
  collecting: Collecting,
  selections: readonly SelectionNode[],
): void {
  for (const selection of selections) {
    if (!isIncluded(selection)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      groups.set(key, [...(groups.get(key) ?? []), selection]);
      continue;
    }
    const fragment = fragmentOf(selection, collecting);
    if (fragment !== undefined && doesApply(fragment, collecting)) {
      collectInto(groups, collecting, fragment.selectionSet.selections);
    }
  }
}

/** Whether `@skip` and `@include` keep a selection (GraphQL §3.13.1, §3.13.2). */
function isIncluded(node: SelectionNode): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node);
  const include = getDirectiveValues(GraphQLIncludeDirective, node);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function fragmentOf(
  selection: Exclude<SelectionNode, FieldNode>,
  { facts, visited }: Collecting,
): InlineFragmentNode | FragmentDefinitionNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = selection.name.value;
  if (visited.has(name)) return undefined;
  visited.add(name);
  return facts.fragments[name];
}

function doesApply(
  { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
  { facts: { schema }, type }: Collecting,
): boolean {
  if (typeCondition === undefined || typeCondition.name.value === type.name) return true;
  const condition = schema.getType(typeCondition.name.value);
  return isAbstractType(condition) && schema.isSubType(condition, type);
}

function planField(
  facts: OperationFacts,
  parentType: GraphQLObjectType,
  { responseKey, nodes }: { readonly responseKey: string; readonly nodes: readonly FieldNode[] },
): FieldPlan[] {
  const [first] = nodes;
  const definition = first && definitionOf(facts, parentType, first.name.value);
  if (first === undefined || definition === undefined) return [];
  const { type, name, resolve } = definition;
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return [
    {
      responseKey,
      name,
      nodes,
      parentType,
      type,
      resolve,
      argumentsFor: argumentsOf(definition, first),
      isNonNull: isNonNullType(type),
      complete: completerFor(type, {
        schema: facts.schema,
        fieldsOf: (object) => collectFields(facts, object, sets),
      }),
    },
  ];
}

function definitionOf(
  { schema }: OperationFacts,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}

const noArguments: Values = Object.freeze(Object.create(null));

/** Returns a function that coerces the arguments of a field (GraphQL §6.4.1); only the empty arguments are shared. */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (variables: Values) => Values {
  if (definition.args.length === 0) return () => noArguments;
  return (variables) => getArgumentValues(definition, node, variables);
}
