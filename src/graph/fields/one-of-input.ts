import { isInputObjectType, type GraphQLSchema } from 'graphql';
import { Extensions, InputType } from 'type-graphql';

/**
 * Declares an input with `@oneOf`: exactly one of its members must be given. The members are
 * nullable.
 */
export function OneOfInput(description: string): ClassDecorator {
  return (type) => {
    Extensions({ oneOf: true })(type);
    InputType({ description })(type);
  };
}

/** Sets `@oneOf` in the built schema: type-graphql has no option for it. */
export function requireOneMember(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isInputObjectType))
    if (type.extensions['oneOf'] === true) type.isOneOf = true;
}
