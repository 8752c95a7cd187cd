/** A schema with every wrapping of every sort of type, whose values and failures a `World` gives. */
import {
  buildSchema,
  GraphQLEnumType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLUnionType,
} from 'graphql';
import type { GraphQLAbstractType, GraphQLSchema } from 'graphql';
import { chanceOf } from './seeded.ts';
import { colors, serializeStamp, worldOf } from './world.ts';

const wrappings = [
  '%',
  '%!',
  '[%]',
  '[%!]',
  '[%]!',
  '[%!]!',
  '[[%]]',
  '[[%!]!]!',
  '[[%]!]',
  '[[%!]]!',
] as const;

const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Color', 'Stamp'] as const;
const objects = ['Cat', 'Dog', 'Bird'] as const;
const composites = [...objects, 'Pet', 'Beast', 'Named', 'Any'] as const;

const args =
  '(count: Int! = 3, color: Color = RED, filter: Filter, filters: [Filter!], note: String, flag: Boolean)';

/** The fields that every type has but the union, so that a name means the same type everywhere. */
const common = [
  ...[...leaves, ...composites].flatMap((base) =>
    wrappings.map(
      (wrapping, index) => `${base.toLowerCase()}${index}: ${wrapping.replace('%', base)}`,
    ),
  ),
  ...['Int', 'String!', 'Color', 'Cat', '[Pet!]', 'Any!'].map(
    (type, index) => `pick${index}${args}: ${type}`,
  ),
].join('\n');

const sdl = `
  enum Color { RED GREEN BLUE }
  scalar Stamp
  input Filter {
    min: Int = 1
    max: Int!
    colors: [Color!] = [GREEN]
    note: String
    flag: Boolean
    nested: Filter
  }
  interface Pet { ${common} }
  interface Beast { ${common} }
  interface Named { ${common} }
  type Cat implements Pet & Beast & Named { ${common} meow: String purr: Int! }
  type Dog implements Pet & Beast & Named { ${common} bark: [String!]! }
  type Bird implements Pet & Named { ${common} song: Stamp! }
  union Any = Cat | Dog | Bird
  type Query { ${common} }
  type Mutation { ${common} }
`;

/** Makes the schema. */
export function syntheticSchema(): GraphQLSchema {
  const schema = buildSchema(sdl);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (type instanceof GraphQLObjectType) giveFieldsTo(type);
    if (type instanceof GraphQLInterfaceType || type instanceof GraphQLUnionType) {
      giveTypeResolverTo(type);
    }
    if (type instanceof GraphQLScalarType && type.name === 'Stamp') type.serialize = serializeStamp;
    if (type instanceof GraphQLEnumType && type.name === 'Color') giveValuesTo(type);
  }
  return schema;
}

/** Some fields have a resolver, the others are members of their source; at the roots nearly all have one. */
function giveFieldsTo(type: GraphQLObjectType): void {
  const isRoot = type.name === 'Query' || type.name === 'Mutation';
  for (const field of Object.values(type.getFields())) {
    if (chanceOf(`${type.name}.${field.name}`) > (isRoot ? 0.98 : 0.35)) continue;
    field.resolve = (source, given, context, info) => worldOf(context).resolve(source, given, info);
  }
  if (type.name === 'Cat' || type.name === 'Dog') {
    type.isTypeOf = (value, context, info) =>
      worldOf(context).isTypeOf(value, type, { info, isLater: type.name === 'Dog' });
  }
}

/** `Pet` at once, `Beast` later, and the others as graphql-js does where nobody says. */
function giveTypeResolverTo(type: GraphQLAbstractType): void {
  if (type.name !== 'Pet' && type.name !== 'Beast') return;
  type.resolveType = (value, context, info) =>
    worldOf(context).resolveType(value, type, { info, isLater: type.name === 'Beast' });
}

/** Inside, a colour is something else than its name. */
function giveValuesTo(type: GraphQLEnumType): void {
  type.parseValue = (name) => `${String(name)} inside`;
  type.serialize = (value) => {
    const name = colors.find((one) => `${one} inside` === value);
    if (name === undefined) throw new TypeError(`${String(value)} is no colour`);
    return name;
  };
}
