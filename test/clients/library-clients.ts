/** The clients of the examples behind one interface, so that one table tests them all. */
import { cacheExchange } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';
import { createGateway as createApollo } from '../../examples/react-apollo/gateway.ts';
import type { GatewayOptions } from '../../examples/react-apollo/gateway.ts';
import { createGateway as createUrql } from '../../examples/react-urql/gateway.ts';
import { graphcacheOptions } from '../../packages/client/index.ts';
import type { ClientDocument } from '../../packages/client/index.ts';

/** What every test needs of a client. */
export interface LibraryClient {
  /** Reads through the cache; rejects for any error. */
  query<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  mutate<D, V extends object>(document: ClientDocument<D, V>, variables: V): Promise<unknown>;
  /** Calls `show` with the data of a query now and whenever the cache has other data, as a page does. */
  watch<D, V extends object>(
    document: ClientDocument<D, V>,
    variables: V,
    show: (data: D | null | undefined) => void,
  ): () => void;
}

type Open = (options: GatewayOptions) => LibraryClient;

function openApollo(options: GatewayOptions): LibraryClient {
  const client = createApollo(options);
  return {
    query: async (query, variables) => (await client.query({ query, variables })).data,
    mutate: async (mutation, variables) => (await client.mutate({ mutation, variables })).data,
    watch: (query, variables, show) => {
      const watched = client.watchQuery({ query, variables });
      const subscription = watched.subscribe(() => show(client.readQuery({ query, variables })));
      return () => subscription.unsubscribe();
    },
  };
}

function openUrql(options: GatewayOptions, cache?: Exchange): LibraryClient {
  const client = createUrql({ ...options, ...(cache && { cache }) });
  return {
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
      client.query(query, variables).subscribe(({ data }) => show(data)).unsubscribe,
  };
}

/** Each client with its name. */
export const libraries: readonly (readonly [string, Open])[] = [
  ['Apollo Client', openApollo],
  ['urql', (options) => openUrql(options)],
  ['urql with graphcache', (options) => openUrql(options, cacheExchange(graphcacheOptions))],
];
