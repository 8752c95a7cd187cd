import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { accessDenied, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Session } from './sessions.ts';

/** The authenticated caller of a request. */
export type Caller =
  { readonly kind: 'session'; readonly session: Session } | { readonly kind: 'service' };

/** The caller, or the refusal. */
export type CallerLookup = { readonly caller: Caller } | { readonly refusal: Answer };

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Returns the token of the header that has the cookie's name, and that of the cookie (contract
 * §1.2).
 */
export function tokensOf(
  am: Am,
  call: Pick<Call, 'headers'>,
): { readonly header?: string; readonly cookie?: string } {
  const header = headerOf(call, am.cookieName);
  const cookie = cookieOf(headerOf(call, 'cookie'), am.cookieName);
  return { ...(header ? { header } : {}), ...(cookie ? { cookie } : {}) };
}

/**
 * Refuses cross-site requests. Since AM 7.1, a cookie with another method than GET requires one of
 * two headers (contract §1.5, U16). OpenAM has no such check (U26).
 */
export function refuseForgery(am: Am, call: Call): Answer | undefined {
  const isExempt =
    am.personality.isOpenSource ||
    safeMethods.has(call.method) ||
    tokensOf(am, call).cookie === undefined ||
    headerOf(call, 'x-requested-with') !== undefined ||
    headerOf(call, 'accept-api-version') !== undefined;
  return isExempt ? undefined : refuse(403, 'Forbidden');
}

/**
 * Identifies the caller by bearer token if the flavour accepts one, then by cookie, then by header.
 * OpenAM refuses two different tokens (U25).
 */
export function identify(am: Am, call: Call): CallerLookup {
  const bearer = /^bearer\s+(\S+)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1];
  if (bearer !== undefined && am.personality.takesBearer) return identifyBearer(am, bearer);
  const { header, cookie } = tokensOf(am, call);
  const session = am.sessions.find(cookie ?? header ?? '');
  if (session === undefined) return { refusal: accessDenied() };
  return am.personality.isOpenSource && header && cookie && header !== cookie
    ? { refusal: refuse(403, 'Forbidden') }
    : { caller: { kind: 'session', session } };
}

/** Identifies the caller and counts the call as activity (contract §6.3, U37). */
export function admit(am: Am, call: Call): CallerLookup {
  const identified = identify(am, call);
  if ('caller' in identified && identified.caller.kind === 'session') {
    am.sessions.touch(identified.caller.session);
  }
  return identified;
}

/** Whether the caller is the super user or a service account with `fr:am:*` (contract §2). */
export function isAdministrator(caller: Caller): boolean {
  return caller.kind === 'service' || caller.session.isSuperUser;
}

/**
 * Whether the caller is an administrator, or a delegate of exactly the realm of the path (contract
 * §18 U31, U40).
 */
export function mayManagePeople(am: Am, caller: Caller, realm: string): boolean {
  if (caller.kind === 'service' || caller.session.isSuperUser) return true;
  return caller.session.realm === realm && am.directory.isDelegate(realm, caller.session.personId);
}

/**
 * Whether `{user}` is the caller. OpenAM accepts only the name of the session, in any case (seen on
 * 16.0.5).
 */
export function isSelf(am: Am, caller: Caller, realm: string, writtenName: string): boolean {
  if (caller.kind === 'service' || caller.session.realm !== realm) return false;
  const { userId, personId } = caller.session;
  return am.personality.isOpenSource
    ? writtenName.toLowerCase() === userId.toLowerCase()
    : am.directory.find(realm, writtenName)?.id === personId;
}

/** Returns the caller's universal id, which OpenAM's refusals contain (contract §2). */
export function universalIdOfCaller(caller: Caller): string {
  return caller.kind === 'service' ? 'service account' : caller.session.universalId;
}

/**
 * `/json` accepts `fr:am:*` of a client or service account. A user's token never acts as that user
 * there.
 */
function identifyBearer(am: Am, text: string): CallerLookup {
  const token = am.accessTokens.find(text);
  if (token === undefined) return { refusal: accessDenied() };
  return token.subject !== 'person' && token.scopes.has('fr:am:*')
    ? { caller: { kind: 'service' } }
    : { refusal: refuse(403, 'Forbidden') };
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = header?.split(';').map((pair) => pair.trim()) ?? [];
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value?.replace(/^"(.*)"$/, '$1');
}
