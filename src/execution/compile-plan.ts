import {
  BREAK,
  getArgumentValues,
  getDirectiveValues,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
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
  ArgumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLObjectType,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
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
      if (!this.#isIncluded(selection)) continue;
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

  #isIncluded(node: SelectionNode): boolean {
    if (node.directives === undefined || node.directives.length === 0) return true;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.#variables);
    return skip?.['if'] !== true && include?.['if'] !== false;
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
  const taken = definition.args.map((argument) => takenFrom(argument, given));
  if (!taken.every((one) => one !== null)) return workOut;
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const { name, variable, isNonNull } of taken) {
      const value = variable === undefined ? undefined : variables[variable];
      // What is absent may have a default of its own, and what is null may not be.
      const isLeft = variable === undefined ? false : value === undefined;
      if (isLeft || (value === null && isNonNull)) return workOut(variables);
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

/** An argument that is a variable, or without one simply absent. */
interface Taken {
  readonly name: string;
  readonly variable: string | undefined;
  readonly isNonNull: boolean;
}

function takenFrom(argument: GraphQLArgument, given: readonly ArgumentNode[]): Taken | null {
  const value = given.find(({ name }) => name.value === argument.name)?.value;
  const isNonNull = isNonNullType(argument.type);
  if (value?.kind === Kind.VARIABLE) {
    return { name: argument.name, variable: value.name.value, isNonNull };
  }
  const isAbsent = value === undefined && argument.defaultValue === undefined && !isNonNull;
  return isAbsent ? { name: argument.name, variable: undefined, isNonNull } : null;
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
