import * as oauth from 'openid-client';
import { Agent, fetch } from 'undici';
import { codeBelow } from '../am/http/call-end.ts';
import type { CallRecord } from '../am/http/call.ts';
import { clientBasic } from '../am/http/client-basic.ts';
import { createConnector } from '../am/http/connector.ts';
import { Failure } from '../domain/failure.ts';
import type { Live } from '../domain/live.ts';

/** The issuer of each realm, and how the client of the pages asks them. */
export interface IssuersOptions {
  readonly issuers: ReadonlyMap<string, string>;
  readonly clientId: string;
  readonly clientSecret: Live<string>;
  readonly ca: Live<string> | undefined;
  readonly timeoutMs: number;
  /** Called once for every call, when it ends. */
  readonly observe: (call: CallRecord) => void;
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
  readonly signal?: AbortSignal | undefined;
}

/** The issuers of the pages' tokens, each discovered when it is first needed. */
export class OAuthIssuers {
  readonly #options: IssuersOptions;
  readonly #agent: Agent;
  readonly #known = new Map<string, Promise<oauth.Configuration>>();

  constructor(options: IssuersOptions) {
    const { ca, timeoutMs } = options;
    this.#options = options;
    this.#agent = new Agent({ connect: createConnector({ ca, connectTimeoutMs: timeoutMs }) });
  }

  /** The issuer of a realm; its discovery is kept once it has succeeded. */
  async of(realm: string): Promise<oauth.Configuration> {
    const known = this.#known.get(realm) ?? this.#discover(realm);
    this.#known.set(realm, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(realm);
      throw error instanceof Failure
        ? error
        : unavailable('the issuer cannot be discovered', error);
    }
  }

  /** Makes a call, which is told of as those to AM are. */
  async fetch(url: string, request: IssuerRequest): Promise<Response> {
    const startedAt = performance.now();
    const signal = request.signal ?? AbortSignal.timeout(this.#options.timeoutMs);
    let result: number | string = '';
    try {
      const answer = await this.#send(url, request, signal);
      result = answer.status;
      return answer;
    } catch (error) {
      result = signal.aborted ? 'DEADLINE' : codeBelow(error);
      throw error;
    } finally {
      this.#options.observe({
        correlationId: 'pages',
        method: request.method,
        template: templateOf(url),
        result,
        durationMs: performance.now() - startedAt,
        attempts: 1,
      });
    }
  }

  async #send(
    url: string,
    { method, headers = {}, body }: IssuerRequest,
    signal: AbortSignal,
  ): Promise<Response> {
    const answer = await fetch(url, {
      method,
      headers,
      body: body instanceof URLSearchParams ? body : null,
      signal,
      redirect: 'manual',
      dispatcher: this.#agent,
    });
    const text = [204, 205, 304].includes(answer.status) ? null : await answer.text();
    return new Response(text, {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
    });
  }

  async #discover(realm: string): Promise<oauth.Configuration> {
    const { issuers, clientId, timeoutMs } = this.#options;
    const issuer = issuers.get(realm);
    if (issuer === undefined) throw new Failure('BAD_USER_INPUT', 'Nobody signs in to this realm.');
    const isPlain = new URL(issuer).protocol === 'http:';
    const ask: oauth.CustomFetch = (url, options) => this.fetch(url, options);
    // The configuration allows it on this machine alone.
    const execute = isPlain ? [oauth.allowInsecureRequests] : [];
    const timeout = Math.ceil(timeoutMs / 1000);
    const found = await oauth.discovery(new URL(issuer), clientId, undefined, undefined, {
      timeout,
      execute,
      [oauth.customFetch]: ask,
    });
    // OpenAM does not tell where tokens are taken back, and does so where every AM does (contract §11).
    const told: oauth.ServerMetadata = found.serverMetadata();
    const metadata = { revocation_endpoint: `${issuer}/token/revoke`, ...told };
    const config = new oauth.Configuration(metadata, clientId, undefined, this.#authenticate);
    config.timeout = timeout;
    config[oauth.customFetch] = ask;
    for (const change of execute) change(config);
    return config;
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

/** The failure of an issuer that cannot be asked. */
export function unavailable(detail: string, cause?: unknown): Failure {
  return new Failure(
    'UPSTREAM_UNAVAILABLE',
    'Access Management does not answer. Try again later.',
    { detail, cause },
  );
}
