import { Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Answer, Call } from '../http/call.ts';
import { isErrorOfAm, notSupported, unavailable } from '../http/errors.ts';
import { readAnswer } from '../http/read-answer.ts';
import { readEndedByHandle, readHandles } from '../json/session.ts';
import { isFields, readResult } from '../json/wire.ts';
import type { Paths } from '../paths.ts';
import type { Product } from '../product.ts';

/** What sessions are ended with; those of others only by an administrator. */
export interface EndParts {
  readonly send: (call: Call) => Promise<Answer>;
  readonly paths: Paths;
  readonly product: Product;
}

/** The version of `sessions` that has `logoutByUser`; the one of `getSessionInfo` is older. */
const logoutByUserVersion = '5.1';

/** OpenAM lists 120 sessions at most, and does not say that there are more: so many times it is asked again. */
const mostRounds = 20;

/**
 * Ends a person's sessions, except the one of the handle `except`. PingAM and AIC end all at once and do not tell how
 * many; OpenAM lists them, and is asked until it lists no other. Sessions that had expired before stay in its list and are
 * not counted (contract §6).
 * @returns how many were ended; null where AM does not tell
 * @throws Failure NOT_SUPPORTED_UPSTREAM where AM lacks the action or cannot spare one session; some may have ended
 * before any other failure
 */
export async function endSessions(
  parts: EndParts,
  who: PersonRef,
  except: string | null,
): Promise<number | null> {
  const { flavor, sessionsEnd } = parts.product;
  if (sessionsEnd === 'BY_HANDLE') return endByHandle(parts, who, except);
  if (except !== null) throw notSupported(`${flavor} cannot spare one session of a person`);
  const route = parts.paths.endOfSessions(who.realm, 'logoutByUser');
  const body = JSON.stringify({ username: who.id });
  const version = logoutByUserVersion;
  const answer = await parts.send({ method: 'POST', route, version, mode: 'write', body });
  if (!readAnswer(answer, readResult)) throw notEnded('AM answered false to logoutByUser');
  return null;
}

/**
 * Ends the session that asks; one that has ended already is no failure.
 * @throws Failure UPSTREAM_UNAVAILABLE where anybody else than AM answers
 */
export async function signOut({ send, paths, product }: EndParts, realm: Realm): Promise<void> {
  const route = paths.signOut(realm);
  const version = product.sessionsVersion;
  const answer = await send({ method: 'POST', route, version, mode: 'write' });
  const isOver = answer.status === 401 && isErrorOfAm(answer);
  const isDone = answer.status === 200 && isFields(answer.json);
  if (!isOver && !isDone) throw unavailable(`${answer.status} is no answer of AM to a sign-out`);
}

async function endByHandle(
  { send, paths, product }: EndParts,
  who: PersonRef,
  except: string | null,
): Promise<number> {
  const version = product.sessionsVersion;
  const query = { method: 'GET', route: paths.sessionsOf(who), version, mode: 'read' } as const;
  const route = paths.endOfSessions(who.realm, 'logoutByHandle');
  const ended = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const listed = readAnswer(await send(query), readHandles);
    const sessionHandles = listed.filter((handle) => handle !== except && !ended.has(handle));
    if (sessionHandles.length === 0) return ended.size - countOf(listed, ended);
    const body = JSON.stringify({ sessionHandles });
    const answer = await send({ method: 'POST', route, version, mode: 'write', body });
    if (!readAnswer(answer, readEndedByHandle)) throw notEnded('AM answered false to a handle');
    for (const handle of sessionHandles) ended.add(handle);
  }
  throw notEnded(`after ${mostRounds} rounds AM lists more sessions`);
}

function countOf(handles: readonly string[], among: ReadonlySet<string>): number {
  return handles.filter((handle) => among.has(handle)).length;
}

function notEnded(detail: string): Failure {
  return new Failure('UPSTREAM_ERROR', 'Access Management did not end all sessions.', { detail });
}
