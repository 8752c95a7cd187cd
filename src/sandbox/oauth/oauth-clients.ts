/** A confidential client as AM registers it, here in every realm. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** What it may ask for. */
  readonly scopes: RegExp;
  /** `am-introspect-all-tokens`: it may introspect the tokens of other clients of its realm (contract §11). */
  readonly mayIntrospectAll: boolean;
}

/** The default client of a token. */
export const defaultClient = 'portal';

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
  },
  {
    id: 'kiosk',
    secret: 'sandbox-password',
    scopes: /^(openid|devices:read)$/,
    mayIntrospectAll: false,
  },
];

/** The client of that id and secret. */
export function findClient(id: string, secret: string): OAuthClient | undefined {
  return clients.find((client) => client.id === id && client.secret === secret);
}
