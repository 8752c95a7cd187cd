/** An issuer of access tokens with configurable keys and tokens. */
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** A key pair with its id in the key set. */
export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The parts of a token. Each member overrides that of a valid token; `null` omits a claim. */
export interface TokenParts {
  readonly header?: object;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: IssuerKey;
}

/** The response of an issuer at the address of its keys. The default is valid. */
export interface IssuerAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly keys?: readonly IssuerKey[];
  /** Where the response stops forever. */
  readonly stopsAt?: 'head' | 'body';
}

/** A running issuer. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly key: IssuerKey;
  /** Returns the number of fetches of its keys. */
  readonly fetches: () => number;
  /** Replaces the response with keys: a status, a body, another key set, or no response. */
  serve(answer: IssuerAnswer): void;
  close(): Promise<void>;
}

/** Creates an RSA key. */
export function makeKey(kid: string = randomUUID()): IssuerKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** Opens an issuer on a free port. */
export async function openIssuer(): Promise<TokenIssuer> {
  const key = makeKey('first');
  let status = 200;
  let body = keySet([key]);
  let stopsAt: IssuerAnswer['stopsAt'];
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    if (stopsAt === 'head') return;
    response.writeHead(status, { 'content-type': 'application/json' });
    if (stopsAt === 'body') response.write(body.slice(0, 20));
    else response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    issuer: 'https://issuer.example.test/alpha',
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    key,
    fetches: () => fetches,
    serve: (answer) => {
      status = answer.status ?? 200;
      body = answer.body ?? keySet(answer.keys ?? [key]);
      stopsAt = answer.stopsAt;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Returns a token of alice for the client portal. It is valid unless a part overrides it. */
export function tokenOf(
  { issuer, key: own }: TokenIssuer,
  { header = {}, claims = {}, key = own }: TokenParts = {},
): string {
  const signed = signedPart(issuer, key, { header, claims });
  return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
}

/** Returns such a token signed with a public text: the public key (security H3). */
export function tokenSignedWithText(issuer: TokenIssuer, text: string): string {
  const signed = signedPart(issuer.issuer, issuer.key, { header: { alg: 'HS256' } });
  return `${signed}.${createHmac('sha256', text).update(signed).digest('base64url')}`;
}

/** Returns such a token with a given text as signature. */
export function tokenWithSignature(
  issuer: TokenIssuer,
  signature: string,
  parts: TokenParts = {},
): string {
  return `${signedPart(issuer.issuer, issuer.key, parts)}.${signature}`;
}

function signedPart(issuer: string, { kid }: IssuerKey, { header, claims }: TokenParts): string {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    iss: issuer,
    aud: 'portal',
    sub: '(usr!alice)',
    subname: 'alice',
    tokenName: 'access_token',
    client_id: 'portal',
    realm: '/alpha',
    scope: ['devices:read', 'devices:reset'],
    auth_time: now,
    nbf: now,
    iat: now,
    exp: now + 600,
    ...claims,
  };
  const told = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return `${encode({ typ: 'JWT', alg: 'RS256', kid, ...header })}.${encode(told)}`;
}

function keySet(keys: readonly IssuerKey[]): string {
  const jwks = keys.map(({ kid, publicKey }) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
    alg: 'RS256',
  }));
  return JSON.stringify({ keys: jwks });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
