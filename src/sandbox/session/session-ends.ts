import type { Am, Call } from '../am.ts';
import { bareFailure, envelope, ok, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { jsonOf } from '../http/crest-request.ts';
import { identify, isAdministrator } from './caller.ts';
import { sessionInfo } from './session-info.ts';

/**
 * The maximum length of OpenAM's list. OpenAM does not report that more sessions exist (seen on
 * 16.0.5).
 */
const mostListed = 120;

/** A comparison in a filter that OpenAM supports. */
const comparison = /^(username|realm) eq "((?:[^"\\]|\\.)*)"$/;

/**
 * OpenAM's list of sessions by `username eq … and realm eq …`. It contains every session of the
 * user, for any spelling of the sign-in. Other filters fail (seen on 16.0.5).
 */
export function listSessions(am: Am, filter: string): Answer {
  const wanted = new Map<string, string>();
  for (const part of filter.split(/ and (?=(?:username|realm) eq )/)) {
    const [, name, value] = comparison.exec(part) ?? [];
    if (name === undefined || value === undefined) return bareFailure();
    wanted.set(name, value.replaceAll(/\\(.)/g, '$1'));
  }
  const realm = wanted.get('realm');
  if (realm === undefined) return refuse(400, 'The query filter must specify the realm');
  const username = wanted.get('username');
  const id = username === undefined ? null : am.directory.find(realm, username)?.id;
  const sessions = am.sessions
    .inRealm(realm)
    .filter((session) => id === null || session.personId === id)
    .slice(0, mostListed);
  return ok(envelope(sessions.map((session) => sessionInfo(am, session))));
}

/**
 * Ends sessions by the handles of a list. A session that no longer exists gives `true` (seen on
 * 16.0.5).
 */
export function logoutByHandle(am: Am, call: Call): Answer {
  const handles = jsonOf(call)['sessionHandles'];
  if (!Array.isArray(handles)) {
    const message = `The "sessionHandles" field is not defined in the request or it's not a JSON array`;
    return refuse(400, message);
  }
  const ended = handles.map((handle: unknown) => {
    const text = String(handle);
    return [text, am.sessions.endByHandle(text)];
  });
  return ok({ result: Object.fromEntries(ended) });
}

/**
 * Ends every session of a user in the realm of the path, for administrators of AM (contract §6).
 */
export function logoutByUser(am: Am, call: Call): Answer {
  const identified = identify(am, call);
  if ('refusal' in identified) return identified.refusal;
  if (!isAdministrator(identified.caller)) return refuse(403, 'Forbidden');
  const { username } = jsonOf(call);
  if (typeof username !== 'string') return refuse(400, 'Bad Request');
  const id = am.directory.find(call.realm, username)?.id;
  for (const session of am.sessions.inRealm(call.realm)) {
    if (session.personId === id) am.sessions.end(session.token);
  }
  return ok({ result: true });
}
