import { cacheExchange, Client, fetchExchange } from 'urql';

/** Where the gateway is, and headers that show who calls; a browser's cookie needs none. */
export interface GatewayOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An urql client of the gateway, which takes operations by POST only. */
export function createGateway({ url, headers = {} }: GatewayOptions): Client {
  return new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers, credentials: 'include' },
    exchanges: [cacheExchange, fetchExchange],
  });
}
