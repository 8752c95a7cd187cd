import { isLoopback } from '../control/control-guard.ts';

/** A confidential client as AM registers it, here in every realm. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** What it may ask for. */
  readonly scopes: RegExp;
  /** `am-introspect-all-tokens`: it may introspect the tokens of other clients of its realm (contract §11). */
  readonly mayIntrospectAll: boolean;
  /** Whether people sign in for it: it may have them returned to any address of this machine. */
  readonly hasPages: boolean;
}

/** The default client of a token. */
export const defaultClient = 'portal';

/** The client of the gateway's own pages, for which people sign in. */
export const pagesClient = 'identity-gateway-pages';

/** AIC's built-in client of the service accounts; it has no secret, the assertion authenticates it (contract §11). */
export const serviceAccountClient = 'service-account';

/** The grant type of a service account (RFC 7523). */
export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** What a service account may ask for here (contract §11). */
export const serviceAccountScopes = /^fr:(am|idm):\*$/;

/** The registered clients; `kiosk` may introspect its own tokens only. */
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

/** The client of that id. */
export function clientOf(id: string): OAuthClient | undefined {
  return clients.find((client) => client.id === id);
}

/** The client of that id and secret. */
export function findClient(id: string, secret: string): OAuthClient | undefined {
  const client = clientOf(id);
  return client?.secret === secret ? client : undefined;
}

/** Whether a person may be sent to an address on a client's behalf. */
export function mayReturnTo({ hasPages }: OAuthClient, address: string): boolean {
  if (!hasPages || !URL.canParse(address)) return false;
  const { protocol, hostname, hash } = new URL(address);
  return (protocol === 'http:' || protocol === 'https:') && isLoopback(hostname) && hash === '';
}
