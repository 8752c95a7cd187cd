/** The clients of the examples behind one interface, so that one table can test all. */
import { cacheExchange } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';
import { createGateway as createApollo } from '../../examples/react-apollo/gateway.ts';
import type { GatewayOptions } from '../../examples/react-apollo/gateway.ts';
import { createGateway as createUrql } from '../../examples/react-urql/gateway.ts';
import { graphcacheOptions } from '../../packages/client/index.ts';
import type { ClientDocument } from '../../packages/client/index.ts';

/** A client as the tests use it. */
export interface LibraryClient {
  /** Reads through the cache; rejects for any error. */
  query<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  /** Reads from the gateway, past the cache. */
  refresh<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  mutate<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  /** Calls `show` with the data of a query now and whenever it changes, like a page. */
  watch<D, V extends object>(
    document: ClientDocument<D, V>,
    variables: V,
    show: (data: unknown) => void,
  ): () => void;
}

type Open = (options: GatewayOptions) => LibraryClient;

function openApollo(options: GatewayOptions): LibraryClient {
  const client = createApollo(options);
  return {
    query: async (query, variables) => (await client.query({ query, variables })).data,
    refresh: (query, variables) => client.query({ query, variables, fetchPolicy: 'network-only' }),
    mutate: async (mutation, variables) => (await client.mutate({ mutation, variables })).data,
    watch: (query, variables, show) => {
      const watched = client.watchQuery({ query, variables, errorPolicy: 'all' });
      const subscription = watched.subscribe(({ data }) => show(data));
      return () => subscription.unsubscribe();
    },
  };
}

function openUrql(options: GatewayOptions, cache?: Exchange): LibraryClient {
  const client = createUrql({ ...options, ...(cache && { cache }) });
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

/** Each client with its name. */
export const libraries: readonly (readonly [string, Open])[] = [
  ['Apollo Client', openApollo],
  ['urql', (options) => openUrql(options)],
  ['urql with graphcache', (options) => openUrql(options, cacheExchange(graphcacheOptions))],
];
