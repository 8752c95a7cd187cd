import { createClient } from '@identity-gateway/client';
import type { ClientDocument, GatewayResult } from '@identity-gateway/client';
import { MutationCache, QueryClient, queryOptions } from '@tanstack/react-query';

/** Where the gateway is, and headers that show who calls; a browser's cookie needs none. */
export interface GatewayOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How operations are sent: by their text, the default, or by the id of the trusted document. */
  readonly documents?: 'text' | 'id';
  readonly fetch?: typeof globalThis.fetch;
}

/** The first word of the key of each query to the gateway. */
const queryKey = ['identity-gateway'] as const;

/** A gateway for TanStack Query. Results have data and, beside it, the errors of single fields. */
export type Gateway = ReturnType<typeof createGateway>;

/** Returns the cache, and the options of `useQuery` and `useMutation` for each document. */
export function createGateway({ url, headers = {}, documents = 'text', fetch }: GatewayOptions) {
  const client = createClient({
    url,
    headers,
    documents,
    credentials: 'include',
    ...(fetch && { fetch }),
  });
  const queryClient: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      // Responses are kept, and no objects: after a change each may be old. The change is pending
      // until the queries of the page have been read again.
      onSuccess: () => queryClient.invalidateQueries({ queryKey }),
    }),
  });
  return {
    queryClient,
    query: <D, V extends object>(document: ClientDocument<D, V>, variables: V) =>
      queryOptions<GatewayResult<D>>({
        queryKey: [...queryKey, document.__meta__.hash, variables],
        queryFn: ({ signal }) => client.request(document, variables, { signal }),
      }),
    mutation: <D, V extends object>(document: ClientDocument<D, V>) => ({
      mutationFn: (variables: V): Promise<GatewayResult<D>> => client.request(document, variables),
      // A second after the page is gone, nothing of its changes stays in memory.
      gcTime: 1_000,
    }),
  };
}
