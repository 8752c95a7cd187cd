/** Clients of libraries as docs/caches.md sets them up, behind one interface, so that one table tests them all. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import type { ApolloLink } from '@apollo/client';
import { cacheExchange, Client, fetchExchange } from '@urql/core';
import type { Exchange } from '@urql/core';
import { cacheExchange as graphcache } from '@urql/exchange-graphcache';
import { apolloCacheOptions, graphcacheOptions } from '../../packages/client/index.ts';
import type { ClientDocument } from '../../packages/client/index.ts';
import type { SessionHeader } from '../support/peer.ts';

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

/** Where a client sends, as whom, and with which `fetch`. */
export interface LibraryOptions {
  readonly url: string;
  readonly headers: SessionHeader;
  readonly fetch?: typeof globalThis.fetch;
}

/** What is put between cache and network: nothing, unless a test wants ids. */
export interface Between {
  readonly link?: ApolloLink;
  readonly exchange?: Exchange;
}

type Open = (options: LibraryOptions, between?: Between) => LibraryClient;

export const apollo: Open = ({ url, headers, fetch = globalThis.fetch }, { link } = {}) => {
  const http = new HttpLink({ uri: url, headers, fetch });
  const client = new ApolloClient({
    cache: new InMemoryCache(apolloCacheOptions),
    link: link === undefined ? http : link.concat(http),
  });
  return {
    query: async (query, variables) => (await client.query({ query, variables })).data,
    mutate: async (mutation, variables) => (await client.mutate({ mutation, variables })).data,
    watch: (query, variables, show) => {
      const watched = client.watchQuery({ query, variables });
      const subscription = watched.subscribe(() => show(client.readQuery({ query, variables })));
      return () => subscription.unsubscribe();
    },
  };
};

/** urql with the cache that a test names. */
function urql(cache: () => Exchange): Open {
  return ({ url, headers, fetch = globalThis.fetch }, { exchange } = {}) => {
    const client = new Client({
      url,
      preferGetMethod: false,
      fetch,
      fetchOptions: { headers },
      exchanges: [cache(), ...(exchange === undefined ? [] : [exchange]), fetchExchange],
    });
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
  };
}

export const libraries: readonly (readonly [string, Open])[] = [
  ['Apollo Client', apollo],
  ['urql', urql(() => cacheExchange)],
  ['urql with graphcache', urql(() => graphcache(graphcacheOptions))],
];
