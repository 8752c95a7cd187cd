import type { DeviceKind, DeviceOf, ProfileData, ResetWay } from '../domain/device.ts';
import type { Later } from '../domain/later.ts';
import type { Person, PersonRef } from '../domain/person.ts';
import type { Realm } from '../domain/realm.ts';
import type { UserId, UserIdRule } from '../domain/user-id.ts';
import type { Answer, Call, Route } from './http/call.ts';
import type { Cancellation } from './http/cancellation.ts';
import type { CookieName } from './session/cookie-name.ts';
import type { Credential, CredentialSource } from './session/credential.ts';
import {
  brokenContract,
  failureOf,
  notSupported,
  serviceCredentialRefused,
} from './http/errors.ts';
import type { AmHttp } from './http/am-http.ts';
import { profileDataFields, readDevices, readProfileData, renamedRecord } from './json/devices.ts';
import { readMembers } from './json/groups.ts';
import { hasTrueName, readManagedUsers, readPeople, readPerson } from './json/person.ts';
import type { PersonFacts } from './json/person.ts';
import { readSession, readVersion } from './json/session.ts';
import type { SessionFacts } from './json/session.ts';
import { hasFurtherPages, readErrorMessage, readResult } from './json/wire.ts';
import type { OneAtATime } from './devices/one-at-a-time.ts';
import type { Paths } from './paths.ts';
import type { Product } from './product.ts';
import { readAnswer } from './http/read-answer.ts';
import type { SessionToken } from './session/session-token.ts';
import type { SessionVerdicts } from './session/session-verdicts.ts';

/** What lives as long as the process; an `Am` is the view of it that one request uses. */
export interface AmParts {
  readonly product: Product;
  readonly http: AmHttp;
  readonly paths: Paths;
  /** The attributes of people to ask for. */
  readonly userFields: readonly string[];
  readonly cookieName: CookieName;
  readonly verdicts: SessionVerdicts;
  readonly userIds: UserIdRule;
  /** Keeps changes of one person's devices of one kind apart, within this process. */
  readonly changes: OneAtATime;
  /** The realm under whose path sessions are checked; AM tells each session's own (U37). */
  readonly standardRealm: Realm;
}

/** The people that a search found, and whether it found more than it gives. */
export interface Found {
  readonly people: readonly Person[];
  readonly areThereMore: boolean;
}

/** On whose behalf calls are made. */
export interface Acting {
  readonly credentials: CredentialSource;
  readonly correlationId: string;
  /** Cancelled when the client is gone. */
  readonly client: Cancellation | undefined;
  /** Who shares identical reads that are under way: one caller, or nobody for null. */
  readonly sharedBy: string | null;
}

/**
 * AM as one request uses it: every call carries the caller's own session, or for callers who have no right
 * of their own at AM the gateway's service credential (design D1).
 */
export class Am {
  readonly #parts: AmParts;
  #acting: Acting;

  constructor(parts: AmParts, acting: Acting) {
    this.#parts = parts;
    this.#acting = acting;
  }

  /** From here on no read is shared with other requests: something is to be changed. */
  readAlone(): void {
    this.#acting = { ...this.#acting, sharedBy: null };
  }

  /** The same view for work whose outcome must become known even when the client is gone. */
  untilDone(): Am {
    return new Am(this.#parts, { ...this.#acting, client: undefined });
  }

  /** The caller's session, or null where AM does not accept the token (contract §6.2, U37). */
  session(token: SessionToken, { fresh }: { readonly fresh: boolean }): Later<SessionFacts | null> {
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
      return readAnswer(answer, readSession);
    };
    return verdicts.check(token, ask, { fresh });
  }

