/** The names in other projects' schemas, beside those of the gateway. */
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
  ['objects', 'User'],
  ['objects', 'PageInfo'],
  ['interfaces', 'Node'],
  ['scalars', 'DateTime'],
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

function namesIn(file: string): OtherNames {
  return JSON.parse(readFileSync(file, 'utf8'));
}
