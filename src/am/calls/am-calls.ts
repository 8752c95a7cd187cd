import type { Lock } from '../../domain/values/lock.ts';
import { isPromise } from '../../domain/values/maybe-promise.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { beforeSending, lockNotHeld } from '../foundation/not-sent.ts';
import type { Paths } from '../http/paths.ts';
import type { AmHttp } from '../http/am-http.ts';
import type { Answer, Call, CallContext, Route } from '../http/call.ts';
import { isErrorOfAm, serviceCredentialRefused } from '../http/errors.ts';
import type { Directories } from './directories.ts';
import type { PeopleRules } from './people-answers.ts';
import type { CookieName } from '../session/cookie-name.ts';
import type { CredentialSource } from '../foundation/credential.ts';
import type { SessionSignIns } from '../session/session-sign-ins.ts';
import type { SessionVerdicts } from '../session/session-verdicts.ts';

/** What lives as long as the process; each request has its own `Am`. */
export interface AmParts extends PeopleRules {
  readonly http: AmHttp;
  readonly paths: Paths;
  readonly userFields: readonly string[];
  readonly cookieName: CookieName;
  readonly verdicts: SessionVerdicts;
  readonly signIns: SessionSignIns;
  readonly directories: Directories;
  /** The realm under whose path sessions are checked; AM answers with each session's own (U37). */
  readonly defaultRealm: Realm;
}

/** On whose behalf calls are made. */
export interface Acting extends Omit<CallContext, 'credential' | 'cookieName'> {
  readonly credentials: CredentialSource;
  /** The lock under which writes are sent; undefined for writes that need none. */
  readonly lock?: Lock;
}

/** The calls of one request with one credential. */
export class AmCalls {
  readonly parts: AmParts;
  /** Replaced once the request shares no further reads. */
  acting: Acting;

  constructor(parts: AmParts, acting: Acting) {
    this.parts = parts;
    this.acting = acting;
  }

  with(change: Partial<Acting>): AmCalls {
    return new AmCalls(this.parts, { ...this.acting, ...change });
  }

  get(route: Route, version: string): Promise<Answer> {
    return this.send({ method: 'GET', route, version, mode: 'read' });
  }

  /**
   * Sends a change of devices, once. It goes on without its client, because its outcome must become
   * known. Without a credential or the lock it is not sent.
   */
  async write(call: Omit<Call, 'version' | 'mode'>): Promise<Answer> {
    const { lock, credentials, deadline } = this.acting;
    await beforeSending(async () => credentials.get(deadline));
    if (lock !== undefined && !(await deadline.wait(lock.isHeld(), 'the lock')))
      throw lockNotHeld('the lock was lost with the connection to the ledger');
    const { devicesVersion: version } = this.parts.product;
    return this.with({ client: undefined }).send({ ...call, version, mode: 'write' });
  }

  /**
   * Sends a call. If AM refuses the gateway's own credential with 401, sends it once more with a
   * new one; a call that AM itself has refused had no effect that this could repeat.
   */
  async send(call: Call): Promise<Answer> {
    const { http, cookieName: names } = this.parts;
    const { credentials, deadline, correlationId, client, sharedBy, tally } = this.acting;
    const kept = credentials.get(deadline);
    const credential = isPromise(kept) ? await kept : kept;
    const known = names.get(deadline);
    const cookieName = isPromise(known) ? await known : known;
    const context = { credential, cookieName, correlationId, client, deadline, sharedBy, tally };
    const answer = await http.send(call, context);
    const { renew } = credentials;
    const canRepeat = call.mode === 'read' || isErrorOfAm(answer);
    if (answer.status !== 401 || renew === undefined || !canRepeat) return answer;
    const renewed = await beforeSending(() => renew(credential, deadline));
    const again = await http.send(call, { ...context, credential: renewed });
    if (again.status === 401) throw serviceCredentialRefused(again);
    return again;
  }
}
