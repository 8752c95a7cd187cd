import {
  getNullableType,
  getVariableValues,
  isLeafType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type { GraphQLLeafType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Values } from './plan.ts';

/** The variables of an operation as its types want them; null where they do not fit, which graphql-js then tells. */
export type CoerceVariables = (given: Values) => Values | null;

/** A variable that is a scalar or an enum and no list. */
interface PlainVariable {
  readonly name: string;
  readonly type: GraphQLLeafType;
  readonly isNonNull: boolean;
  /** Undefined for none. */
  readonly standard: unknown;
}

/**
 * Coerces the variables of one operation (GraphQL §6.1.2). Where all are scalars and enums, as nearly always, their
 * types are looked up once; everything else is left to graphql-js.
 */
export function coercerOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): CoerceVariables {
  const plain: PlainVariable[] = [];
  for (const { variable, type: node, defaultValue } of variableDefinitions) {
    const type = typeFromAST(schema, node);
    const nullable = type && getNullableType(type);
    if (!isLeafType(nullable)) {
      return (given) => getVariableValues(schema, variableDefinitions, given).coerced ?? null;
    }
    const standard = defaultValue && valueFromAST(defaultValue, nullable);
    plain.push({
      name: variable.name.value,
      type: nullable,
      isNonNull: isNonNullType(type),
      standard,
    });
  }
  return (given) => {
    const coerced: Record<string, unknown> = {};
    for (const variable of plain) if (!coerce(variable, given, coerced)) return null;
    return coerced;
  };
}

/** Whether the value fits; then it is put `into` the others. */
function coerce(
  { name, type, isNonNull, standard }: PlainVariable,
  given: Values,
  into: Record<string, unknown>,
): boolean {
  if (!Object.hasOwn(given, name)) {
    if (standard !== undefined) into[name] = standard;
    return standard !== undefined || !isNonNull;
  }
  const value = given[name];
  if (value === null || value === undefined) {
    into[name] = null;
    return !isNonNull;
  }
  try {
    into[name] = type.parseValue(value);
    return into[name] !== undefined;
  } catch {
    return false;
  }
}
