import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { JsonObject } from '../http/json.ts';
import type { RsaKeyPair } from '../signing/rsa-key.ts';
import { outcomeOf, type VendorOutcome, vendorOutcomes } from './outcomes.ts';
import { readPush } from './pushed-requests.ts';
import { choicePage, slowPage, unknownPage } from './vendor-page.ts';
import { vendorClient, VendorState, type VendorCall, type VendorSettings } from './vendor-state.ts';
import { exchangeVendorCode } from './vendor-token.ts';

/** A vendor that verifies who people are, for one gateway. Its page asks how the check ends. */
export interface SandboxVendor {
  /** `http://127.0.0.1:PORT`. */
  readonly issuer: string;
  /** What gateways have sent: pushed requests, and codes. */
  calls(): readonly VendorCall[];
  configure(settings: Partial<VendorSettings>): void;
  /** Replaces the key that signs. */
  rotateKey(): void;
  reset(): void;
  close(): Promise<void>;
}

interface VendorOptions {
  readonly now?: (() => number) | undefined;
  readonly createKeyPair?: (() => RsaKeyPair) | undefined;
}

/** Starts a vendor on a free port of this machine. It is as strict as the contract is. */
export async function startVendor(options: VendorOptions = {}): Promise<SandboxVendor> {
  const state = new VendorState(options);
  const server = createServer((request, response) => {
    answer(state, issuerOf(server), request).then(
      (reply) => send(response, reply),
      () => send(response, { status: 500, text: 'error' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    issuer: issuerOf(server),
    calls: () => state.calls,
    configure: (settings) => void Object.assign(state.settings, settings),
    rotateKey: () => state.rotateKey(),
    reset: () => state.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function issuerOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** An answer: JSON, a page, or a redirect. */
interface Answer {
  readonly status: number;
  readonly json?: JsonObject;
  readonly text?: string;
  readonly location?: string;
}

function send(response: ServerResponse, { status, json, text = '', location }: Answer): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'content-type': json === undefined ? 'text/html; charset=utf-8' : 'application/json',
    ...(location !== undefined && { location }),
  });
  response.end(json === undefined ? text : JSON.stringify(json));
}

async function answer(
  state: VendorState,
  issuer: string,
  request: IncomingMessage,
): Promise<Answer> {
  const url = new URL(request.url ?? '/', issuer);
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /.well-known/openid-configuration':
      return { status: 200, json: metadata(issuer) };
    case 'GET /jwks':
      return { status: 200, json: { keys: [state.key.publicJwk()] } };
    case 'POST /par':
      return push(state, request, await formOf(request));
    case 'POST /token':
      return exchange(state, request, { issuer, form: await formOf(request) });
    case 'GET /authorize':
      return authorize(state, url.searchParams, issuer);
    case 'GET /decide':
      return decide(state, url.searchParams, issuer);
    default:
      return { status: 404, text: unknownPage() };
  }
}

function metadata(issuer: string): JsonObject {
  return {
    issuer,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    require_pushed_authorization_requests: true,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
  };
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const type = request.headers['content-type'] ?? '';
  return new URLSearchParams(/^application\/x-www-form-urlencoded\b/i.test(type) ? text : '');
}

/** By Basic or by form, but not by both (RFC 6749 §2.3). */
function isClient({ headers }: IncomingMessage, form: URLSearchParams): boolean {
  const { id, secret } = vendorClient;
  const { authorization } = headers;
  if (authorization === undefined)
    return form.get('client_id') === id && form.get('client_secret') === secret;
  const [, basic = ''] = /^Basic (\S+)$/.exec(authorization) ?? [];
  const parts = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  return parts.length === 2 && parts[0] === id && parts[1] === secret && !form.has('client_secret');
}

function push(state: VendorState, request: IncomingMessage, form: URLSearchParams): Answer {
  state.calls.push({ path: '/par', form: Object.fromEntries(form) });
  const { pushStatus } = state.settings;
  if (pushStatus !== null) return { status: pushStatus, json: { error: 'server_error' } };
  if (!isClient(request, form)) return { status: 401, json: { error: 'invalid_client' } };
  const read = readPush(form);
  if (typeof read === 'string')
    return { status: 400, json: { error: 'invalid_request', error_description: read } };
  const uri = `urn:ietf:params:oauth:request_uri:${state.pushed.add(read)}`;
  return { status: 201, json: { request_uri: uri, expires_in: 60 } };
}

function exchange(
  state: VendorState,
  request: IncomingMessage,
  { form, issuer }: { readonly form: URLSearchParams; readonly issuer: string },
): Answer {
  state.calls.push({ path: '/token', form: Object.fromEntries(form) });
  if (!isClient(request, form)) return { status: 401, json: { error: 'invalid_client' } };
  return exchangeVendorCode(state, form, issuer);
}

function authorize(state: VendorState, query: URLSearchParams, issuer: string): Answer {
  const id = query.get('request_uri')?.split(':').at(-1) ?? '';
  const isOfClient = query.get('client_id') === vendorClient.id;
  const request = isOfClient && [...query.keys()].length === 2 ? state.pushed.take(id) : undefined;
  if (request === undefined) return { status: 400, text: unknownPage() };
  const open = randomBytes(16).toString('base64url');
  state.open.set(open, request);
  const { next } = state.settings;
  if (next === null) return { status: 200, text: choicePage(open) };
  return decide(state, new URLSearchParams({ open, as: next, done: '1' }), issuer);
}

function decide(state: VendorState, query: URLSearchParams, issuer: string): Answer {
  const open = query.get('open') ?? '';
  const chosen = query.get('as') ?? '';
  const request = state.open.get(open);
  const outcome = outcomeOf(chosen);
  if (request === undefined || outcome === undefined || !isOutcome(chosen))
    return { status: 400, text: unknownPage() };
  const { takesMs, error, issuer: shown = issuer } = outcome;
  if (takesMs !== undefined && !query.has('done')) {
    const next = `/decide?${query.toString()}&done=1`;
    return { status: 200, text: slowPage(next, takesMs / 1_000) };
  }
  state.open.delete(open);
  const { redirectUri, state: bound } = request;
  const ends =
    error === undefined
      ? { code: state.codes.add({ request, outcome: chosen }) }
      : { error, error_description: 'The person <b>Vendor-Given</b> did not go on' };
  const address = new URL(redirectUri);
  const back = { ...ends, state: bound, ...(shown !== '' && { iss: shown }) };
  for (const [name, value] of Object.entries(back)) address.searchParams.set(name, value);
  return { status: 303, location: address.href };
}

function isOutcome(text: string): text is VendorOutcome {
  return Object.hasOwn(vendorOutcomes, text);
}
