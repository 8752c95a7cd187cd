import type { Am, Call } from '../am.ts';
import type { JsonObject } from '../http/json.ts';
import {
  acceptCode,
  newSeed,
  registerDevice,
  secondStepOf,
  skipSecondStep,
} from './oath-module.ts';
import { identifyForProof, pollPush } from './proof-journeys.ts';
import { isActive } from '../people/person.ts';
import { askGateway, showField } from './setup-codes.ts';
import type { SecondFactor } from '../session/second-factors.ts';
import { inputOf } from './sign-in-pages.ts';
import type { KnownPerson, SignIn, SignInState, StepOutcome } from './sign-ins.ts';

/** The values of the zero-page headers. */
export interface Credentials {
  readonly name: string | undefined;
  readonly password: string | undefined;
}

type CodeState = Extract<SignInState, { step: 'code' }>;

/** Runs the first step. With both headers it completes the first page at once (contract §8). */
export async function begin(am: Am, signIn: SignIn, given: Credentials): Promise<StepOutcome> {
  const { name, password } = given;
  if (name === undefined || password === undefined) return ask(signIn.state, name);
  const outcome = await checkPassword(am, signIn, name, password);
  return outcome.kind === 'ask' && outcome.state.step === 'code'
    ? { ...outcome, filled: name }
    : outcome;
}

/** Runs a further step with the page that was posted back (contract §18.3). */
export async function proceed(
  am: Am,
  signIn: SignIn,
  { call, body }: { readonly call: Call; readonly body: JsonObject },
): Promise<StepOutcome> {
  const { state, journey } = signIn;
  const first = inputOf(body, 'IDToken1');
  switch (state.step) {
    case 'credentials':
      return checkPassword(am, signIn, first, inputOf(body, 'IDToken2'));
    case 'setupCode':
      return askGateway(am, { ...signIn, who: state.who, typed: first }, () =>
        secondStep(am, state.who),
      );
    case 'choose':
      return first === '1' && !am.settings.secondFactorMandatory
        ? skip(state.who)
        : ask({ step: 'show', who: state.who, seedHex: newSeed() });
    case 'show':
      return ask({ ...state, step: 'code', attempt: 1 });
    case 'code':
      return state.seedHex !== undefined && inputOf(body, 'IDToken2') === '1'
        ? skip(state.who)
        : checkCode(am, { state, journey }, first);
    case 'emergency':
      return finish(am, state.who, ['oath']);
    case 'identify':
      return identifyForProof(am, call, journey ?? 'code');
    case 'push':
      return pollPush(am, state);
  }
}

async function checkPassword(
  am: Am,
  signIn: SignIn,
  name: string,
  password: string,
): Promise<StepOutcome> {
  const person = am.directory.findByLogin(signIn.realm, name);
  if (person !== undefined && !isActive(person) && !signIn.withSecondFactor) {
    return refuseInactive(am);
  }
  if (person === undefined || person.password !== password) {
    return { kind: 'refused', message: 'Authentication Failed' };
  }
  const who = { person, typed: name };
  if (!signIn.withSecondFactor) return finish(am, who, []);
  if (am.settings.setupCodes !== null && am.personality.isOpenSource) return showField(who);
  // A journey asks on the way to the node that registers.
  return secondStepOf(am, person) === 'choose'
    ? askGateway(am, { ...signIn, who, typed: '' }, () => secondStep(am, who))
    : secondStep(am, who);
}

/** What the module asks after the password. */
function secondStep(am: Am, who: KnownPerson): StepOutcome {
  switch (secondStepOf(am, who.person)) {
    case 'none':
      return finish(am, who, []);
    case 'choose':
      return ask({ step: 'choose', who });
    case 'code':
      return ask({ step: 'code', who, attempt: 1 });
  }
}

/**
 * Checks a code. The third wrong code ends the sign-in; a recovery code is accepted with a notice
 * (contract §4.1).
 */
function checkCode(
  am: Am,
  { state, journey }: { readonly state: CodeState; readonly journey: SignIn['journey'] },
  code: string,
): StepOutcome {
  const { who, seedHex, attempt } = state;
  if (seedHex !== undefined) {
    if (registerDevice(am, who.person, seedHex, code)) return finish(am, who, ['oath']);
  } else {
    const accepted = acceptCode(am, who.person, code);
    if (accepted !== undefined) {
      return accepted === 'code' ? finish(am, who, ['oath']) : ask({ step: 'emergency', who });
    }
  }
  // A tree ends if its verifier node has no way back to the code.
  const isTree = journey !== undefined && !am.personality.isOpenSource;
  return attempt === 3 || isTree
    ? { kind: 'refused', message: 'Authentication Failed' }
    : ask({ ...state, attempt: attempt + 1 }, code);
}

function skip(who: KnownPerson): StepOutcome {
  skipSecondStep(who.person);
  return { kind: 'done', who, factors: [] };
}

/** With a second factor, the account's status is checked last (seen on OpenAM 16.0.5). */
function finish(am: Am, who: KnownPerson, factors: readonly SecondFactor[]): StepOutcome {
  return isActive(who.person) ? { kind: 'done', who, factors } : refuseInactive(am);
}

function refuseInactive(am: Am): StepOutcome {
  const message = am.personality.isOpenSource
    ? 'Your account has been locked.'
    : 'User Account Locked';
  return { kind: 'refused', message };
}

function ask(state: SignInState, filled?: string): StepOutcome {
  return { kind: 'ask', state, ...(filled === undefined ? {} : { filled }) };
}
