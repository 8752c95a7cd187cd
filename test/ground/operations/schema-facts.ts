/** Facts from the schema about an operation: its callers, effects, errors and variables. */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Effect } from '../../../src/domain/policy/effects.ts';
import { requirementOf } from '../../../src/domain/policy/policy.ts';
import { ruleOf } from '../../../src/graph/fields/access.ts';

export interface SchemaFacts {
  /** The permitted callers, in words. */
  readonly who: string;
  /** The effects that its fields require. */
  readonly effects: readonly string[];
  /** The codes of its payload's errors. */
  readonly typedErrors: readonly string[];
  /** Its variables; for an input object, the members. */
  readonly variables: readonly VariableFacts[];
}

export interface VariableFacts {
  /** As `search: String!` or `input.dryRun: Boolean! = false`. */
  readonly signature: string;
  readonly meaning: string;
}

/** Returns the facts about the document's operation. */
export function schemaFactsOf(schema: GraphQLSchema, text: string): SchemaFacts {
  const selected = fieldsOf(schema, text);
  const guards = selected.flatMap(({ type, field }) => {
    const rule = ruleOf(type, field);
    return typeof rule === 'object' ? [{ name: field.name, effect: rule.effect }] : [];
  });
  const enums = selected
    .filter(({ field }) => field.name === 'code')
    .map(({ field }) => getNamedType(field.type))
    .filter(isEnumType)
    .filter(({ name }) => name !== 'GatewayErrorCode');
  return {
    who: whoOf(guards[0]),
    effects: [...new Set(guards.map(({ effect }) => effect))],
    typedErrors: [...new Set(enums.flatMap((one) => one.getValues().map(({ name }) => name)))],
    variables: variablesOf(schema, text),
  };
}

/** Returns the arguments that are set by variables. */
function variablesOf(schema: GraphQLSchema, text: string): readonly VariableFacts[] {
  const info = new TypeInfo(schema);
  const found: VariableFacts[] = [];
  const enter = (node: ArgumentNode): void => {
    const argument = info.getArgument();
    if (!argument || node.value.kind !== Kind.VARIABLE) return;
    found.push(...membersOf({ ...argument, name: node.value.name.value }));
  };
  visit(parse(text), visitWithTypeInfo(info, { Argument: { enter } }));
  return found;
}

type Variable = Pick<GraphQLArgument, 'name' | 'type' | 'description' | 'defaultValue'>;

function membersOf({ name, type, description, defaultValue }: Variable): VariableFacts[] {
  const named = getNullableType(type);
  if (isInputObjectType(named)) {
    const members = Object.values(named.getFields());
    return members.flatMap((member) => membersOf({ ...member, name: `${name}.${member.name}` }));
  }
  const standard = defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`;
  const meaning = (description ?? '').replaceAll(/\s+/g, ' ');
  return [{ signature: `${name}: ${type.toString()}${standard}`, meaning }];
}

interface SelectedField {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** Returns the selected fields of object types, starting at the root. */
function fieldsOf(schema: GraphQLSchema, text: string): readonly SelectedField[] {
  const info = new TypeInfo(schema);
  const found: SelectedField[] = [];
  const enter = (): void => {
    const type = info.getParentType();
    const field = info.getFieldDef();
    if (isObjectType(type) && field) found.push({ type, field });
  };
  visit(parse(text), visitWithTypeInfo(info, { Field: { enter } }));
  return found;
}

function whoOf(root: { readonly name: string; readonly effect: Effect } | undefined): string {
  if (root === undefined) return 'every client, signed in or not';
  if (root.name === 'me') return 'every signed-in person, for themselves';
  return requirementOf(root);
}
