import { isInputObjectType, isNonNullType, isObjectType, type GraphQLSchema } from 'graphql';
import { Arg, Extensions, InputType } from 'type-graphql';

/** Injects the only argument of a mutation, which has the description of its type, or its own. */
export function Input(type: Parameters<typeof Arg>[1], description?: string) {
  return Arg('input', type, description === undefined ? {} : { description });
}

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

/** Completes the inputs of the built schema: type-graphql has no options for it. */
export function completeInputs(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) && type.extensions['oneOf'] === true) type.isOneOf = true;
    if (!isObjectType(type)) continue;
    for (const argument of Object.values(type.getFields()).flatMap(({ args }) => args)) {
      const given = isNonNullType(argument.type) ? argument.type.ofType : argument.type;
      if (isInputObjectType(given)) argument.description ??= given.description;
    }
  }
}
