import { Field } from 'type-graphql';

/** Declares a field that can be null, or an input that can be absent. */
export function NullableField(
  type: Parameters<typeof Field>[0],
  description: string,
): ReturnType<typeof Field> {
  return Field(type, { nullable: true, description });
}
