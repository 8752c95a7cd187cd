import type { Am, Call } from '../am.ts';
import { formatSeconds } from '../clock.ts';
import { accessDenied, ok, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { jsonOf } from '../http/crest-request.ts';
import { identify, isAdministrator, mayManagePeople } from './caller.ts';
import type { Session } from './sessions.ts';

/** The authentication modules of every realm of OpenAM by name, with their types. */
export const openAmModules = {
  DataStore: 'datastore',
  oath: 'authenticatoroath',
  push: 'authPush',
} as const;

/** What OpenAM knows about the sign-in of a session. No user can set it (contract U47). */
const facts: Readonly<Record<string, (session: Session) => string>> = {
  AuthType: authTypeOf,
  AuthLevel: () => '0',
  Service: ({ service }) => service,
  authInstant: ({ startedAt }) => formatSeconds(startedAt),
};

/**
 * Serves OpenAM's `getProperty`: administrators read any property of any session, its owner those
 * of the whitelist (contract U46). A property that is not set is an empty text.
 */
export function getProperties(am: Am, call: Call, token: string | undefined): Answer {
  const access = accessOf(am, call, token);
  if ('refusal' in access) return access.refusal;
  const { session, isSuperUser } = access;
  const { properties } = jsonOf(call);
  const names = Array.isArray(properties) ? properties.map(String) : am.settings.whitelist;
  const isListed = names.every((name) => am.settings.whitelist.includes(name));
  if (!isSuperUser && !isListed) return refuse(403, 'Forbidden');
  // OpenAM answers nothing about a session that is over.
  if (session === undefined) return ok({});
  return ok(Object.fromEntries(names.map((name) => [name, valueOf(am, session, name)])));
}

/** Serves OpenAM's `setProperty`. Its owner can set a property of the whitelist (contract U47). */
export function setProperties(am: Am, call: Call, token: string | undefined): Answer {
  const access = accessOf(am, call, token);
  if ('refusal' in access) return access.refusal;
  const entries = Object.entries(jsonOf(call));
  if (entries.length === 0) return refuse(400, 'Bad Request');
  const isSettable = (name: string): boolean =>
    !Object.hasOwn(facts, name) && (access.isSuperUser || am.settings.whitelist.includes(name));
  if (!entries.every(([name]) => isSettable(name))) return refuse(403, 'Forbidden');
  if (access.session === undefined) return ok({ success: false });
  for (const [name, value] of entries) access.session.properties.set(name, String(value));
  return ok({ success: true });
}

type Access =
  | { readonly refusal: Answer }
  | { readonly session: Session | undefined; readonly isSuperUser: boolean };

/** Admits the super user, administrators of the session's realm, and the owner of the session. */
function accessOf(am: Am, call: Call, token: string | undefined): Access {
  const identified = identify(am, call);
  if ('refusal' in identified) return identified;
  const { caller } = identified;
  if (caller.kind === 'service') return { refusal: accessDenied() };
  const isOwn = token === undefined || token === caller.session.token;
  const session = isOwn ? caller.session : am.sessions.find(token);
  const isOfRealm = !isOwn && mayManagePeople(am, caller, session?.realm ?? caller.session.realm);
  const isSuperUser = isAdministrator(caller) || isOfRealm;
  if (!isSuperUser && !isOwn) return { refusal: refuse(403, 'Forbidden') };
  return { session, isSuperUser };
}

function valueOf(am: Am, session: Session, name: string): string {
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (fact !== undefined) return fact(session);
  const person = am.directory.find(session.realm, session.personId);
  return session.properties.get(name) ?? am.sessionProperties.of(person)[name] ?? '';
}

/**
 * Joins the names of the modules that succeeded, the last one first (contract U46). The OATH module
 * also succeeds without a question, if the user may skip it.
 */
function authTypeOf({ service, secondFactors }: Session): string {
  if (service === 'ldapService') return 'DataStore';
  const used = (['push', 'oath'] as const).filter((name) => secondFactors.has(name));
  return [...(used.length > 0 ? used : ['oath']), 'DataStore'].join('|');
}
