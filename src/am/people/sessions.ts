import { Failure } from '../../domain/values/failure.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { AmCalls } from '../calls/am-calls.ts';
import { noDeadline } from '../foundation/deadline.ts';
import { beforeSending } from '../foundation/not-sent.ts';
import type { Answer, Route } from '../http/call.ts';
import { amFailure, isErrorOfAm, notSupported, readAnswer } from '../http/errors.ts';
import { readEndedByHandle, readHandles, readSession, type SessionFacts } from '../json/session.ts';
import { isFields, readResult } from '../json/wire.ts';
import type { SessionToken } from '../foundation/credential.ts';

/** The version of `sessions` that has `logoutByUser`; the one of `getSessionInfo` is older. */
const logoutByUserVersion = '5.1';

/** OpenAM lists 120 sessions at most, so the list is read several times: this often at most. */
const mostRounds = 20;

/** Sessions at AM (contract §6). */
export class Sessions {
  readonly #calls: AmCalls;

  constructor(calls: AmCalls) {
    this.#calls = calls;
  }

  /** A token's session, at once if it is kept; null if AM rejects the token (§6.2, U37). */
  find(
    token: SessionToken,
    { fresh }: { readonly fresh: boolean },
  ): MaybePromise<SessionFacts | null> {
    const { verdicts } = this.#calls.parts;
    const { deadline, tally } = this.#calls.acting;
    const requestedAt = performance.now();
    const read = async (): Promise<SessionFacts | null> => {
      tally?.waited(requestedAt);
      const answer = await this.readOwn();
      return answer.status === 401 ? null : readAnswer(answer, readSession);
    };
    return verdicts.check(token, read, { fresh, deadline });
  }

  /** AM's answer about the session of the credential; a 401 has renewed the gateway's own. */
  readOwn(): Promise<Answer> {
    const { paths, defaultRealm, product } = this.#calls.parts;
    const route = paths.sessions(defaultRealm, 'getSessionInfo');
    const version = product.sessionsVersion;
    // Other requests of this caller may wait for the answer, so the call does not end with this
    // one.
    const calls = this.#calls.with({ client: undefined, deadline: noDeadline });
    return calls.send({ method: 'POST', route, version, mode: 'read' });
  }

  /** Whether one session of a person can continue while the others end (contract §6). */
  get canSpareOne(): boolean {
    return this.#calls.parts.product.sessionsEnd === 'BY_HANDLE';
  }

  /**
   * Ends a person's sessions, except the one of the handle `except`, in every realm that is known
   * to share the person's directory. PingAM and AIC end all at once; on OpenAM the list is read and
   * ended until it lists no other. Sessions that had expired before stay in that list and are not
   * counted.
   * @returns how many were ended; null if AM does not report it
   * @throws Failure NOT_SUPPORTED_UPSTREAM if AM lacks the action or cannot spare one session; a
   *   failure after some sessions have ended has no cause: AM's last answer does not show it
   */
  async end({ id, realm }: PersonRef, except: string | null): Promise<number | null> {
    const sharing = this.#calls.parts.directories.sharingWith(realm);
    let ended: number | null = 0;
    for (const [index, one] of [realm, ...sharing].entries()) {
      const end = () => this.#endIn({ id, realm: one }, except);
      const endedHere = await (index === 0 ? end() : afterOthers(end));
      ended = ended === null || endedHere === null ? null : ended + endedHere;
    }
    return ended;
  }

  async #endIn(who: PersonRef, except: string | null): Promise<number | null> {
    const { product, paths } = this.#calls.parts;
    if (product.sessionsEnd === 'BY_HANDLE') return this.#endByHandle(who, except);
    if (except !== null)
      throw notSupported(`${product.flavor} cannot spare one session of a person`);
    const route = paths.sessions(who.realm, 'logoutByUser');
    const answer = await this.#post(route, { username: who.id }, logoutByUserVersion);
    if (!readAnswer(answer, readResult)) throw notEnded('AM answered false to logoutByUser');
    return null;
  }

  /**
   * Ends the caller's own session; a session that has ended already is not a failure.
   * @throws Failure UPSTREAM_UNAVAILABLE if the answer does not come from AM
   */
  async signOut(): Promise<void> {
    const { paths, defaultRealm } = this.#calls.parts;
    const answer = await this.#post(paths.sessions(defaultRealm, 'logout'));
    const isOver = answer.status === 401 && isErrorOfAm(answer);
    const isDone = answer.status === 200 && isFields(answer.json);
    if (!isOver && !isDone)
      throw amFailure(
        'UPSTREAM_UNAVAILABLE',
        `AM does not answer a sign-out with ${answer.status}`,
      );
  }

  async #endByHandle(who: PersonRef, except: string | null): Promise<number> {
    const ended = new Set<string>();
    for (let round = 0; round < mostRounds; round += 1) {
      const endListed = () => this.#endListed(who, except, ended);
      const left = await (ended.size === 0 ? endListed() : afterOthers(endListed));
      if (left !== null) return ended.size - left;
    }
    throw notEnded(`after ${mostRounds} rounds AM lists more sessions`);
  }

  /** Ends the listed sessions. Once all have ended, returns how many of them AM still lists. */
  async #endListed(
    who: PersonRef,
    except: string | null,
    ended: Set<string>,
  ): Promise<number | null> {
    const { paths, product } = this.#calls.parts;
    const calls = this.#calls.with({ client: undefined });
    const listed = await beforeSending(async () =>
      readAnswer(await calls.get(paths.sessionsOf(who), product.sessionsVersion), readHandles),
    );
    const sessionHandles = listed.filter((handle) => handle !== except && !ended.has(handle));
    if (sessionHandles.length === 0) return listed.filter((handle) => ended.has(handle)).length;
    const answer = await this.#post(paths.sessions(who.realm, 'logoutByHandle'), {
      sessionHandles,
    });
    if (!readAnswer(answer, readEndedByHandle)) throw notEnded('AM answered false to a handle');
    for (const handle of sessionHandles) ended.add(handle);
    return null;
  }

  #post(
    route: Route,
    body?: object,
    version = this.#calls.parts.product.sessionsVersion,
  ): Promise<Answer> {
    const calls = this.#calls.with({ client: undefined });
    const call = { method: 'POST', route, version, mode: 'write' } as const;
    return calls.send(body === undefined ? call : { ...call, body: JSON.stringify(body) });
  }
}

/** Removes the cause of a failure: AM's answer to one call does not show what others ended. */
async function afterOthers<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw error instanceof Failure ? error.causedBy(undefined) : error;
  }
}

function notEnded(detail: string): Failure {
  return new Failure('UPSTREAM_ERROR', 'Access Management did not end all sessions.', { detail });
}
