/** Makes a portal's subgraph from the names in another project's schema. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';

/** The names in a published schema of another project; a file also says where they are from. */
export interface OtherNames {
  readonly objects: readonly string[];
  readonly interfaces: readonly string[];
  readonly unions: readonly string[];
  readonly enums: readonly string[];
  readonly inputs: readonly string[];
  readonly scalars: readonly string[];
  readonly queries: readonly string[];
  readonly mutations: readonly string[];
}

const folder = 'test/trials/other-portals';

/** The names in every schema of the folder. */
export const otherPortals: readonly (readonly [string, OtherNames])[] = readdirSync(folder)
  .toSorted()
  .map((file) => [file.replace('.json', ''), namesIn(join(folder, file))]);

/** What docs/portal.md leaves to the gateway, or has both share in one form. */
const leftTypes = [
  ['objects', 'User', ''],
  [
    'objects',
    'PageInfo',
    'type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }',
  ],
  ['interfaces', 'Node', 'interface Node { id: ID! }'],
  ['scalars', 'DateTime', 'scalar DateTime'],
] as const;
const leftQueries = ['me', 'user', 'users'];

/** The names that a portal leaves to the gateway, or shares with it. */
export function leftToGateway(names: OtherNames): readonly string[] {
  return [
    ...leftTypes.filter(([kind, name]) => names[kind].includes(name)).map(([, name]) => name),
    ...leftQueries.filter((name) => names.queries.includes(name)).map((name) => `Query.${name}`),
  ];
}

/** The other names that the gateway has, too. A root field's name starts with its type. */
export function sharedNames(names: OtherNames, subgraph: string): readonly string[] {
  const { objects, interfaces, unions, enums, inputs, scalars, ...roots } = ownNames(names);
  const types = [objects, interfaces, unions, enums, inputs, scalars].flat();
  const queries = roots.queries.map((name) => `Query.${name}`);
  const mutations = roots.mutations.map((name) => `Mutation.${name}`);
  const ours = namesOf(subgraph);
  return [...types, ...queries, ...mutations].filter((name) => ours.has(name)).toSorted();
}

function namesOf(subgraph: string): ReadonlySet<string> {
  const names = parse(subgraph).definitions.flatMap((node) => {
    if (!('name' in node) || node.name === undefined) return [];
    const root = node.name.value;
    if (root !== 'Query' && root !== 'Mutation') return [root];
    const fields = 'fields' in node ? (node.fields ?? []) : [];
    return fields.map(({ name }) => `${root}.${name.value}`);
  });
  return new Set(names);
}

/**
 * The portal: a field of its own on the gateway's `User`, a tiny type for each name, and all root
 * fields. Its first object refers to every type but the inputs, which the root fields take.
 */
export function portalOf(names: OtherNames): string {
  const own = ownNames(names);
  const first = own.objects[0] ?? 'Portal';
  const others = [...own.objects, ...names.interfaces, ...names.unions, ...names.enums];
  const references = [...others, ...names.scalars].map((name, at) => `to${at}: ${name}`);
  const implemented =
    names.interfaces.length === 0 ? '' : `implements ${names.interfaces.join(' & ')}`;
  const results = { results: others, inputs: [...names.inputs, ...names.enums, ...names.scalars] };

  return [
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])',
    `type User @key(fields: "amId realm") { amId: ID! realm: String! inOtherPortal: ${first} }`,
    ...leftTypes.map(([kind, name, text]) => (names[kind].includes(name) ? text : '')),
    `type ${first} ${implemented} { id: ID! own: String ${references.join(' ')} }`,
    ...own.objects.slice(1).map((name) => `type ${name} { own: String }`),
    ...own.interfaces.map((name) => `interface ${name} { own: String }`),
    ...names.unions.map((name) => `union ${name} = ${first}`),
    ...names.enums.map((name) => `enum ${name} { OF_${name} }`),
    ...names.inputs.map((name) => `input ${name} { own: String }`),
    ...own.scalars.map((name) => `scalar ${name}`),
    rootOf('Query', own.queries, results),
    rootOf('Mutation', names.mutations, results),
  ].join('\n');
}

/** The names without those that are left to the gateway. */
function ownNames(names: OtherNames): OtherNames {
  const left = new Set<string>(leftTypes.map(([kind, name]) => `${kind} ${name}`));
  const without = (kind: 'objects' | 'interfaces' | 'scalars') =>
    names[kind].filter((name) => !left.has(`${kind} ${name}`));
  return {
    ...names,
    objects: without('objects'),
    interfaces: without('interfaces'),
    scalars: without('scalars'),
    queries: names.queries.filter((name) => !leftQueries.includes(name)),
  };
}

/** The names with only one of those that the gateway has. */
export function withOnly(name: string, taken: readonly string[], names: OtherNames): OtherNames {
  const others = new Set(taken.filter((one) => one !== name));
  const without = (list: readonly string[], root = '') =>
    list.filter((one) => !others.has(`${root}${one}`));
  return {
    objects: without(names.objects),
    interfaces: without(names.interfaces),
    unions: without(names.unions),
    enums: without(names.enums),
    inputs: without(names.inputs),
    scalars: without(names.scalars),
    queries: without(names.queries, 'Query.'),
    mutations: without(names.mutations, 'Mutation.'),
  };
}

interface RootTypes {
  readonly results: readonly string[];
  readonly inputs: readonly string[];
}

/** A root type whose fields return the results in turn, and share the inputs out. */
function rootOf(name: string, fields: readonly string[], { results, inputs }: RootTypes): string {
  const lines = fields.map((field, at) => {
    const taken = inputs.filter((_, index) => index % fields.length === at);
    const list = taken.map((input, index) => `in${index}: ${input}`).join(' ');
    return `${field}${list === '' ? '' : `(${list})`}: ${results[at % results.length] ?? 'String'}`;
  });
  return lines.length === 0 ? '' : `type ${name} { ${lines.join(' ')} }`;
}

function namesIn(file: string): OtherNames {
  return JSON.parse(readFileSync(file, 'utf8'));
}
