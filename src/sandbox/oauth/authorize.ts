import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { redirect } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { identify } from '../session/caller.ts';
import type { Person } from '../people/person.ts';
import { services, type Service, type Session } from '../session/sessions.ts';
import { issuerOf } from '../signing/issuer.ts';
import { clientOf, mayReturnTo } from './oauth-clients.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { formOf, refuseOAuth } from './oauth-request.ts';
import type { OAuthError } from './oauth-request.ts';
import { refuseScopes, scopesIn } from './token-answer.ts';

/** A request with a valid client and redirect URI. Its errors are sent to that address. */
interface Request {
  readonly call: Call;
  readonly parameters: URLSearchParams;
  readonly client: OAuthClient;
  readonly redirectUri: string;
}

/**
 * Serves `authorize`: the authorization code flow with PKCE and AM's sign-in page (OpenID Connect
 * Core §3.1.2).
 */
export function serveAuthorize(am: Am, call: Call): Answer {
  const parameters = call.method === 'POST' ? formOf(call) : new URLSearchParams([...call.query]);
  const client = clientOf(parameters.get('client_id') ?? '');
  if (client === undefined) return refuseOAuth('invalid_client', 'Client authentication failed');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!mayReturnTo(client, redirectUri)) return refuseReturn();
  const request: Request = { call, parameters, client, redirectUri };
  const fault = faultOf(request);
  if (fault !== undefined) return sendBack(am, request, fault);
  const signedIn = signedInOf(am, call);
  if (signedIn !== undefined && !needsSignIn(am, signedIn.session, parameters)) {
    return sendBack(am, request, { code: openCode(am, request, signedIn) });
  }
  // OpenAM ends an insufficient session. It asks for another sign-in only with `prompt=login`
  // (contract §11).
  const isEnded = am.personality.isOpenSource && signedIn !== undefined;
  if (isEnded) am.sessions.end(signedIn.session.token);
  const isTooOld = isEnded && !prompts(parameters).includes('login');
  return isTooOld || prompts(parameters).includes('none')
    ? sendBack(am, request, errorOf('login_required', 'The request requires login.'))
    : sendToSignIn(am, request);
}

/** Refuses a redirect URI that is not the client's. AM shows the error and does not redirect. */
export function refuseReturn(): Answer {
  return refuseOAuth(
    'redirect_uri_mismatch',
    'The redirection URI provided does not match a pre-registered value.',
  );
}

/**
 * Returns the services that `acr_values` request, the preferred one first. AM maps each value to a
 * tree; here the value is the tree's name. Other values are ignored.
 */
function requestedServices(parameters: URLSearchParams): readonly Service[] {
  const wanted = (parameters.get('acr_values') ?? '').split(' ');
  return wanted.flatMap((value) => services.filter((name) => name === value));
}

type Returned = Readonly<Record<string, string>>;

function errorOf(error: OAuthError, description: string): Returned {
  return { error, error_description: description };
}

function faultOf({ parameters, client }: Request): Returned | undefined {
  if (parameters.get('response_type') !== 'code') {
    return errorOf('unsupported_response_type', 'Response type is not supported.');
  }
  const scopes = scopesIn(parameters);
  if (refuseScopes(scopes, client) !== undefined) {
    return errorOf('invalid_scope', 'Unknown/invalid scope(s)');
  }
  const isMixed = prompts(parameters).includes('none') && prompts(parameters).length > 1;
  if (isMixed) return errorOf('invalid_request', "Prompt 'none' stands alone");
  const isProof =
    parameters.get('code_challenge_method') === 'S256' &&
    /^[\w-]{43}$/.test(parameters.get('code_challenge') ?? '');
  return isProof ? undefined : errorOf('invalid_request', "Missing parameter, 'code_challenge'");
}

function prompts(parameters: URLSearchParams): readonly string[] {
  return (parameters.get('prompt') ?? '').split(' ').filter((word) => word !== '');
}

interface SignedIn {
  readonly session: Session;
  readonly person: Person;
}

/** Returns the browser's session in this realm if its user still exists. */
function signedInOf(am: Am, call: Call): SignedIn | undefined {
  const identified = identify(am, call);
  const caller = 'caller' in identified ? identified.caller : undefined;
  if (caller?.kind !== 'session' || caller.session.realm !== call.realm) return undefined;
  const { session } = caller;
  const person = am.directory.find(session.realm, session.personId);
  return person === undefined ? undefined : { session, person };
}

/**
 * Whether a session is insufficient: `prompt=login`, a sign-in older than `max_age`, or a tree that
 * `acr_values` do not name.
 */
function needsSignIn(am: Am, session: Session, parameters: URLSearchParams): boolean {
  const wanted = requestedServices(parameters);
  const maxAge = Number(parameters.get('max_age') ?? Infinity);
  const age = (am.clock.now() - session.startedAt) / 1000;
  const isLess =
    wanted.length > 0 && session.service !== 'twofactor' && !wanted.includes(session.service);
  const isOld = am.personality.isOpenSource
    ? Math.floor(age) > maxAge
    : maxAge === 0 || age > maxAge;
  return prompts(parameters).includes('login') || isOld || isLess;
}

/**
 * Redirects to AM's sign-in page. The return address lacks `prompt=login` and a `max_age` of zero,
 * so that AM asks once. OpenAM keeps `max_age`; it has ended the session before (contract §11).
 */
function sendToSignIn(am: Am, { call, parameters }: Request): Answer {
  const again = new URLSearchParams(parameters);
  const left = prompts(parameters).filter((word) => word !== 'login');
  again.delete('prompt');
  if (left.length > 0) again.set('prompt', left.join(' '));
  const { deployPath, isOpenSource } = am.personality;
  if (again.get('max_age') === '0' && !isOpenSource) again.delete('max_age');
  const own = `http://${headerOf(call, 'host') ?? ''}`;
  const path = new URL(`${issuerOf(am, call.realm)}/authorize`).pathname;
  const [service] = requestedServices(parameters);
  const query = new URLSearchParams({
    realm: call.realm,
    ...(isOpenSource ? {} : { ForceAuth: 'true' }),
    ...(service === undefined ? {} : { service }),
    goto: `${own}${path}?${again.toString()}`,
  });
  return redirect(`${deployPath}/XUI/?${query.toString()}#login`);
}

function openCode(
  am: Am,
  { parameters, client, redirectUri }: Request,
  { session, person }: SignedIn,
): string {
  const { realm, startedAt, token, service, secondFactors } = session;
  const wanted = requestedServices(parameters);
  const ageMs = am.clock.now() - startedAt;
  return am.codeGrants.openCode({
    realm,
    client: client.id,
    person,
    scopes: scopesIn(parameters),
    authTime: Math.floor((am.clock.callersNow() - ageMs) / 1000),
    signIn: { acr: wanted.includes(service) ? service : wanted[0], secondFactors },
    sessionToken: token,
    redirectUri,
    codeChallenge: parameters.get('code_challenge') ?? '',
    nonce: parameters.get('nonce') ?? undefined,
  });
}

/** Redirects to the client. AM adds its issuer (RFC 9207) and the client's id to every response. */
function sendBack(
  am: Am,
  { call, parameters, client, redirectUri }: Request,
  more: Returned,
): Answer {
  const url = new URL(redirectUri);
  const state = parameters.get('state');
  const all = {
    ...more,
    iss: issuerOf(am, call.realm),
    ...(state === null ? {} : { state }),
    client_id: client.id,
  };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return redirect(url.href);
}
