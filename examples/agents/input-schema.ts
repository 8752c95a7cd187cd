/** The variables of a document as JSON Schema, by which a model fills them in. */
import {
  Kind,
  TypeInfo,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** An object whose members are described by JSON Schema. */
export interface ObjectSchema {
  type: 'object';
  properties: Record<string, object>;
  required: string[];
  additionalProperties: false;
}

/** What an agent may not use: these are for people, who answer for them. */
export const withheld: ReadonlySet<string> = new Set([
  'force',
  'overrideLimit',
  'proofId',
  'verification',
]);

/** What a tool does without: without a key, an equal request returns the earlier one. */
const unshown: ReadonlySet<string> = new Set([...withheld, 'idempotencyKey']);

/** Returns the path of the first argument that a schema does not have; null if it has all. */
export function unknownArgument(schema: object, value: unknown): string | null {
  if (Array.isArray(value) && 'items' in schema && isObject(schema.items))
    return first(value, (item) => unknownArgument(Object(schema.items), item));
  if (!isObject(value) || !('properties' in schema) || !isObject(schema.properties)) return null;
  const { properties } = schema;
  return first(Object.entries(value), ([name, inner]) => {
    const found: unknown = Object.hasOwn(properties, name)
      ? Reflect.get(properties, name)
      : undefined;
    if (!isObject(found)) return name;
    const below = unknownArgument(found, inner);
    return below === null ? null : `${name}.${below}`;
  });
}

function first<T>(values: readonly T[], find: (value: T) => string | null): string | null {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the schema of the variables of an operation. */
export function inputSchemaOf(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): ObjectSchema {
  const { variableDefinitions = [] } = operation;
  const descriptions = descriptionsIn(operation, schema);
  const properties: Record<string, object> = {};
  const required: string[] = [];
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const { value: name } = variable.name;
    const found = typeFromAST(schema, type);
    if (!isInputType(found)) throw new Error(`$${name} has no type of this schema`);
    properties[name] = { ...schemaOf(found), description: descriptions.get(name) };
    if (isNonNullType(found) && defaultValue === undefined) required.push(name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}

/** What the argument says that each variable fills in. */
function descriptionsIn(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const info = new TypeInfo(schema);
  const Argument = ({ value }: ArgumentNode): void => {
    if (value.kind !== Kind.VARIABLE) return;
    found.set(value.name.value, info.getArgument()?.description ?? '');
  };
  visit(operation, visitWithTypeInfo(info, { Argument }));
  return found;
}

const scalars: Readonly<Record<string, object>> = {
  Boolean: { type: 'boolean' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  DateTime: { type: 'string', format: 'date-time' },
};

function schemaOf(type: GraphQLInputType): object {
  const inner = getNullableType(type);
  if (isListType(inner)) return { type: 'array', items: schemaOf(inner.ofType) };
  if (isEnumType(inner)) return { enum: inner.getValues().map(({ name }) => name) };
  if (!isInputObjectType(inner)) return scalars[inner.name] ?? { type: 'string' };
  const fields = Object.values(inner.getFields()).filter(({ name }) => !unshown.has(name));
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, type: of, description }) => [name, { ...schemaOf(of), description }]),
    ),
    required: fields.filter(isRequiredInputField).map(({ name }) => name),
    additionalProperties: false,
    ...(inner.isOneOf && { minProperties: 1, maxProperties: 1 }),
  };
}
