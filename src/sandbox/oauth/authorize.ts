import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { redirect } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { identify } from '../session/caller.ts';
import type { Person } from '../people/person.ts';
import type { Service, Session } from '../session/sessions.ts';
import { issuerOf } from './issuer.ts';
import { clientOf, mayReturnTo } from './oauth-clients.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { formOf, refuseOAuth } from './oauth-request.ts';
import type { OAuthError } from './oauth-request.ts';
import { refuseScopes, scopesIn } from './token-answer.ts';

/** A request whose client and return address are good, so that what is wrong with it is told there. */
interface Request {
  readonly call: Call;
  readonly asked: URLSearchParams;
  readonly client: OAuthClient;
  readonly redirectUri: string;
}

/** `authorize`: the authorization code flow with PKCE, behind AM's own sign-in page (OpenID Connect Core §3.1.2). */
export function serveAuthorize(am: Am, call: Call): Answer {
  const asked = call.method === 'POST' ? formOf(call) : new URLSearchParams([...call.query]);
  const client = clientOf(asked.get('client_id') ?? '');
  if (client === undefined) return refuseOAuth('invalid_client', 'Client authentication failed');
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (!mayReturnTo(client, redirectUri)) return refuseReturn();
  const request: Request = { call, asked, client, redirectUri };
  const fault = faultOf(request);
  if (fault !== undefined) return sendBack(am, request, fault);
  const signedIn = signedInOf(am, call);
  if (signedIn !== undefined && !needsSignIn(am, signedIn.session, asked)) {
    return sendBack(am, request, { code: openCode(am, request, signedIn) });
  }
  // OpenAM ends a session that is not enough, and asks for another by `prompt=login` alone (contract §11).
  const isEnded = am.personality.isOpenSource && signedIn !== undefined;
  if (isEnded) am.sessions.end(signedIn.session.token);
  const isTooOld = isEnded && !prompts(asked).includes('login');
  return isTooOld || prompts(asked).includes('none')
    ? sendBack(am, request, errorOf('login_required', 'The request requires login.'))
    : sendToSignIn(am, request);
}

/** The address is not the client's: nobody is sent there, and AM says so itself. */
export function refuseReturn(): Answer {
  return refuseOAuth(
    'redirect_uri_mismatch',
    'The redirection URI provided does not match a pre-registered value.',
  );
}

/** The service that `acr_values` ask for; AM maps each of its names to a tree, here a name is its tree. */
function serviceAsked(asked: URLSearchParams): Service | undefined {
  const names: readonly Service[] = ['ldapService', 'twofactor'];
  const wanted = (asked.get('acr_values') ?? '').split(' ');
  return names.find((name) => wanted.includes(name));
}

type Returned = Readonly<Record<string, string>>;

function errorOf(error: OAuthError, description: string): Returned {
  return { error, error_description: description };
}

function faultOf({ asked, client }: Request): Returned | undefined {
  if (asked.get('response_type') !== 'code') {
    return errorOf('unsupported_response_type', 'Response type is not supported.');
  }
  const scopes = scopesIn(asked);
  if (refuseScopes(scopes, client) !== undefined) {
    return errorOf('invalid_scope', 'Unknown/invalid scope(s)');
  }
  const isMixed = prompts(asked).includes('none') && prompts(asked).length > 1;
  if (isMixed) return errorOf('invalid_request', "Prompt 'none' stands alone");
  const isProof =
    asked.get('code_challenge_method') === 'S256' &&
    /^[\w-]{43}$/.test(asked.get('code_challenge') ?? '');
  return isProof ? undefined : errorOf('invalid_request', "Missing parameter, 'code_challenge'");
}

function prompts(asked: URLSearchParams): readonly string[] {
  return (asked.get('prompt') ?? '').split(' ').filter((word) => word !== '');
}

interface SignedIn {
  readonly session: Session;
  readonly person: Person;
}

/** The browser's session of this realm, if its person is still there. */
function signedInOf(am: Am, call: Call): SignedIn | undefined {
  const identified = identify(am, call);
  const caller = 'caller' in identified ? identified.caller : undefined;
  if (caller?.kind !== 'session' || caller.session.realm !== call.realm) return undefined;
  const { session } = caller;
  const person = am.directory.find(session.realm, session.personId);
  return person === undefined ? undefined : { session, person };
}

/** Whether a session is not enough: `prompt=login`, a sign-in older than `max_age`, another tree than `acr_values`. */
function needsSignIn(am: Am, session: Session, asked: URLSearchParams): boolean {
  const service = serviceAsked(asked);
  const maxAge = Number(asked.get('max_age') ?? Infinity);
  const age = (am.clock.now() - session.startedAt) / 1000;
  const isLess = service === 'twofactor' && session.service !== 'twofactor';
  const isOld = am.personality.isOpenSource
    ? Math.floor(age) > maxAge
    : maxAge === 0 || age > maxAge;
  return prompts(asked).includes('login') || isOld || isLess;
}

/**
 * What AM's page has done once is not asked for again: `login` and an age of zero leave the request on its way back. OpenAM leaves the
 * age, and has ended the session, so that its page need not ask in spite of one (contract §11).
 */
function sendToSignIn(am: Am, { call, asked }: Request): Answer {
  const again = new URLSearchParams(asked);
  const left = prompts(asked).filter((word) => word !== 'login');
  again.delete('prompt');
  if (left.length > 0) again.set('prompt', left.join(' '));
  const { deployPath, isOpenSource } = am.personality;
  if (again.get('max_age') === '0' && !isOpenSource) again.delete('max_age');
  const own = `http://${headerOf(call, 'host') ?? ''}`;
  const path = new URL(`${issuerOf(am, call.realm)}/authorize`).pathname;
  const service = serviceAsked(asked);
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
  { asked, client, redirectUri }: Request,
  { session, person }: SignedIn,
): string {
  const { realm, startedAt, token } = session;
  const ageMs = am.clock.now() - startedAt;
  return am.codeGrants.openCode({
    realm,
    client: client.id,
    person,
    scopes: scopesIn(asked),
    authTime: Math.floor((am.clock.callersNow() - ageMs) / 1000),
    acr: serviceAsked(asked),
    sessionToken: token,
    redirectUri,
    codeChallenge: asked.get('code_challenge') ?? '',
    nonce: asked.get('nonce') ?? undefined,
  });
}

/** AM adds its issuer (RFC 9207) and the client's id to whatever it returns. */
function sendBack(am: Am, { call, asked, client, redirectUri }: Request, more: Returned): Answer {
  const url = new URL(redirectUri);
  const state = asked.get('state');
  const all = {
    ...more,
    iss: issuerOf(am, call.realm),
    ...(state === null ? {} : { state }),
    client_id: client.id,
  };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return redirect(url.href);
}
