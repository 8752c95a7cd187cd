/** The variables of a document as JSON Schema, by which a model fills them in. */
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** An object whose members are described by JSON Schema. */
interface ObjectSchema {
  type: 'object';
  properties: Record<string, object>;
  required: string[];
  additionalProperties: false;
}

/** Returns the schema of the variables of an operation. */
export function inputSchemaOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  schema: GraphQLSchema,
): ObjectSchema & Record<string, unknown> {
  const properties: Record<string, object> = {};
  const required: string[] = [];
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const { value: name } = variable.name;
    const found = typeFromAST(schema, type);
    if (!isInputType(found)) throw new Error(`$${name} has no type of this schema`);
    properties[name] = schemaOf(found);
    if (isNonNullType(found) && defaultValue === undefined) required.push(name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
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
  const fields = Object.values(inner.getFields());
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
