import type { OwnChangeRule, SignIn } from '../../domain/people/assurance.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { AmCalls } from '../calls/am-calls.ts';
import { noDeadline } from '../foundation/deadline.ts';
import type { SessionToken } from '../foundation/credential.ts';
import { readAnswer } from '../http/errors.ts';
import {
  readRunning,
  readScriptsWith,
  readStartsAlone,
  readUnaskedChains,
  readUnaskedJourneys,
} from '../json/registrations.ts';
import {
  readIsMandatory,
  readModules,
  readNodeRules,
  readSignIn,
  type RealmSignIns,
} from '../json/sign-in.ts';

/** `getProperty` exists in this version only (contract §18.5). */
const propertiesVersion = '1.1';
const settingsVersion = '1.0';
const properties = { properties: ['AuthType', 'authInstant'] };

/** Where AM has what administrators configured (contract §18.5, §18.6, §19). */
const config = 'realm-config/authentication';
const nodes = `${config}/authenticationtrees/nodes`;
const all = '?_queryFilter=true';

/** How sessions signed in, which OpenAM reports to its super user (contract §18.5). */
export class SignIns {
  readonly #calls: AmCalls;

  constructor(calls: AmCalls) {
    this.#calls = calls;
  }

  /** Returns how a session signed in; null if AM does not report it. @throws Failure */
  of(token: SessionToken, realm: Realm): MaybePromise<SignIn | null> {
    const { parts, acting } = this.#calls;
    return parts.signIns.of(token, () => this.#read(token, realm), acting.deadline);
  }

  /** Whether sessions of a realm can show a second factor. @throws Failure */
  async canShowSecondFactor(realm: Realm): Promise<boolean> {
    return (await this.#realmOf(realm)).isSecondFactorMandatory;
  }

  /**
   * Returns the rules for own changes that journeys of a realm set; null if AM does not show them.
   * @throws Failure if it does not answer
   */
  async nodeRules(realm: Realm): Promise<readonly OwnChangeRule[] | null> {
    const { paths } = this.#calls.parts;
    const route = paths.configured(realm, `${nodes}/EnableDeviceManagementNode${all}`);
    const answer = await this.#calls.get(route, settingsVersion);
    return answer.status === 200 ? readAnswer(answer, readNodeRules) : null;
  }

  /**
   * Returns the chains or journeys of a realm that register devices without a script that asks the
   * gateway, at this path. @throws Failure if AM does not show them
   */
  async unasked(realm: Realm, path: string): Promise<readonly string[]> {
    const { paths, product } = this.#calls.parts;
    const read = async <T>(place: string, reader: (json: unknown) => T): Promise<T> => {
      const route = paths.configured(realm, place);
      return readAnswer(await this.#calls.get(route, settingsVersion), reader);
    };
    const scripts = await read(`scripts${all}`, (json) => readScriptsWith(json, path));
    const running = (json: unknown): string[] => readRunning(json, scripts);
    if (!product.reportsSignIn) {
      const askers = await read(`${nodes}/ScriptedDecisionNode${all}`, running);
      const trees = `${config}/authenticationtrees/trees${all}`;
      return read(trees, (json) => readUnaskedJourneys(json, askers));
    }
    const askers = await read(`${config}/modules/scripted${all}`, running);
    const modules = await read(`${config}/modules${all}`, readModules);
    const chains = await read(`${config}/chains${all}`, (json) =>
      readUnaskedChains(json, askers, modules),
    );
    const isAlone = await read(`${config}?_fields=security`, (json) =>
      readStartsAlone(json, modules),
    );
    return isAlone ? [...chains, 'Module Based Authentication'] : chains;
  }

  async #read(token: SessionToken, realm: Realm): Promise<SignIn | null> {
    const route = this.#calls.parts.paths.sessionProperties(realm, token);
    const body = JSON.stringify(properties);
    const call = { method: 'POST', route, version: propertiesVersion, mode: 'read', body } as const;
    const [answer, settings] = await Promise.all([
      forAll(this.#calls).send(call),
      this.#realmOf(realm),
    ]);
    return answer.status === 200 ? readAnswer(answer, (json) => readSignIn(json, settings)) : null;
  }

  #realmOf(realm: Realm): MaybePromise<RealmSignIns> {
    const read = (): Promise<RealmSignIns> => readRealm(forAll(this.#calls), realm);
    return this.#calls.parts.signIns.realmOf(realm.name, read);
  }
}

async function readRealm(calls: AmCalls, realm: Realm): Promise<RealmSignIns> {
  const { paths } = calls.parts;
  const [modules, settings] = await Promise.all([
    calls.get(paths.configured(realm, `${config}/modules${all}&_fields=_id,type`), settingsVersion),
    calls.get(paths.configured(realm, `${config}?_fields=general`), settingsVersion),
  ]);
  return {
    modules: readAnswer(modules, readModules),
    isSecondFactorMandatory: readAnswer(settings, readIsMandatory),
  };
}

/** Other requests of the same caller may wait for the answer, so no call ends with this one. */
const forAll = (calls: AmCalls): AmCalls => calls.with({ client: undefined, deadline: noDeadline });
