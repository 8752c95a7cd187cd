/** What the schema says of an operation: who may call it, and the typed errors that its answer may hold. */
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  ArgumentNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { requirementOf } from '../../../src/domain/policy.ts';
import { ruleOf } from '../../../src/graph/access.ts';

/** What the schema says. */
export interface SchemaFacts {
  /** Who may call it, in words. */
  readonly who: string;
  /** The effects of the access table that its fields need. */
  readonly effects: readonly string[];
  /** The names of the types in its `errors`. */
  readonly typedErrors: readonly string[];
  /** Its variables; of an input object, its members. */
  readonly variables: readonly VariableFacts[];
}

/** What the schema says of a variable. */
export interface VariableFacts {
  /** As `search: String!` or `input.dryRun: Boolean! = false`. */
  readonly signature: string;
  readonly meaning: string;
}

/** What the schema says of the document's operation. */
export function schemaFactsOf(schema: GraphQLSchema, text: string): SchemaFacts {
  const selected = fieldsOf(schema, text);
  const rules = selected.flatMap(({ type, field }) => ruleOf(type, field) ?? []);
  const guards = rules.filter((rule) => typeof rule === 'object');
  const unions = selected.map(({ field }) => getNamedType(field.type)).filter(isUnionType);
  return {
    who: whoOf(guards[0]),
    effects: [...new Set(guards.map(({ effect }) => effect))],
    typedErrors: [...new Set(unions.flatMap((union) => union.getTypes().map(({ name }) => name)))],
    variables: variablesOf(schema, text),
  };
}

/** The arguments that variables stand for. */
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

/** The fields of object types that it selects, from the root on. */
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

type Guard = Exclude<ReturnType<typeof ruleOf>, string | undefined>;

function whoOf(root: Guard | undefined): string {
  if (root === undefined) return 'anybody, signed in or not';
  if (root.on === 'caller') return 'whoever is signed in, about themselves';
  return requirementOf(root.effect);
}
