/** The subgraph of the gateway composed with that of a portal, by both composers that routers are fed by. */
import { readFile } from 'node:fs/promises';
import apollo from '@apollo/composition';
import * as guild from '@theguild/federation-composition';
import { buildASTSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** What came of a composition. */
export interface Composed {
  readonly supergraph: string;
  /** The schema that the clients of a router see; null where nothing came of it. */
  readonly api: GraphQLSchema | null;
  readonly problems: readonly string[];
}

export type Compose = (identity: string, portal: string) => Composed;

/** Both composers by their names. */
export const composers = [
  ['@theguild/federation-composition', composeWith(guild.composeServices)],
  ['@apollo/composition', composeWith(apollo.composeServices)],
] as const satisfies readonly (readonly [string, Compose])[];

/** The subgraph as this checkout has it. */
export function ownSubgraph(): Promise<string> {
  return readFile('schema/subgraph.graphql', 'utf8');
}

/** The portals: the one of the example knows `amId realm`, the other one the id alone. */
export const portals = [
  ['amId realm', 'examples/portal/portal.graphql'],
  ['id', 'test/federation/portal/by-id.graphql'],
] as const;

/** A schema as text that depends on no order. */
export function textOf(schema: GraphQLSchema | null): string {
  return schema === null ? '' : printSchema(lexicographicSortSchema(schema));
}

type ComposeServices = (
  services: { name: string; url: string; typeDefs: ReturnType<typeof parse> }[],
) => {
  readonly supergraphSdl?: string | undefined;
  readonly errors?: readonly { readonly message: string }[] | undefined;
};

function composeWith(composeServices: ComposeServices): Compose {
  return (identity, portal) => {
    const { supergraphSdl = '', errors = [] } = composeServices([
      { name: 'identity', url: 'http://identity.test/graphql', typeDefs: parse(identity) },
      { name: 'portal', url: 'http://portal.test/', typeDefs: parse(portal) },
    ]);
    const isComposed = supergraphSdl !== '';
    return {
      supergraph: supergraphSdl,
      api: isComposed ? apiOf(supergraphSdl) : null,
      problems: errors.map(({ message }) => message),
    };
  };
}

/** One reading of a supergraph for both composers. */
function apiOf(supergraph: string): GraphQLSchema {
  return buildASTSchema(guild.transformSupergraphToPublicSchema(parse(supergraph)));
}