  /**
   * A person by any spelling that AM takes; the result carries AM's own name for them (U22). Null when
   * AM says that there is no such person (U23: the only answer that can be believed).
   */
  person(who: PersonRef): Promise<Person | null> {
    const { paths, product, userFields } = this.#parts;
    return this.#get(paths.user(who, userFields), product.usersVersion).then((answer) =>
      this.#personIn(answer, who),
    );
  }

  #personIn(answer: Answer, who: PersonRef): Person | null {
    const { trueNameField } = this.#parts.product;
    if (answer.status === 404 && isNoSuchThing(answer)) return null;
    // The super user's entry at the top realm has no name attribute: nobody with devices (§18, recorded).
    const isNameless = who.realm.path === '/' && !hasTrueName(answer.json, trueNameField);
    if (answer.status === 200 && isNameless) return null;
    const { trueName, ...facts } = readAnswer(answer, (json) => readPerson(json, trueNameField));
    return { ...facts, id: this.#ownName(trueName), realm: who.realm };
  }

  /** The version that AM tells an administrator; null where it does not (contract §7). */
  async version(): Promise<string | null> {
    const { paths, standardRealm } = this.#parts;
    const answer = await this.#get(paths.serverVersion(standardRealm), '1.0');
    return answer.status === 200 ? readAnswer(answer, readVersion) : null;
  }

  /**
   * People whose name or mail address begins with a text, unranked. AIC is asked through IDM, the others
   * through AM; OpenAM sends everybody it finds at once (U38), which the limit on bodies bounds.
   */
  async search(realm: Realm, text: string): Promise<Found> {
    const { paths, product, userFields } = this.#parts;
    const isIdm = product.flavor === 'aic';
    const route = isIdm
      ? paths.managedUsers(realm, text)
      : paths.userSearch(realm, text, userFields);
    const answer = await this.#get(route, isIdm ? '1.0' : product.usersVersion);
    return readAnswer(answer, (json) => {
      const all = isIdm ? readManagedUsers(json) : readPeople(json, product.trueNameField);
      const people = all.flatMap((facts) => this.#foundPerson(facts, realm));
      return { people, areThereMore: isIdm && hasFurtherPages(json) };
    });
  }

  /** The members of a group by their entries' names, or null where there is no such group (U32). */
  async members(realm: Realm, group: string): Promise<ReadonlySet<string> | null> {
    const { paths, product } = this.#parts;
    const answer = await this.#get(paths.group(realm, group), product.groupsVersion);
    if (answer.status === 404 && isNoSuchThing(answer)) return null;
    return readAnswer(answer, readMembers);
  }

  /** The devices of one kind. The person must be known to exist: AM cannot be asked that here (U23). */
  devices<K extends DeviceKind>(who: PersonRef, kind: K): Promise<readonly DeviceOf<K>[]> {
    const { paths, product } = this.#parts;
    const route = paths.deviceList(who, kind, product.kinds[kind]?.fields ?? null);
    return this.#get(route, product.devicesVersion).then((answer) =>
      readAnswer(answer, (json) => readDevices(json, kind)),
    );
  }

  /** The personal data of the person's device profiles, which the list of devices leaves out (E6). */
  async profileData(who: PersonRef): Promise<readonly ProfileData[]> {
    const { paths, product } = this.#parts;
    const route = paths.deviceList(who, 'PROFILE', profileDataFields);
    return readAnswer(await this.#get(route, product.devicesVersion), readProfileData);
  }

  /** AM's own reset of one kind, sent once. Its `true` says nothing (U28): read the list afterwards. */
  async reset(who: PersonRef, kind: DeviceKind): Promise<void> {
    const route = this.#parts.paths.deviceReset(who, kind);
    readAnswer(await this.#write(who, kind, { method: 'POST', route }), readResult);
  }

  /**
   * Removes one device, sent once; the answer is the removed record and is not read (U7). A device that AM
   * does not find is gone, too.
   */
  async remove(who: PersonRef, kind: DeviceKind, id: string): Promise<void> {
    const route = this.#parts.paths.device(who, kind, id);
    const answer = await this.#write(who, kind, { method: 'DELETE', route, discardAnswer: true });
    if (answer.status !== 200 && answer.status !== 404) throw failureOf(answer);
  }

  /**
   * Gives one device another label, sent once; nothing is sent where it is not listed any more. One that AM
   * does not find is told by the list afterwards.
   */
  async rename(
    who: PersonRef,
    kind: DeviceKind,
    { id, name }: { readonly id: string; readonly name: string },
  ): Promise<void> {
    const { paths, product } = this.#parts;
    const label = product.kinds[kind]?.label ?? null;
    if (label === null) throw notSupported(`${product.flavor} cannot rename devices of ${kind}`);
    const list = await this.#get(paths.deviceList(who, kind, null), product.devicesVersion);
    const body = readAnswer(list, (json) => renamedRecord(json, { kind, id, label, name }));
    if (body === null) return;
    const route = paths.device(who, kind, id);
    const answer = await this.#write(who, kind, {
      method: 'PUT',
      route,
      body,
      discardAnswer: true,
    });
    if (answer.status !== 200 && answer.status !== 404) throw failureOf(answer);
  }

  /** How all devices of a kind are removed; what the product lacks is refused without asking AM. */
  resetWay(kind: DeviceKind): ResetWay {
    const { product } = this.#parts;
    const known = product.kinds[kind];
    if (known === undefined) throw notSupported(`${product.flavor} has no devices of ${kind}`);
    return known.reset;
  }

  /** Somebody under a name that the rule for ids refuses cannot be acted on, and is left out. */
  #foundPerson({ trueName, ...facts }: PersonFacts, realm: Realm): Person[] {
    return this.#parts.userIds.accepts(trueName) ? [{ ...facts, id: trueName, realm }] : [];
  }

  /** AM's name for a person goes into paths again, so it must satisfy the rule for ids, too. */
  #ownName(trueName: string): UserId {
    if (this.#parts.userIds.accepts(trueName)) return trueName;
    throw brokenContract('AM holds this person under a name that the rule for user ids refuses');
  }

  #get(route: Route, version: string): Promise<Answer> {
    return this.#send({ method: 'GET', route, version, effect: 'read' });
  }

  /** AM reads, changes and writes back the whole list of a kind (U11): one change at a time. */
  #write(
    who: PersonRef,
    kind: DeviceKind,
    call: Omit<Call, 'version' | 'effect'>,
  ): Promise<Answer> {
    const { changes, product } = this.#parts;
    const version = product.devicesVersion;
    return changes.run(`${who.realm.name} ${kind} ${who.id}`, () =>
      this.untilDone().#send({ ...call, version, effect: 'write' }),
    );
  }

  /**
   * Sends a call; where AM refuses the gateway's own credential with 401, once more with a new one. That
   * repeats no effect: a refused call had none.
   */
  #send(call: Call): Promise<Answer> {
    const credential = this.#acting.credentials.get();
    const cookieName = this.#parts.cookieName.get();
    if (!(credential instanceof Promise) && typeof cookieName === 'string') {
      return this.#sendWith(call, credential, cookieName);
    }
    return Promise.all([credential, cookieName]).then((known) => this.#sendWith(call, ...known));
  }

  #sendWith(call: Call, credential: Credential, cookieName: string): Promise<Answer> {
    const { http } = this.#parts;
    const { credentials, correlationId, client, sharedBy } = this.#acting;
    const context = { credential, cookieName, correlationId, client, sharedBy };
    const sent = http.send(call, context);
    if (credentials.renew === undefined) return sent;
    return sent.then(async (answer) => {
      if (answer.status !== 401 || credentials.renew === undefined) return answer;
      const renewed = await credentials.renew(credential);
      const again = await http.send(call, { ...context, credential: renewed });
      if (again.status === 401) throw serviceCredentialRefused(again);
      return again;
    });
  }
}

/**
 * Whether a 404 is about the person or group. The same status also tells of an unknown realm and of a resource
 * version that AM does not have (U36, U40), which must not read as "there is none".
 */
function isNoSuchThing(answer: Answer): boolean {
  const message = readErrorMessage(answer.json) ?? '';
  return !/^Realm |^Resource (?:'|&#39;)|Accept-API-Version/.test(message);
}
