import type { SignIn } from '../../domain/people/assurance.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { AmCalls } from '../calls/am-calls.ts';
import { noDeadline } from '../foundation/deadline.ts';
import type { SessionToken } from '../foundation/credential.ts';
import { readAnswer } from '../http/errors.ts';
import { readModules, readSignIn, type ModuleTypes } from '../json/sign-in.ts';

/** `getProperty` exists in this version only (contract §20). */
const propertiesVersion = '1.1';
const modulesVersion = '1.0';
const properties = { properties: ['AuthType', 'authInstant'] };

/** How sessions signed in, which OpenAM reports to its super user (contract §20). */
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

  async #read(token: SessionToken, realm: Realm): Promise<SignIn | null> {
    // Other requests of the same caller may wait for the answer, so no call ends with this one.
    const calls = this.#calls.with({ client: undefined, deadline: noDeadline });
    const { paths, signIns } = calls.parts;
    const [answer, modules] = await Promise.all([
      calls.send({
        method: 'POST',
        route: paths.sessionProperties(realm, token),
        version: propertiesVersion,
        mode: 'read',
        body: JSON.stringify(properties),
      }),
      signIns.modulesOf(realm.name, () => readModulesOf(calls, realm)),
    ]);
    return answer.status === 200 ? readAnswer(answer, (json) => readSignIn(json, modules)) : null;
  }
}

async function readModulesOf(calls: AmCalls, realm: Realm): Promise<ModuleTypes> {
  return readAnswer(await calls.get(calls.parts.paths.modules(realm), modulesVersion), readModules);
}
