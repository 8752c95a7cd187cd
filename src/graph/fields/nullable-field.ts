import { Field, FieldResolver, Mutation, Query } from 'type-graphql';

type TypeOf = Parameters<typeof Query>[0];

/** Declares a field that can be null, or an input that can be absent. */
export function NullableField(type: TypeOf, description: string): ReturnType<typeof Field> {
  return Field(type, { nullable: true, description });
}

/** Declares a choice of an input. Null is refused: it must not turn a dry run into a change. */
export function ChoiceField(description: string, defaultValue = false): ReturnType<typeof Field> {
  return Field(() => Boolean, { defaultValue, description });
}

/** Declares a field with a resolver, which is null if it is refused or fails. */
export function NullableFieldResolver(
  type: TypeOf,
  description: string,
): ReturnType<typeof FieldResolver> {
  return FieldResolver(type, { nullable: true, description });
}

/** Declares a query, whose field is null if it is refused or fails. */
export function NullableQuery(type: TypeOf, description: string): ReturnType<typeof Query> {
  return Query(type, { nullable: true, description });
}

/** Declares a mutation, whose field is null if it is refused or fails. */
export function NullableMutation(
  type: TypeOf,
  description: string,
  named: { readonly name?: string } = {},
): ReturnType<typeof Mutation> {
  return Mutation(type, { nullable: true, description, ...named });
}
