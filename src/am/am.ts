import type { DeviceKind, DeviceOf, ProfileData, ResetWay } from '../domain/device.ts';
import type { Person, PersonRef } from '../domain/person.ts';
import type { Realm } from '../domain/realm.ts';
import type { Turn } from '../domain/turn.ts';
import type { Acting, AmParts } from './am-parts.ts';
import { changeKey, turnWasLost } from './devices/one-at-a-time.ts';
import { noDeadline } from './deadline.ts';
import type { Answer, Call, Route } from './http/call.ts';
import { failureOf, isErrorOfAm, notSupported, serviceCredentialRefused } from './http/errors.ts';
import { readAnswer } from './http/read-answer.ts';
import { profileDataFields, readDevices, readProfileData, renamedRecord } from './json/devices.ts';
import { readGroup } from './json/groups.ts';
import type { GroupFacts } from './json/groups.ts';
import { readSession, readVersion } from './json/session.ts';
import type { SessionFacts } from './json/session.ts';
import { readResult } from './json/wire.ts';
import { beforeSending } from './not-sent.ts';
import { foundIn, isNoSuchThing, personIn } from './people/people-answers.ts';
import type { Found } from './people/people-answers.ts';
import { endSessions, signOut } from './session/end-sessions.ts';
import type { SessionToken } from './session/session-token.ts';

/**
 * AM as one request uses it. Every call carries the caller's own session, or the gateway's service credential for
 * callers without a right of their own at AM (design D1).
 */
export class Am {
  readonly #parts: AmParts;
  #acting: Acting;

  constructor(parts: AmParts, acting: Acting) {
    this.#parts = parts;
    this.#acting = acting;
  }

  /** Shares no further read with other requests; called when the request changes something. */
  readAlone(): void {
    this.#acting = { ...this.#acting, sharedBy: null };
  }

  /** The same view without the client's signal, for work whose outcome must become known. */
  untilDone(): Am {
    return this.#with({ client: undefined });
  }

  /** The same view for a last look at what a write has come to, for which there is a little more time. */
  forLastLook(): Am {
    return this.#with({ client: undefined, deadline: this.#acting.deadline.forLastLook() });
  }

  /** The same view for reads that other requests wait for, too: they end with no single request. */
  forAll(): Am {
    return this.#with({ client: undefined, deadline: noDeadline });
  }

  #with(change: Partial<Acting>): Am {
    return new Am(this.#parts, { ...this.#acting, ...change });
  }

