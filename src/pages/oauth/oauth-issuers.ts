import type { JWTVerifyGetKey } from 'jose';
import * as oauth from 'openid-client';
import { amFailure, clientBasic, issuerKeys, SingleFlight, type OpenAm } from '../../am/index.ts';
import type { RequestScope, Rotating } from '../../am/index.ts';
import { Failure } from '../../domain/values/failure.ts';

/** The issuer of each realm, and the credentials of the pages' client. */
export interface IssuersOptions {
  readonly issuers: ReadonlyMap<string, string>;
  readonly clientId: string;
  readonly clientSecret: Rotating<string>;
  readonly sendOutside: OpenAm['sendOutside'];
}

/** The issuer to call. `request` is undefined if several requests wait for the call. */
export interface IssuerRef {
  readonly realm: string;
  readonly request?: RequestScope | undefined;
}

/** The endpoints that metrics and logs distinguish; all others are `oauth2`. */
const endpoints: readonly string[] = [
  '.well-known/openid-configuration',
  'access_token',
  'token/revoke',
  'connect/endSession',
  'connect/jwk_uri',
];

/** The issuers of the pages' tokens. Each is discovered when it is first needed. */
export class OAuthIssuers {
  readonly #options: IssuersOptions;
  /** Successful discoveries are cached for the lifetime of the process. */
  readonly #servers = new SingleFlight<oauth.ServerMetadata>({
    max: 1_000,
    now: () => performance.now(),
    until: () => Infinity,
  });
  readonly #keys = new Map<string, JWTVerifyGetKey>();

  constructor(options: IssuersOptions) {
    this.#options = options;
  }

  /** Returns the issuer of a realm, for the calls of one request. */
  async of(ref: IssuerRef): Promise<oauth.Configuration> {
    const { realm, request } = ref;
    const metadata = await this.#servers.get(realm, () => this.#discover(realm), {
      ...(request !== undefined && { deadline: request.deadline }),
    });
    const { clientId } = this.#options;
    const config = new oauth.Configuration(metadata, clientId, undefined, this.#authenticate);
    config[oauth.customFetch] = (...args) => this.fetch(ref, ...args);
    if (isPlain(metadata.issuer)) oauth.allowInsecureRequests(config);
    return config;
  }

  /** Returns the keys with which the issuer of a realm signs its tokens. */
  readonly keysOf = (realm: string): JWTVerifyGetKey => {
    const load = (): Promise<unknown> => this.#loadKeys(realm);
    const elapsed = (): number => performance.now();
    const keys = this.#keys.get(realm) ?? issuerKeys(load, elapsed);
    this.#keys.set(realm, keys);
    return keys;
  };

  async fetch(
    { realm, request }: IssuerRef,
    url: string,
    { method = 'GET', headers = {}, body }: Partial<oauth.CustomFetchOptions>,
  ): Promise<Response> {
    const isForm = body instanceof URLSearchParams;
    const { status, ...answer } = await this.#options.sendOutside({
      url,
      method,
      headers: isForm ? { 'content-type': formType, ...headers } : headers,
      body: isForm ? body.toString() : undefined,
      realm,
      template: templateOf(url),
      request,
    });
    const text = [204, 205, 304].includes(status) ? null : answer.text;
    return new Response(text, { status, headers: headersIn(answer.headers) });
  }

  async #loadKeys(realm: string): Promise<unknown> {
    const { jwks_uri: url } = (await this.of({ realm })).serverMetadata();
    if (url === undefined)
      throw amFailure('UPSTREAM_UNAVAILABLE', 'the issuer of the pages publishes no keys');
    const answer = await this.fetch({ realm }, url, {});
    if (!answer.ok)
      throw amFailure('UPSTREAM_UNAVAILABLE', `the keys of the pages' issuer: ${answer.status}`);
    return answer.json();
  }

  /** Has no deadline of a request, because several requests may wait for it. */
  async #discover(realm: string): Promise<oauth.ServerMetadata> {
    const { issuers, clientId } = this.#options;
    const issuer = issuers.get(realm);
    if (issuer === undefined)
      throw new Failure('BAD_USER_INPUT', 'This realm has no sign-in by OAuth.');
    try {
      const found = await oauth.discovery(new URL(issuer), clientId, undefined, undefined, {
        execute: isPlain(issuer) ? [oauth.allowInsecureRequests] : [],
        [oauth.customFetch]: (...args) => this.fetch({ realm }, ...args),
      });
      // OpenAM does not publish its revocation endpoint, which has the usual path (contract §11).
      const published: oauth.ServerMetadata = found.serverMetadata();
      return { revocation_endpoint: `${issuer}/token/revoke`, ...published };
    } catch (error) {
      throw (
        causingFailure(error) ??
        amFailure('UPSTREAM_UNAVAILABLE', 'the issuer cannot be discovered', error)
      );
    }
  }

  /** Uses the current secret, which may have been rotated since the discovery. */
  readonly #authenticate: oauth.ClientAuth = (_server, client, _body, headers) => {
    const { clientSecret } = this.#options;
    headers.set('authorization', clientBasic(client.client_id, clientSecret.current));
  };
}

const formType = 'application/x-www-form-urlencoded;charset=UTF-8';

function headersIn(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(raw))
    for (const value of [values].flat()) headers.append(name, value);
  return headers;
}

function templateOf(url: string): string {
  const { pathname } = new URL(url);
  const endpoint = endpoints.find((end) => pathname.endsWith(`/${end}`));
  return endpoint === undefined ? 'oauth2' : `oauth2/${endpoint}`;
}

/** The configuration permits plain http on loopback hosts only. */
function isPlain(issuer: string): boolean {
  return new URL(issuer).protocol === 'http:';
}

/** Returns the failure that caused an error of the library, or null. */
export function causingFailure(error: unknown): Failure | null {
  if (error instanceof Failure) return error;
  return error instanceof Error && error.cause instanceof Failure ? error.cause : null;
}
