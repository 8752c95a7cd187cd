import type { JsonWebKey } from 'node:crypto';
import type { Am } from '../am.ts';
import type { Person } from '../people/person.ts';
import type { SecondFactor } from '../session/second-factors.ts';
import { startSessionOf } from '../session/session-by-name.ts';

/**
 * The credentials of a service account, as AIC gives them to a tenant's operator (contract §11).
 */
export interface ServiceAccount {
  readonly id: string;
  readonly privateJwk: JsonWebKey;
}

/** Returns the sandbox's service account. */
export function serviceAccountOf(am: Am): ServiceAccount {
  const { serviceAccountId, serviceAccountKey } = am.oauth;
  return { id: serviceAccountId, privateJwk: serviceAccountKey.privateJwk() };
}

/** A property to set. The value undefined removes it. */
export interface SessionProperty {
  readonly person: string;
  readonly name: string;
  readonly value: string | undefined;
}

/**
 * Sets a property in every present and future session of a user. Throws if no user has that name.
 */
export function setSessionProperty(am: Am, { person, name, value }: SessionProperty): void {
  const found = personByName(am, person);
  if (found === undefined) throw unknownUser(person);
  am.sessionProperties.set(found, name, value);
}

/**
 * Answers the newest push on a user's phone. Throws if none waits.
 */
export function answerPush(
  am: Am,
  { person, answer }: { readonly person: string; readonly answer: PushAnswer },
): void {
  const found = personByName(am, person);
  const push = found && am.pushes.waitingFor(found).at(-1);
  if (push === undefined) throw new Error(`No push waits on the phone of ${person}.`);
  const wrong = push.choices.find((number) => number !== push.challenge) ?? 'decline';
  const numbers = {
    approve: push.challenge ?? 'approve',
    decline: 'decline',
    'wrong number': wrong,
  };
  am.pushes.answer(push.id, numbers[answer]);
}

/**
 * Starts a session of a user of the demo as if the sign-in had used these second factors. Returns
 * its token. Throws if no such user has that name.
 */
export function sessionByName(
  am: Am,
  person: string,
  secondFactors: readonly SecondFactor[],
): string {
  const session = startSessionOf(am, person, secondFactors);
  if (session === undefined) throw unknownUser(person);
  return session.token;
}

function unknownUser(name: string): Error {
  return new Error(`The sandbox has no user ${name}.`);
}

/** What the holder of a phone does with a push. */
export type PushAnswer = 'approve' | 'decline' | 'wrong number';

/** Finds a user by name, first in alpha. The names of the initial users are unique. */
export function personByName(am: Am, name: string): Person | undefined {
  const realms = ['/alpha', ...am.directory.realms()];
  return realms
    .map((realm) => am.directory.findByLogin(realm, name))
    .find((person) => person !== undefined);
}
