import {
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLSchema,
} from 'graphql';

/**
 * Gives the arguments of every field one order: what is required, the id, the choices, and last the
 * page. The order of decorators, and of classes that extend others, is by chance.
 */
export function orderArguments(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields()))
      field.args = field.args.toSorted((one, other) => rankOf(one) - rankOf(other));
}

const page = ['first', 'after'];

function rankOf(argument: GraphQLArgument): number {
  if (page.includes(argument.name)) return 3 + page.indexOf(argument.name);
  if (isRequiredArgument(argument)) return 0;
  return argument.name === 'id' ? 1 : 2;
}
