import { isLoopback } from '../control/control-guard.ts';

/** A confidential client, registered in every realm. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** The scopes that it may request. */
  readonly scopes: RegExp;
  /**
   * `am-introspect-all-tokens`: whether it may introspect tokens of other clients in its realm
   * (contract §11).
   */
  readonly mayIntrospectAll: boolean;
  /** Whether users sign in for it. Its redirect URIs are all addresses of this machine. */
  readonly hasPages: boolean;
}

/** The default client of a token. */
export const defaultClient = 'portal';

/** The client of the gateway's pages. */
export const pagesClient = 'identity-gateway-pages';

/**
 * AIC's built-in client of the service accounts. It has no secret; the assertion authenticates it
 * (contract §11).
 */
export const serviceAccountClient = 'service-account';

/** The grant type of a service account (RFC 7523). */
export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The scopes that a service account may request (contract §11). */
export const serviceAccountScopes = /^fr:(am|idm):\*$/;

/** The registered clients. `kiosk` may introspect only its own tokens. */
const clients: readonly OAuthClient[] = [
  {
    id: defaultClient,
    secret: 'sandbox-password',
    scopes: /^(openid|profile|email|devices:[a-z-]+|am-introspect-all-tokens)$/,
    mayIntrospectAll: true,
    hasPages: false,
  },
  {
    id: 'kiosk',
    secret: 'sandbox-password',
    scopes: /^(openid|devices:read)$/,
    mayIntrospectAll: false,
    hasPages: false,
  },
  {
    id: pagesClient,
    secret: 'sandbox-password',
    scopes: /^(openid|profile|email|devices:[a-z-]+)$/,
    mayIntrospectAll: false,
    hasPages: true,
  },
];

/** Returns the client with an id. */
export function clientOf(id: string): OAuthClient | undefined {
  return clients.find((client) => client.id === id);
}

/** Returns the client with an id and a secret. */
export function findClient(id: string, secret: string): OAuthClient | undefined {
  const client = clientOf(id);
  return client?.secret === secret ? client : undefined;
}

/** Whether an address is a redirect URI of a client. */
export function mayReturnTo({ hasPages }: OAuthClient, address: string): boolean {
  if (!hasPages || !URL.canParse(address)) return false;
  const { protocol, hostname, hash } = new URL(address);
  return (protocol === 'http:' || protocol === 'https:') && isLoopback(hostname) && hash === '';
}
