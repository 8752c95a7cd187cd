import { Field, FieldResolver, Mutation, Query } from 'type-graphql';

type TypeOf = Parameters<typeof Query>[0];

/** Declares a field that can be null, or an input that can be absent. */
export function NullableField(type: TypeOf, description: string): ReturnType<typeof Field> {
  return Field(type, { nullable: true, description });
}

/** Declares a choice of an input. Absent or null it has its default. */
export function ChoiceField(description: string, defaultValue = false): ReturnType<typeof Field> {
  return Field(() => Boolean, { nullable: true, defaultValue, description });
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
