import * as oauth from 'openid-client';
import { clientBasic } from '../am/http/client-basic.ts';
import type { Asking, OutsideHttp } from '../am/http/outside-http.ts';
import { Failure } from '../domain/failure.ts';
import type { Live } from '../domain/live.ts';

/** The issuer of each realm, and how the client of the pages asks them. */
export interface IssuersOptions {
  readonly issuers: ReadonlyMap<string, string>;
  readonly clientId: string;
  readonly clientSecret: Live<string>;
  readonly outside: OutsideHttp;
}

/** Which issuer is asked, and for whom; for everybody without `asking`. */
export interface IssuerPlace {
  readonly realm: string;
  readonly asking?: Asking | undefined;
}

/** The places of an issuer, by the end of their addresses; others are told as `oauth2`. */
const places: readonly string[] = [
  '.well-known/openid-configuration',
  'access_token',
  'token/revoke',
  'connect/endSession',
];

/** A request to an issuer, as the library makes it. */
interface IssuerRequest {
  readonly method: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** The issuers of the pages' tokens, each discovered when it is first needed. */
export class OAuthIssuers {
  readonly #options: IssuersOptions;
  readonly #known = new Map<string, Promise<oauth.ServerMetadata>>();

  constructor(options: IssuersOptions) {
    this.#options = options;
  }

  /** The issuer of a realm, as one request asks it. */
  async of(place: IssuerPlace): Promise<oauth.Configuration> {
    const server = this.#serverOf(place.realm);
    const { deadline } = place.asking ?? {};
    const metadata = await (deadline === undefined ? server : deadline.wait(server, 'the issuer'));
    const { clientId } = this.#options;
    const config = new oauth.Configuration(metadata, clientId, undefined, this.#authenticate);
    config[oauth.customFetch] = (...asked) => this.fetch(place, ...asked);
    if (isPlain(metadata.issuer)) oauth.allowInsecureRequests(config);
    return config;
  }

  async fetch(
    { realm, asking }: IssuerPlace,
    ...[url, { method, headers = {}, body }]: [string, IssuerRequest]
  ): Promise<Response> {
    const template = templateOf(url);
    const request = {
      method,
      headers,
      body: body instanceof URLSearchParams ? body : null,
      redirect: 'manual',
    } as const;
    const place = { realm, template, asking };
    const answer = await this.#options.outside.send(url, place, request);
    const text = [204, 205, 304].includes(answer.status) ? null : answer.text;
    return new Response(text, { status: answer.status, headers: answer.headers });
  }

  /** Discovery, kept once it has succeeded. By no deadline of a request: others may wait for it, too. */
  async #serverOf(realm: string): Promise<oauth.ServerMetadata> {
    const known = this.#known.get(realm) ?? this.#discover(realm);
    this.#known.set(realm, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(realm);
      throw failureIn(error) ?? unavailable('the issuer cannot be discovered', error);
    }
  }

  async #discover(realm: string): Promise<oauth.ServerMetadata> {
    const { issuers, clientId } = this.#options;
    const issuer = issuers.get(realm);
    if (issuer === undefined) throw new Failure('BAD_USER_INPUT', 'Nobody signs in to this realm.');
    const found = await oauth.discovery(new URL(issuer), clientId, undefined, undefined, {
      execute: isPlain(issuer) ? [oauth.allowInsecureRequests] : [],
      [oauth.customFetch]: (...asked) => this.fetch({ realm }, ...asked),
    });
    // OpenAM does not tell where tokens are taken back, and does so where every AM does (contract §11).
    const told: oauth.ServerMetadata = found.serverMetadata();
    return { revocation_endpoint: `${issuer}/token/revoke`, ...told };
  }

  /** With the secret of now, which may have been replaced since the discovery. */
  readonly #authenticate: oauth.ClientAuth = (_server, client, _body, headers) => {
    const { clientSecret } = this.#options;
    headers.set('authorization', clientBasic(client.client_id, clientSecret.current));
  };
}

function templateOf(url: string): string {
  const { pathname } = new URL(url);
  const place = places.find((end) => pathname.endsWith(`/${end}`));
  return place === undefined ? 'oauth2' : `oauth2/${place}`;
}

/** The configuration allows it on this machine alone. */
function isPlain(issuer: string): boolean {
  return new URL(issuer).protocol === 'http:';
}

/** The failure below what the library throws. */
export function failureIn(error: unknown): Failure | null {
  if (error instanceof Failure) return error;
  return error instanceof Error && error.cause instanceof Failure ? error.cause : null;
}

/** The failure of an issuer that cannot be asked. */
export function unavailable(detail: string, cause?: unknown): Failure {
  return new Failure(
    'UPSTREAM_UNAVAILABLE',
    'Access Management does not answer. Try again later.',
    { detail, cause },
  );
}
