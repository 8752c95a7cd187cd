import type { DeviceKind, DeviceOf } from '../domain/device.ts';
import type { Person, PersonRef } from '../domain/person.ts';
import type { Realm } from '../domain/realm.ts';
import type { UserId, UserIdRule } from '../domain/user-id.ts';
import type { Answer, Call, CallContext } from './call.ts';
import type { CookieName } from './cookie-name.ts';
import { brokenContract, failureOf } from './errors.ts';
import type { AmHttp } from './http.ts';
import {
  personFields,
  readDevices,
  readErrorMessage,
  readPerson,
  readResult,
  readSession,
  WireError,
} from './json.ts';
import type { SessionFacts } from './json.ts';
import type { Paths, Route } from './paths.ts';
import type { Product } from './product.ts';
import type { SessionToken } from './session-token.ts';
import type { SessionVerdicts } from './session-verdicts.ts';

/** What lives as long as the process; `actingFor` makes the view of it that one request uses. */
export interface AmParts {
  readonly product: Product;
  readonly http: AmHttp;
  readonly paths: Paths;
  readonly cookieName: CookieName;
  readonly verdicts: SessionVerdicts;
  readonly userIds: UserIdRule;
  /** The realm under whose path sessions are checked; AM tells each session's own (U37). */
  readonly standardRealm: Realm;
}

/** On whose behalf calls are made. */
export interface Acting {
  readonly token: SessionToken;
  readonly correlationId: string;
  readonly signal: AbortSignal | undefined;
}

/** AM as one caller sees it in one request: every call carries that caller's own session (design D1). */
export class Am {
  readonly #parts: AmParts;
  readonly #acting: Acting;

  constructor(parts: AmParts, acting: Acting) {
    this.#parts = parts;
    this.#acting = acting;
  }

  /** The same view for work whose outcome must become known even when the client is gone. */
  untilDone(): Am {
    return new Am(this.#parts, { ...this.#acting, signal: undefined });
  }

  /** The caller's session, or null where AM does not accept the token (contract §6.2, U37). */
  async session({ fresh }: { readonly fresh: boolean }): Promise<SessionFacts | null> {
    const { verdicts, paths, standardRealm, product } = this.#parts;
    const ask = async (): Promise<SessionFacts | null> => {
      const route = paths.sessionInfo(standardRealm);
      const call: Call = {
        method: 'POST',
        route,
        version: product.sessionsVersion,
        effect: 'read',
      };
      // The answer may serve other requests of this caller, so it outlives the one that asked.
      const answer = await this.untilDone().#send(call);
      if (answer.status === 401) return null;
      return this.#read(answer, readSession);
    };
    return verdicts.check(this.#acting.token, ask, { fresh });
  }

  /**
   * A person by any spelling that AM takes; the result carries AM's own name for them (U22). Null when
   * AM says that there is no such person (U23: the only answer that can be believed).
   */
  async person(who: PersonRef): Promise<Person | null> {
    const { trueNameField } = this.#parts.product;
    const answer = await this.#get(this.#userRoute(who), this.#parts.product.usersVersion);
    if (answer.status === 404 && isNoSuchPerson(answer)) return null;
    const { trueName, ...facts } = this.#read(answer, (json) => readPerson(json, trueNameField));
    return { ...facts, id: this.#ownName(trueName), realm: who.realm };
  }

  /** The devices of one kind. The person must be known to exist: AM cannot be asked that here (U23). */
  async devices<K extends DeviceKind>(who: PersonRef, kind: K): Promise<readonly DeviceOf<K>[]> {
    const { paths, product } = this.#parts;
    const answer = await this.#get(paths.deviceList(who, kind), product.devicesVersion);
    return this.#read(answer, (json) => readDevices(json, kind));
  }

  /** AM's own reset of one kind, sent once. Its `true` says nothing (U28): read the list afterwards. */
  async reset(who: PersonRef, kind: DeviceKind): Promise<void> {
    const { paths, product } = this.#parts;
    const route = paths.deviceReset(who, kind);
    const call: Call = { method: 'POST', route, version: product.devicesVersion, effect: 'write' };
    this.#read(await this.untilDone().#send(call), readResult);
  }

  #userRoute(who: PersonRef): Route {
    const { trueNameField } = this.#parts.product;
    return this.#parts.paths.user(who, [...new Set([trueNameField, ...personFields])]);
  }

  /** AM's name for a person goes into paths again, so it must satisfy the rule for ids, too. */
  #ownName(trueName: string): UserId {
    if (this.#parts.userIds.accepts(trueName)) return trueName;
    throw brokenContract('AM holds this person under a name that the rule for user ids refuses');
  }

  #get(route: Route, version: string): Promise<Answer> {
    return this.#send({ method: 'GET', route, version, effect: 'read' });
  }

  async #send(call: Call): Promise<Answer> {
    const { http, cookieName } = this.#parts;
    const context: CallContext = { ...this.#acting, cookieName: await cookieName.get() };
    return http.send(call, context);
  }

  #read<T>(answer: Answer, reader: (json: unknown) => T): T {
    if (answer.status !== 200) throw failureOf(answer);
    try {
      return reader(answer.json);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw brokenContract(`${answer.template}: ${error.message}`, error);
    }
  }
}

/**
 * Whether a 404 is about the person. The same status also tells of an unknown realm and of a resource
 * version that AM does not have (U36, U40), which must not read as "no such person".
 */
function isNoSuchPerson(answer: Answer): boolean {
  const message = readErrorMessage(answer.json) ?? '';
  return !/^Realm |^Resource (?:'|&#39;)|Accept-API-Version/.test(message);
}
