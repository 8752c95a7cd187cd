import { type Am, type Call, headerOf } from './am.ts';
import { type Answer, ok, refuse, versioned } from './answer.ts';
import { chooseVersion } from './api-version.ts';
import {
  codePage,
  credentialsPage,
  inputOf,
  registerOrSkipPage,
  registrationPage,
} from './callbacks.ts';
import { decodeEncodedWords } from './encoded-word.ts';
import { base32 } from './hotp.ts';
import type { JsonObject } from './json.ts';
import {
  acceptCode,
  newSeed,
  registerDevice,
  secondStepOf,
  skipSecondStep,
} from './oath-module.ts';
import { isActive, type Person } from './person.ts';
import { readJsonBody } from './request-body.ts';
import type { SignIn, SignInState } from './sign-ins.ts';

/** `POST authenticate`: zero-page, callbacks, and the `twofactor` service (contract §8, §18.3). */
export function serveAuthenticate(am: Am, call: Call): Answer {
  const choice = chooseVersion(
    headerOf(call, 'accept-api-version'),
    am.personality.versions.authenticate,
    '',
  );
  if ('refusal' in choice) {
    return choice.refusal;
  }
  if (call.method !== 'POST') {
    return versioned(refuse(501, 'Operation is not supported.'), choice.version);
  }
  const type = headerOf(call, 'content-type');
  if (call.body !== '' && !/^application\/json\b/i.test(type ?? '')) {
    const message = `Unsupported Media Type: ${type ?? 'none'}`;
    return versioned(refuse(415, message), choice.version);
  }
  const body = readJsonBody(call);
  if ('refusal' in body) {
    return body.refusal;
  }
  const answer = proceed(am, call, body.json);
  return versioned(withCookies(am, answer), choice.version);
}

function proceed(am: Am, call: Call, body: JsonObject): Answer {
  const authId = body['authId'];
  if (typeof authId === 'string') {
    const signIn = am.signIns.take(authId);
    return signIn === undefined
      ? refuse(401, 'Session has timed out', { detail: { errorCode: '110' } })
      : answerPage(am, call, signIn, body);
  }
  const withSecondFactor = isTwoFactor(call);
  if (withSecondFactor === undefined) {
    return refuse(400, 'No Configuration found');
  }
  const signIn: SignIn = {
    realm: call.realm,
    withSecondFactor,
    state: { step: 'credentials' },
  };
  const name = headerOf(call, 'x-openam-username');
  if (name === undefined) {
    return ask(am, signIn, signIn.state);
  }
  const password = headerOf(call, 'x-openam-password') ?? '';
  return checkPassword(am, call, signIn, {
    name: decodeEncodedWords(name),
    password: decodeEncodedWords(password),
  });
}

function isTwoFactor(call: Call): boolean | undefined {
  const type = call.query.get('authindextype');
  const value = call.query.get('authindexvalue');
  if (type === undefined) {
    return false;
  }
  if (type === 'service' && value === 'twofactor') {
    return true;
  }
  const isDefault =
    (type === 'service' && value === 'ldapService') || (type === 'module' && value === 'DataStore');
  return isDefault ? false : undefined;
}

function answerPage(am: Am, call: Call, signIn: SignIn, body: JsonObject): Answer {
  const { state } = signIn;
  switch (state.step) {
    case 'credentials':
      return checkPassword(am, call, signIn, {
        name: inputOf(body, 'IDToken1'),
        password: inputOf(body, 'IDToken2'),
      });
    case 'choose':
      if (inputOf(body, 'IDToken1') === '1') {
        skipSecondStep(state.person);
        return complete(am, call, state.person, []);
      }
      return ask(am, signIn, { step: 'show', person: state.person, seedHex: newSeed() });
    case 'show':
      return ask(am, signIn, { ...state, step: 'code', attempt: 1 });
    case 'code':
      return checkCode(am, call, { signIn, state, body });
  }
}

function checkPassword(
  am: Am,
  call: Call,
  signIn: SignIn,
  given: { readonly name: string; readonly password: string },
): Answer {
  const person = am.directory.findByLogin(call.realm, given.name);
  if (person === undefined || person.password !== given.password) {
    return refuse(401, 'Authentication Failed');
  }
  if (!isActive(person)) {
    return refuse(
      401,
      am.personality.isOpenSource ? 'Your account has been locked.' : 'User Account Locked',
    );
  }
  const next = signIn.withSecondFactor ? secondStepOf(person) : 'none';
  switch (next) {
    case 'none':
      return complete(am, call, person, []);
    case 'choose':
      return ask(am, signIn, { step: 'choose', person });
    case 'code':
      return ask(am, signIn, { step: 'code', person, attempt: 1 });
  }
}

/** Three wrong codes end it (contract §4.1). */
function checkCode(
  am: Am,
  call: Call,
  given: {
    readonly signIn: SignIn;
    readonly state: Extract<SignInState, { step: 'code' }>;
    readonly body: JsonObject;
  },
): Answer {
  const { signIn, state, body } = given;
  const { person, seedHex, attempt } = state;
  if (seedHex !== undefined && inputOf(body, 'IDToken2') === '1') {
    skipSecondStep(person);
    return complete(am, call, person, []);
  }
  const code = inputOf(body, 'IDToken1');
  const isRight =
    seedHex === undefined
      ? acceptCode(am, person, code)
      : registerDevice(am, person, seedHex, code);
  if (isRight) {
    return complete(am, call, person, ['oath']);
  }
  return attempt === 3
    ? refuse(401, 'Authentication Failed')
    : ask(am, signIn, { ...state, attempt: attempt + 1 });
}

function ask(am: Am, signIn: SignIn, state: SignInState): Answer {
  const authId = am.signIns.open({ ...signIn, state });
  return ok({ authId, ...pageOf(state) });
}

function pageOf(state: SignInState): object {
  switch (state.step) {
    case 'credentials':
      return credentialsPage();
    case 'choose':
      return registerOrSkipPage();
    case 'show':
      return registrationPage(state.person.name, base32(state.seedHex));
    case 'code':
      return codePage(state.seedHex !== undefined, state.attempt);
  }
}

/** `noSession=true` only checks the credentials (contract §8). */
function complete(am: Am, call: Call, person: Person, factors: readonly string[]): Answer {
  const successUrl = `${am.personality.deployPath}/console`;
  if (call.query.get('nosession') === 'true') {
    return ok({ message: 'Authentication Successful', successUrl, realm: call.realm });
  }
  const session = am.sessions.start({
    person,
    realm: call.realm,
    isSuperUser: am.directory.isSuperUser(person),
    secondFactors: new Set(factors),
  });
  const set = `${am.cookieName}=${session.token}; Path=/`;
  return {
    ...ok({ tokenId: session.token, successUrl, realm: call.realm }),
    headers: { 'set-cookie': [set] },
  };
}

/** Load-balancer and sign-in cookies ride along (contract §18 U41). */
function withCookies(am: Am, answer: Answer): Answer {
  if (answer.status !== 200) {
    return { ...answer, beforeCache: true };
  }
  const session = answer.headers?.['set-cookie'];
  const isDone = session !== undefined;
  const signInCookie = isDone
    ? 'AMAuthCookie=LOGOUT; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/'
    : 'AMAuthCookie=pending; Path=/';
  const extra = am.personality.isOpenSource
    ? ['amlbcookie=01; Path=/', signInCookie]
    : ['amlbcookie=01; Path=/'];
  return {
    ...answer,
    headers: {
      'cache-control': 'no-cache, no-store, must-revalidate',
      'set-cookie': [session ?? [], extra].flat(),
    },
  };
}
