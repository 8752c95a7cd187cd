import { defineConfig } from '@graphql-hive/gateway';

/** What AM calls its session cookie; the same name as a header carries the session. */
const sessionHeader = process.env.AM_COOKIE_NAME ?? 'iPlanetDirectoryPro';

/**
 * The headers that identify the caller: the session, or an access token. Never `cookie`: the
 * identity gateway protects cookies by the origin that a browser reports, which a router does not
 * pass on.
 */
const callerHeaders = [sessionHeader, 'authorization'];

export const gatewayConfig = defineConfig({
  supergraph: 'supergraph.graphql',
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 4003),
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }) {
      // The portal does not need the caller. Sessions go only where they are needed.
      if (subgraphName.toLowerCase() !== 'identity') return {};
      return Object.fromEntries(
        callerHeaders.flatMap((name) => {
          const value = request.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      );
    },
  },
});
