import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { apolloCacheOptions, documentHash } from '@identity-gateway/client';

/** Where the gateway is, and headers that show who calls; a browser's cookie needs none. */
export interface GatewayOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How operations are sent: by their text, the default, or by the id of the trusted document. */
  readonly documents?: 'text' | 'id';
  readonly fetch?: typeof globalThis.fetch;
}

/** A client of the gateway whose cache keeps everything that the documented operations say. */
export function createGateway(options: GatewayOptions): ApolloClient {
  const { url, headers = {}, documents = 'text', fetch } = options;
  const http = new HttpLink({ uri: url, headers, credentials: 'include', ...(fetch && { fetch }) });
  const byId = new PersistedQueryLink({ generateHash: documentHash });
  return new ApolloClient({
    cache: new InMemoryCache(apolloCacheOptions),
    link: documents === 'id' ? byId.concat(http) : http,
  });
}
