import { base32 } from './hotp.ts';
import { isJsonObject } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { SignInState } from './sign-ins.ts';

/** A page of a sign-in, without its `authId` (contract §8, §18.3). */
interface SignInPage {
  readonly template: '';
  readonly stage: string;
  readonly header: string;
  readonly infoText: readonly string[];
  readonly callbacks: readonly object[];
}

/** Returns the page of a state. `filled` is the initial value of the first input (contract §8). */
export function signInPageOf(state: SignInState, filled = ''): SignInPage {
  switch (state.step) {
    case 'credentials':
      return credentialsPage(filled);
    case 'choose':
      return registerOrSkipPage();
    case 'show':
      return registrationPage(state.who.person.name, base32(state.seedHex));
    case 'code':
      return codePage(state.seedHex !== undefined, state.attempt, filled);
    case 'setupCode':
      return state.prompt === null ? scriptPage() : setupCodePage(state.prompt);
    case 'emergency':
      return emergencyPage();
    case 'identify':
      return scriptPage();
    case 'push':
      return pushPage(state.challenge);
  }
}

const nameCallback = (prompt: string, input: string, value: string): object => ({
  type: 'NameCallback',
  output: [{ name: 'prompt', value: prompt }],
  input: [{ name: input, value }],
});

const confirmation = (options: readonly string[], input: string): object => ({
  type: 'ConfirmationCallback',
  output: [
    { name: 'prompt', value: '' },
    { name: 'messageType', value: 0 },
    { name: 'options', value: options },
    { name: 'optionType', value: -1 },
    { name: 'defaultOption', value: 0 },
  ],
  input: [{ name: input, value: 0 }],
});

const textOutput = (message: string, messageType: string): object => ({
  type: 'TextOutputCallback',
  output: [
    { name: 'message', value: message },
    { name: 'messageType', value: messageType },
  ],
});

/** Name and password. */
function credentialsPage(name: string): SignInPage {
  const password = {
    type: 'PasswordCallback',
    output: [{ name: 'prompt', value: 'Password:' }],
    input: [{ name: 'IDToken2', value: '' }],
  };
  return page(
    'DataStore1',
    'Sign in to OpenAM',
    ['', ''],
    [nameCallback('User Name:', 'IDToken1', name), password],
  );
}

/** No device yet: register one, or skip (recorded stage AuthenticatorOATH2). */
function registerOrSkipPage(): SignInPage {
  const choice = confirmation(['Register device', 'Skip this step'], 'IDToken1');
  return page('AuthenticatorOATH2', 'Authenticator (OATH)', [], [choice]);
}

/** The seed as an `otpauth:` URI inside a script (recorded stage AuthenticatorOATH5). */
function registrationPage(name: string, secret: string): SignInPage {
  const uri = `otpauth://hotp/Example:${encodeURIComponent(name)}?secret=${secret}&issuer=Example&digits=6&counter=0`;
  const script =
    "require(['org/forgerock/openam/server/util/QRCodeReader'], function (QRCodeReader) {\n" +
    `    QRCodeReader.createCode({\n        id: 'callback_1',\n        text: '${uri}',\n` +
    "        version: '20',\n        code: 'L'\n    });\n});";
  const advice =
    '\n            Scan the barcode image below with the ForgeRock Authenticator App. Once registered click the button to' +
    '\n            enter your verification code and login.\n        ';
  return page(
    'AuthenticatorOATH5',
    'Register your device with OpenAM',
    [],
    [
      textOutput(advice, '0'),
      textOutput(script, '4'),
      confirmation(['Login using verification code'], 'IDToken3'),
    ],
  );
}

/** The code. A new device can still be skipped (recorded stages AuthenticatorOATH4 and 7). */
function codePage(isFresh: boolean, attempt: number, code: string): SignInPage {
  const header = 'Authenticator (OATH)';
  const options = isFresh ? ['Submit', 'Skip this step'] : ['Submit'];
  return page(
    isFresh ? 'AuthenticatorOATH7' : 'AuthenticatorOATH4',
    attempt === 1 ? header : `${header} Attempt ${attempt} of 3`,
    [''],
    [nameCallback('Enter verification code:', 'IDToken1', code), confirmation(options, 'IDToken2')],
  );
}

/** After a recovery code (stage AuthenticatorOATH6, seen on OpenAM 16.0.5). */
function emergencyPage(): SignInPage {
  const notice =
    '\n            You have used one of your Emergency Authenticator (OATH) Codes. Please make sure you have a note of' +
    '\n            any remaining Authenticator (OATH) Codes.\n        ';
  return page(
    'AuthenticatorOATH6',
    'Authenticator (OATH) Emergency Code Used',
    [],
    [textOutput(notice, '0'), confirmation(['Continue'], 'IDToken2')],
  );
}

const hidden = (id: string, value: string, input: string): object => ({
  type: 'HiddenValueCallback',
  output: [
    { name: 'value', value },
    { name: 'id', value: id },
  ],
  input: [{ name: input, value: id }],
});

/** A scripted module without a client-side script (stage Scripted2, seen on OpenAM 16.0.5). */
function scriptPage(): SignInPage {
  const callbacks = [hidden('clientScriptOutputData', '', 'IDToken1'), textOutput('', '4')];
  return page('Scripted2', 'Scripted Module', [], callbacks);
}

/** The field for a setup code, as the journey's script shows it. */
function setupCodePage(prompt: string): SignInPage {
  const field = {
    type: 'TextInputCallback',
    output: [
      { name: 'prompt', value: prompt },
      { name: 'defaultText', value: '' },
    ],
    input: [{ name: 'IDToken1', value: '' }],
  };
  return page('', '', [], [field]);
}

/** A push that waits, in AM with the number to choose on the phone (contract §18.4). */
function pushPage(challenge: string | null): SignInPage {
  const message = 'Waiting for response...';
  const wait = {
    type: 'PollingWaitCallback',
    output: [
      { name: 'waitTime', value: '3000' },
      { name: 'message', value: message },
    ],
  };
  const numbers = challenge === null ? [] : [hidden('pushChallengeNumber', challenge, 'IDToken1')];
  return page('', 'Authenticator (Push)', [], [...numbers, wait]);
}

/** Returns the value of an input of the page that was posted back (contract §8). */
export function inputOf(body: JsonObject, name: string): string {
  const callbacks = Array.isArray(body['callbacks']) ? body['callbacks'] : [];
  const inputs = callbacks
    .filter(isJsonObject)
    .flatMap((callback) => (Array.isArray(callback['input']) ? callback['input'] : []));
  const found: unknown = inputs.find((input) => isJsonObject(input) && input['name'] === name);
  const value = isJsonObject(found) ? found['value'] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function page(
  stage: string,
  header: string,
  infoText: readonly string[],
  callbacks: readonly object[],
): SignInPage {
  return { template: '', stage, header, infoText, callbacks };
}
