import { minifyIntrospectionQuery } from '@urql/introspection';
import {
  getNamedType,
  getNullableType,
  introspectionFromSchema,
  isAbstractType,
  isListType,
  isObjectType,
} from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';

/**
 * Generates `packages/client/cache-options.ts`: what Apollo Client's cache must know about the
 * schema.
 */
export function cacheOptionsModule(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const possibleTypes = types
    .filter(isAbstractType)
    .map((type) => `  ${type.name}: [${quoted(schema.getPossibleTypes(type).map(nameOf))}],`);
  // A PageInfo belongs to its page: the page before must not complete it.
  const merged = embeddedTypes(schema).filter(
    (type) => isSingular(schema, type) && type.name !== 'PageInfo',
  );
  return `/** Written by \`npm run generate\` from the schema. */

/** The types that an object of each interface or union may have; without them a cache drops what is selected by interface. */
export const possibleTypes = {
${possibleTypes.join('\n')}
};

/** For Apollo Client: \`new InMemoryCache(apolloCacheOptions)\`. Objects without an id are parts of what holds them. */
export const apolloCacheOptions = {
  possibleTypes,
  typePolicies: {
${merged.map(({ name }) => `    ${name}: { merge: true },`).join('\n')}
  },
};
`;
}

/**
 * Generates `packages/client/graphcache-options.ts`: what urql's graphcache must know about the
 * schema.
 */
export function graphcacheOptionsModule(schema: GraphQLSchema): string {
  const introspection = introspectionFromSchema(schema, { descriptions: false });
  return `/** Written by \`npm run generate\` from the schema. */

/** The result of an introspection, as far as graphcache's types name it. */
interface GraphcacheSchema {
  readonly __schema: {
    readonly queryType: RootType;
    readonly mutationType: RootType;
    readonly subscriptionType: null;
    readonly types: readonly object[];
    readonly directives: readonly object[];
  };
}

interface RootType {
  readonly name: string;
  readonly kind: string;
}

const schema: GraphcacheSchema = ${JSON.stringify(minifyIntrospectionQuery(introspection))};

const withoutKey = (): null => null;

/** For urql's graphcache: \`cacheExchange(graphcacheOptions)\`. Objects without an id are parts of what holds them. */
export const graphcacheOptions = {
  schema,
  keys: {
${embeddedTypes(schema)
  .map(({ name }) => `    ${name}: withoutKey,`)
  .join('\n')}
  },
};
`;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** The types whose objects have no id, so that a cache cannot keep them on their own. */
function embeddedTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .filter((type) => !roots.includes(type) && type.getFields()['id'] === undefined);
}

/**
 * Whether a field that caches keep holds one object of a type. Two selections are then parts of one
 * object.
 */
function isSingular(schema: GraphQLSchema, type: GraphQLObjectType): boolean {
  const holders = Object.values(schema.getTypeMap()).filter(isObjectType);
  return holders
    .filter((holder) => holder !== schema.getMutationType())
    .flatMap((holder) => Object.values(holder.getFields()))
    .some((field) => getNamedType(field.type) === type && !isListType(getNullableType(field.type)));
}
