/** The clients of the examples behind one interface, so that one table can test all. */
import { cacheExchange } from '@urql/exchange-graphcache';
import { MutationObserver, QueryObserver } from '@tanstack/react-query';
import { cacheExchange as documentCacheExchange, composeExchanges, type Exchange } from 'urql';
import { createGateway as createApollo } from '../../examples/react-apollo/gateway.ts';
import type { GatewayOptions } from '../../examples/react-apollo/gateway.ts';
import { createGateway as createTanStack } from '../../examples/react-tanstack/gateway.ts';
import { createGateway as createUrql } from '../../examples/react-urql/gateway.ts';
import { graphcacheOptions } from '../../packages/client/index.ts';
import type { ClientDocument, MutationName } from '../../packages/client/index.ts';
import { readAgain, readAgainExchange } from './read-again.ts';

/** A client as the tests use it. */
export interface LibraryClient {
  /** Reads through the cache; rejects for any error. */
  query<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  /** Reads from the gateway, past the cache. */
  refresh<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  /** `name` is the mutation's, for a client that reads again. */
  mutate<D, V extends object>(
    document: ClientDocument<D, V>,
    variables: V,
    name?: MutationName,
  ): Promise<unknown>;
  /** Calls `show` with the data of a query now and whenever it changes, like a page. */
  watch<D, V extends object>(
    document: ClientDocument<D, V>,
    variables: V,
    show: (data: unknown) => void,
  ): () => void;
}

/** How a test opens a client. */
export interface ClientSetup extends GatewayOptions {
  /** Whether the client reads again what the package names after each mutation. Default: no. */
  readonly readsAgain?: boolean;
}

/** Opens a client. */
export type Open = (setup: ClientSetup) => LibraryClient;

function openApollo({ readsAgain = false, ...options }: ClientSetup): LibraryClient {
  const client = createApollo(options);
  return {
    query: async (query, variables) => (await client.query({ query, variables })).data,
    refresh: (query, variables) => client.query({ query, variables, fetchPolicy: 'network-only' }),
    mutate: async (mutation, variables, name) => {
      const { data } = await client.mutate({ mutation, variables });
      if (readsAgain && name !== undefined) await readAgain(client, name);
      return data;
    },
    watch: (query, variables, show) => {
      const watched = client.watchQuery({ query, variables, errorPolicy: 'all' });
      const subscription = watched.subscribe(({ data }) => show(data));
      return () => subscription.unsubscribe();
    },
  };
}

function openUrql(
  { readsAgain = false, ...options }: ClientSetup,
  cache: Exchange = documentCacheExchange,
): LibraryClient {
  const exchanges = readsAgain ? [readAgainExchange, cache] : [cache];
  const client = createUrql({ ...options, cache: composeExchanges(exchanges) });
  return {
    refresh: (query, variables) =>
      client.query(query, variables, { requestPolicy: 'network-only' }).toPromise(),
    query: async (query, variables) => {
      const { data, error } = await client.query(query, variables);
      if (error !== undefined) throw error;
      return data;
    },
    mutate: async (mutation, variables) => {
      const { data, error } = await client.mutation(mutation, variables);
      if (error !== undefined) throw error;
      return data;
    },
    watch: (query, variables, show) =>
      // Stale data is marked, and a request for fresh data is under way.
      client.query(query, variables).subscribe(({ data, stale }) => {
        if (!stale) show(data);
      }).unsubscribe,
  };
}

/** TanStack Query keeps responses, not objects: after a mutation it reads again what is mounted. */
export function openTanStack(options: ClientSetup): LibraryClient {
  const { queryClient, query, mutation } = createTanStack(options);
  return {
    query: async (document, variables) =>
      (await queryClient.ensureQueryData(query(document, variables))).data,
    refresh: (document, variables) => queryClient.fetchQuery(query(document, variables)),
    mutate: async (document, variables) => {
      const change = new MutationObserver(queryClient, mutation(document));
      return (await change.mutate(variables)).data;
    },
    watch: (document, variables, show) =>
      // Fresh data is under way while it fetches.
      new QueryObserver(queryClient, query(document, variables)).subscribe((result) => {
        if (!result.isFetching) show(result.data?.data);
      }),
  };
}

/** Each client with its name. */
export const libraries: readonly (readonly [string, Open])[] = [
  ['Apollo Client', openApollo],
  ['urql', (options) => openUrql(options)],
  ['urql with graphcache', (options) => openUrql(options, cacheExchange(graphcacheOptions))],
];
