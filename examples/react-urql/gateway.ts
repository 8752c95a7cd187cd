import { documentHash } from '@identity-gateway/client';
import { persistedExchange } from '@urql/exchange-persisted';
import { cacheExchange, Client, fetchExchange } from 'urql';
import type { Exchange } from 'urql';

/** Where the gateway is, and headers that show who calls; a browser's cookie needs none. */
export interface GatewayOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How operations are sent: by their text, the default, or by the id of the trusted document. */
  readonly documents?: 'text' | 'id';
  /** Default: urql's document cache. */
  readonly cache?: Exchange;
  readonly fetch?: typeof globalThis.fetch;
}

/** An urql client of the gateway. */
export function createGateway(options: GatewayOptions): Client {
  const { url, headers = {}, documents = 'text', cache = cacheExchange, fetch } = options;
  const byId = persistedExchange({
    generateHash: async (_text, document) => documentHash(document),
    enforcePersistedQueries: true,
    enableForMutation: true,
    preferGetForPersistedQueries: false,
  });
  return new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers, credentials: 'include' },
    ...(fetch && { fetch }),
    exchanges: documents === 'id' ? [cache, byId, fetchExchange] : [cache, fetchExchange],
  });
}