  /** The caller's session, or null where AM does not accept the token (contract §6.2, U37). */
  session(
    token: SessionToken,
    { fresh }: { readonly fresh: boolean },
  ): Promise<SessionFacts | null> {
    const { verdicts, paths, defaultRealm, product } = this.#parts;
    const askedAt = performance.now();
    const ask = async (): Promise<SessionFacts | null> => {
      this.#acting.tally?.waited(askedAt);
      const route = paths.sessionInfo(defaultRealm);
      const version = product.sessionsVersion;
      // The answer may serve other requests of this caller, so it outlives the one that asks.
      const answer = await this.forAll().#send({ method: 'POST', route, version, mode: 'read' });
      return answer.status === 401 ? null : readAnswer(answer, readSession);
    };
    return verdicts.check(token, ask, { fresh, deadline: this.#acting.deadline });
  }

  /**
   * A person by any spelling that AM takes; the result carries AM's own name for them (U22). Null when
   * AM says that there is no such person (U23: no other answer proves that).
   */
  async person(who: PersonRef): Promise<Person | null> {
    const { paths, product, userFields } = this.#parts;
    const answer = await this.#get(paths.user(who, userFields), product.usersVersion);
    return personIn(answer, who, this.#parts);
  }

  /** Ends a person's sessions, except the one of a handle; how many, null where AM does not tell (contract §6). */
  endSessions(who: PersonRef, except: string | null): Promise<number | null> {
    const am = this.untilDone();
    return endSessions({ ...this.#parts, send: (call) => am.#send(call) }, who, except);
  }

  /** Ends the caller's own session (contract §6). */
  signOut(): Promise<void> {
    const am = this.untilDone();
    const { defaultRealm } = this.#parts;
    return signOut({ ...this.#parts, send: (call) => am.#send(call) }, defaultRealm);
  }

  /** The version that AM tells an administrator; null where it does not (contract §7). */
  async version(): Promise<string | null> {
    const { paths, defaultRealm } = this.#parts;
    const answer = await this.#get(paths.serverVersion(defaultRealm), '1.0');
    return answer.status === 200 ? readAnswer(answer, readVersion) : null;
  }

  /**
   * People whose name or mail address begins with a text, unranked. AIC is asked through IDM, the others
   * through AM. OpenAM sends everybody it finds at once (U38); the limit on bodies bounds that.
   */
  async search(realm: Realm, text: string): Promise<Found> {
    const { paths, product, userFields } = this.#parts;
    const isIdm = product.flavor === 'aic';
    const route = isIdm
      ? paths.managedUsers(realm, text)
      : paths.userSearch(realm, text, userFields);
    const answer = await this.#get(route, isIdm ? '1.0' : product.usersVersion);
    return foundIn(answer, realm, this.#parts);
  }

  /** A group with its members by the names of their entries; null where there is no such group (U32). */
  async group(realm: Realm, name: string): Promise<GroupFacts | null> {
    const { paths, product } = this.#parts;
    const answer = await this.#get(paths.group(realm, name), product.groupsVersion);
    return answer.status === 404 && isNoSuchThing(answer) ? null : readAnswer(answer, readGroup);
  }

  /** The devices of one kind. The person must be known to exist: AM answers a list for anybody (U23). */
  async devices<K extends DeviceKind>(who: PersonRef, kind: K): Promise<readonly DeviceOf<K>[]> {
    const { paths, product } = this.#parts;
    const route = paths.deviceList(who, kind, product.kinds[kind]?.fields ?? null);
    const answer = await this.#get(route, product.devicesVersion);
    return readAnswer(answer, (json) => readDevices(json, kind));
  }

  /** The personal data of the person's device profiles, which the list of devices leaves out (E6). */
  async profileData(who: PersonRef): Promise<readonly ProfileData[]> {
    const { paths, product } = this.#parts;
    const route = paths.deviceList(who, 'PROFILE', profileDataFields);
    return readAnswer(await this.#get(route, product.devicesVersion), readProfileData);
  }

  /** AM's own reset of one kind, sent once. Its `true` proves nothing (U28): read the list afterwards. */
  async reset(who: PersonRef, kind: DeviceKind): Promise<void> {
    const route = this.#parts.paths.deviceReset(who, kind);
    readAnswer(await this.#write({ method: 'POST', route }), readResult);
  }

  /**
   * Removes one device, sent once; the answer is the removed record and is not read (U7). A device that AM
   * does not find is gone, too.
   */
  async remove(who: PersonRef, kind: DeviceKind, id: string): Promise<void> {
    const route = this.#parts.paths.device(who, kind, id);
    const answer = await this.#write({ method: 'DELETE', route, discardAnswer: true });
    if (answer.status !== 200 && answer.status !== 404) throw failureOf(answer);
  }

  /**
   * Gives one device another label, sent once; sends nothing where the device is no longer listed. Where AM does
   * not find it, the list read afterwards shows that.
   */
  async rename(
    who: PersonRef,
    kind: DeviceKind,
    { id, name }: { readonly id: string; readonly name: string },
  ): Promise<void> {
    const { paths, product } = this.#parts;
    const label = product.kinds[kind]?.label ?? null;
    if (label === null) throw notSupported(`${product.flavor} cannot rename devices of ${kind}`);
    const body = await beforeSending(async () => {
      const list = await this.#get(paths.deviceList(who, kind, null), product.devicesVersion);
      return readAnswer(list, (json) => renamedRecord(json, { kind, id, label, name }));
    });
    if (body === null) return;
    const route = paths.device(who, kind, id);
    const answer = await this.#write({ method: 'PUT', route, body, discardAnswer: true });
    if (answer.status !== 200 && answer.status !== 404) throw failureOf(answer);
  }

  /** How all devices of a kind are removed. Refuses a kind that the product lacks without asking AM. */
  resetWay(kind: DeviceKind): ResetWay {
    const { product } = this.#parts;
    const known = product.kinds[kind];
    if (known === undefined) throw notSupported(`${product.flavor} has no devices of ${kind}`);
    return known.reset;
  }

  #get(route: Route, version: string): Promise<Answer> {
    return this.#send({ method: 'GET', route, version, mode: 'read' });
  }

  /** Whether another change of these devices is under way in this process. */
  isChanging(who: PersonRef, kind: DeviceKind): boolean {
    return this.#parts.changes.isBusy(changeKey(who, kind));
  }

  /**
   * Makes a change while no other change of these devices is under way: AM reads, changes and writes back the whole
   * list of a kind (U11). What waits for a client that has gone never begins; what has begun goes on without it.
   */
  inTurn<T>(
    who: PersonRef,
    kind: DeviceKind,
    { change, onWait }: { change: (am: Am) => Promise<T>; onWait: () => Promise<void> },
  ): Promise<T> {
    const acting = this.#acting;
    const askedAt = performance.now();
    const task = (turn: Turn): Promise<T> => {
      acting.tally?.waited(askedAt);
      return change(new Am(this.#parts, { ...acting, client: undefined, turn }));
    };
    return this.#parts.changes.run(changeKey(who, kind), task, { ...acting, onWait });
  }

  /** A write goes on without its client: its outcome must become known. Where no credential is to be had, it was not sent. */
  async #write(call: Omit<Call, 'version' | 'mode'>): Promise<Answer> {
    const { turn, credentials, deadline } = this.#acting;
    await beforeSending(async () => credentials.get(deadline));
    if (turn !== undefined && !(await deadline.wait(turn.isHeld(), 'the turn')))
      throw turnWasLost();
    const { devicesVersion: version } = this.#parts.product;
    return this.untilDone().#send({ ...call, version, mode: 'write' });
  }

  /**
   * Sends a call. Where AM refuses the gateway's own credential with 401, sends it once more with a new one; what AM
   * itself has refused has had no effect that this could repeat.
   */
  async #send(call: Call): Promise<Answer> {
    const { http, cookieName: name } = this.#parts;
    const { credentials, deadline, correlationId, client, sharedBy, tally } = this.#acting;
    const [credential, cookieName] = [await credentials.get(deadline), await name.get(deadline)];
    const context = { credential, cookieName, correlationId, client, deadline, sharedBy, tally };
    const answer = await http.send(call, context);
    const { renew } = credentials;
    const mayAgain = call.mode === 'read' || isErrorOfAm(answer);
    if (answer.status !== 401 || renew === undefined || !mayAgain) return answer;
    const renewed = await beforeSending(() => renew(credential, deadline));
    const again = await http.send(call, { ...context, credential: renewed });
    if (again.status === 401) throw serviceCredentialRefused(again);
    return again;
  }
}
