import type { Am } from '../am.ts';
import type { JsonObject } from '../http/json.ts';
import {
  acceptCode,
  newSeed,
  registerDevice,
  secondStepOf,
  skipSecondStep,
} from './oath-module.ts';
import { isActive } from '../people/person.ts';
import { inputOf } from './sign-in-pages.ts';
import type { KnownPerson, SignIn, SignInState } from './sign-ins.ts';

/** The outcome of one step of a sign-in. */
export type Outcome =
  /** Another page; `filled` is what its first input already holds. */
  | { readonly kind: 'ask'; readonly state: SignInState; readonly filled?: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'done'; readonly who: KnownPerson; readonly factors: readonly string[] };

/** What the zero-page headers say. */
export interface Credentials {
  readonly name: string | undefined;
  readonly password: string | undefined;
}

type CodeState = Extract<SignInState, { step: 'code' }>;

/** The first step: with both headers it answers the first page at once (contract §8). */
export function begin(am: Am, signIn: SignIn, given: Credentials): Outcome {
  const { name, password } = given;
  if (name === undefined || password === undefined) return ask(signIn.state, name);
  const outcome = checkPassword(am, signIn, name, password);
  return outcome.kind === 'ask' && outcome.state.step === 'code'
    ? { ...outcome, filled: name }
    : outcome;
}

/** Every further step, from the page that was posted back (contract §18.3). */
export function proceed(am: Am, signIn: SignIn, body: JsonObject): Outcome {
  const { state } = signIn;
  const first = inputOf(body, 'IDToken1');
  switch (state.step) {
    case 'credentials':
      return checkPassword(am, signIn, first, inputOf(body, 'IDToken2'));
    case 'choose':
      return first === '1'
        ? skip(state.who)
        : ask({ step: 'show', who: state.who, seedHex: newSeed() });
    case 'show':
      return ask({ ...state, step: 'code', attempt: 1 });
    case 'code':
      return state.seedHex !== undefined && inputOf(body, 'IDToken2') === '1'
        ? skip(state.who)
        : checkCode(am, state, first);
    case 'emergency':
      return finish(am, state.who, ['oath']);
  }
}

function checkPassword(am: Am, signIn: SignIn, name: string, password: string): Outcome {
  const person = am.directory.findByLogin(signIn.realm, name);
  if (person !== undefined && !isActive(person) && !signIn.withSecondFactor) {
    return refuseInactive(am);
  }
  if (person === undefined || person.password !== password) {
    return { kind: 'refused', message: 'Authentication Failed' };
  }
  const who = { person, typed: name };
  const next = signIn.withSecondFactor ? secondStepOf(person) : 'none';
  switch (next) {
    case 'none':
      return finish(am, who, []);
    case 'choose':
      return ask({ step: 'choose', who });
    case 'code':
      return ask({ step: 'code', who, attempt: 1 });
  }
}

/** The third wrong code ends the sign-in; a recovery code is accepted with a notice (contract §4.1). */
function checkCode(am: Am, state: CodeState, code: string): Outcome {
  const { who, seedHex, attempt } = state;
  if (seedHex !== undefined) {
    if (registerDevice(am, who.person, seedHex, code)) return finish(am, who, ['oath']);
  } else {
    const accepted = acceptCode(am, who.person, code);
    if (accepted !== undefined) {
      return accepted === 'code' ? finish(am, who, ['oath']) : ask({ step: 'emergency', who });
    }
  }
  return attempt === 3
    ? { kind: 'refused', message: 'Authentication Failed' }
    : ask({ ...state, attempt: attempt + 1 }, code);
}

function skip(who: KnownPerson): Outcome {
  skipSecondStep(who.person);
  return { kind: 'done', who, factors: [] };
}

/** With a second factor the account's status is checked last (seen on OpenAM 16.0.5). */
function finish(am: Am, who: KnownPerson, factors: readonly string[]): Outcome {
  return isActive(who.person) ? { kind: 'done', who, factors } : refuseInactive(am);
}

function refuseInactive(am: Am): Outcome {
  const message = am.personality.isOpenSource
    ? 'Your account has been locked.'
    : 'User Account Locked';
  return { kind: 'refused', message };
}

function ask(state: SignInState, filled?: string): Outcome {
  return { kind: 'ask', state, ...(filled === undefined ? {} : { filled }) };
}
