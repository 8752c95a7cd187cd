import {
  BREAK,
  getArgumentValues,
  getNullableType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
import { isIncluded } from '../graph/is-included.ts';
import { completerOf } from './complete.ts';
import type { FieldPlan, PlanAbout, SelectionPlan, Values } from './plan.ts';

/**
 * Looks up beforehand everything about the root fields that does not change from run to run: fields, types,
 * fragments, arguments without variables, and what `@skip` and `@include` leave for these variables. What lies
 * below is looked up when it is first reached.
 */
export function compilePlan(
  about: PlanAbout,
  root: GraphQLObjectType,
  variables: Values,
): SelectionPlan {
  return new Compilation(about, variables).fieldsOf(root, [about.operation.selectionSet]);
}

class Compilation {
  readonly #about: PlanAbout;
  readonly #variables: Values;

  constructor(about: PlanAbout, variables: Values) {
    this.#about = about;
    this.#variables = variables;
  }

  /** The fields that selection sets have in common for one type, in the order of the answer (GraphQL §6.3.2). */
  fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): SelectionPlan {
    const groups = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(type, set.selections, { groups, spread });
    return [...groups].flatMap(([key, nodes]) => this.#fieldOf(type, key, nodes));
  }

  #collect(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    into: { readonly groups: Map<string, FieldNode[]>; readonly spread: Set<string> },
  ): void {
    for (const selection of selections) {
      if (!isIncluded(selection, this.#variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        into.groups.set(key, [...(into.groups.get(key) ?? []), selection]);
        continue;
      }
      const fragment = this.#fragmentOf(selection, into.spread);
      if (fragment !== undefined && this.#applies(fragment, type)) {
        this.#collect(type, fragment.selectionSet.selections, into);
      }
    }
  }

  /** A fragment, each named one only once for a set of fields. */
  #fragmentOf(
    selection: Exclude<SelectionNode, FieldNode>,
    spread: Set<string>,
  ): InlineFragmentNode | FragmentDefinitionNode | undefined {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
    const name = selection.name.value;
    if (spread.has(name)) return undefined;
    spread.add(name);
    return this.#about.fragments[name];
  }

  #applies(
    { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
    type: GraphQLObjectType,
  ): boolean {
    if (typeCondition === undefined || typeCondition.name.value === type.name) return true;
    const condition = this.#about.schema.getType(typeCondition.name.value);
    return isAbstractType(condition) && this.#about.schema.isSubType(condition, type);
  }

  #fieldOf(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): FieldPlan[] {
    const [first] = nodes;
    const definition = first && this.#definitionOf(parentType, first.name.value);
    if (first === undefined || definition === undefined) return [];
    const { type, name, resolve } = definition;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const nullable = getNullableType(type);
    return [
      {
        key,
        name,
        nodes,
        parentType,
        type,
        resolve,
        argumentsIn: argumentsOf(definition, first),
        isNonNull: isNonNullType(type),
        leaf: isLeafType(nullable) && definition.args.length === 0 ? nullable : undefined,
        complete: completerOf(type, (object) => this.fieldsOf(object, sets)),
      },
    ];
  }

  #definitionOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    const { schema } = this.#about;
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (type === schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }
}

const none: Values = Object.freeze(Object.create(null));

/**
 * The arguments of a field. Those that no variable has a say in are worked out once, those that are a variable each
 * time taken from it; whatever else there is, and whatever is an error, is graphql-js's.
 */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): FieldPlan['argumentsIn'] {
  if (definition.args.length === 0) return () => none;
  const workOut = (variables: Values): Values => getArgumentValues(definition, node, variables);
  const given = node.arguments ?? [];
  if (!given.some(({ value }) => hasVariable(value))) {
    let known: Values | undefined;
    return () => (known ??= workOut(none));
  }
  const taken: Taken[] = [];
  for (const { name, type, defaultValue } of definition.args) {
    const value = given.find((one) => one.name.value === name)?.value;
    const isNonNull = isNonNullType(type);
    if (value?.kind === Kind.VARIABLE) {
      taken.push({ name, variable: value.name.value, isNonNull });
    } else if (value !== undefined || defaultValue !== undefined || isNonNull) return workOut;
  }
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const { name, variable, isNonNull } of taken) {
      const value = variables[variable];
      // What is absent may have a default of its own, and what is null may not be.
      if (value === undefined || (value === null && isNonNull)) return workOut(variables);
      values[name] = value;
    }
    return values;
  };
}

/** An argument that is a variable. */
interface Taken {
  readonly name: string;
  readonly variable: string;
  readonly isNonNull: boolean;
}

function hasVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable: () => {
      found = true;
      return BREAK;
    },
  });
  return found;
}
