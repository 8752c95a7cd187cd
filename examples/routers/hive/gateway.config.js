import { defineConfig } from '@graphql-hive/gateway';

/** What AM calls its session cookie; the same name as a header carries the session. */
const sessionHeader = process.env.AM_COOKIE_NAME ?? 'iPlanetDirectoryPro';

/**
 * What shows who calls: the session, or an access token. Never `cookie`: the identity gateway protects cookies by
 * where a browser says that a request comes from, and behind a router it is not told.
 */
const callerHeaders = [sessionHeader, 'authorization'];

export const gatewayConfig = defineConfig({
  supergraph: 'supergraph.graphql',
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 4003),
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }) {
      // The portal does not ask who calls, so it is not told. Sessions go where they are needed.
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
