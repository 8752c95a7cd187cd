/** Every text that a client can give to the schema, and values of its input types. */
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** A place for a text in an argument of a field. */
export interface TextInput {
  /** Such as `User.history(after)` or `Mutation.withdrawDeviceChange(input.id)`. */
  readonly place: string;
  readonly type: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly argument: GraphQLArgument;
  /** The members that lead to the text. */
  readonly members: readonly string[];
}

const texts: readonly string[] = ['String', 'ID', '_Any'];

export function textInputsOf(schema: GraphQLSchema): TextInput[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap((argument) =>
          textsIn(argument.type, []).map((members) => ({
            place: `${type.name}.${field.name}(${[argument.name, ...members].join('.')})`,
            type: type.name,
            field,
            argument,
            members,
          })),
        ),
      ),
    );
}

function textsIn(type: GraphQLInputType, members: readonly string[]): (readonly string[])[] {
  const inner = isNonNullType(type) || isListType(type) ? type.ofType : type;
  if (inner !== type) return textsIn(inner, members);
  if (!isInputObjectType(type)) return texts.includes(type.toString()) ? [members] : [];
  return Object.values(type.getFields()).flatMap((field) =>
    textsIn(field.type, [...members, field.name]),
  );
}

/** Returns a value of an argument with a text at its place, and what else is required. */
export function argumentWith({ argument, members }: TextInput, text: unknown): unknown {
  return valueOf(argument.type, members, text);
}

/** `members` is null where the value is only required. */
function valueOf(
  type: GraphQLInputType,
  members: readonly string[] | null,
  text: unknown,
): unknown {
  const given = getNullableType(type);
  if (isListType(given)) return [valueOf(given.ofType, members, text)];
  if (isEnumType(given)) return given.getValues()[0]?.name;
  if (!isInputObjectType(given)) return members === null ? plain[given.name] : text;
  const entries = Object.values(given.getFields()).flatMap((field): [string, unknown][] => {
    const isOnWay = members?.[0] === field.name;
    if (!isOnWay && !(isNonNullType(field.type) && field.defaultValue === undefined)) return [];
    return [[field.name, valueOf(field.type, isOnWay ? members.slice(1) : null, text)]];
  });
  return Object.fromEntries(entries);
}

const plain: Readonly<Record<string, unknown>> = {
  String: 'x',
  ID: 'x',
  Int: 1,
  Boolean: true,
  DateTime: '2026-11-25T12:00:00.000Z',
  _Any: { __typename: 'User' },
};

/** An operation for a field of the query or mutation, with a text at its place. */
export function operationWith(
  input: TextInput,
  text: unknown,
): { readonly query: string; readonly variables: Readonly<Record<string, unknown>> } {
  const { type, field, argument } = input;
  const required = field.args.filter(
    (one) => one === argument || (isNonNullType(one.type) && one.defaultValue === undefined),
  );
  const defined = required.map(({ name, type: of }) => `$${name}: ${of.toString()}`).join(', ');
  const given = required.map(({ name }) => `${name}: $${name}`).join(', ');
  return {
    query: `${type.toLowerCase()}(${defined}) { ${field.name}(${given}) { __typename } }`,
    variables: Object.fromEntries(
      required.map((one) => [
        one.name,
        one === argument ? argumentWith(input, text) : valueOf(one.type, null, ''),
      ]),
    ),
  };
}
