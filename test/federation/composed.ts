/** Composes the gateway's subgraph with that of a portal. */
import { readFile } from 'node:fs/promises';
import * as guild from '@theguild/federation-composition';
import { buildASTSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** The result of a composition. */
export interface Composed {
  readonly supergraph: string;
  /** The schema that clients of a router see; null if the composition failed. */
  readonly api: GraphQLSchema | null;
  /** The errors, or the hints of a composition without errors. */
  readonly problems: readonly string[];
}

export type Compose = (identity: string, portal: string) => Composed;

/** Composes with the composer of the Guild; `test/trials/composers.ts` adds Apollo's. */
export const compose: Compose = composeWith(guild.composeServices);

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
  /** What one composer reports of types that it merges. */
  readonly hints?: readonly { readonly message: string }[] | undefined;
};

/** Makes one interface of the composers' own ones. */
export function composeWith(composeServices: ComposeServices): Compose {
  return (identity, portal) => {
    const {
      supergraphSdl = '',
      errors = [],
      hints = [],
    } = composeServices([
      { name: 'identity', url: 'http://identity.test/graphql', typeDefs: parse(identity) },
      { name: 'portal', url: 'http://portal.test/', typeDefs: parse(portal) },
    ]);
    const isComposed = supergraphSdl !== '';
    return {
      supergraph: supergraphSdl,
      api: isComposed ? apiOf(supergraphSdl) : null,
      problems: [...(errors.length > 0 ? errors : hints)].map(({ message }) => message),
    };
  };
}

/** One reading of a supergraph for both composers. */
function apiOf(supergraph: string): GraphQLSchema {
  return buildASTSchema(guild.transformSupergraphToPublicSchema(parse(supergraph)));
}
