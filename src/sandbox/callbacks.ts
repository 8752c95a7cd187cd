import { isJsonObject, type JsonObject } from './json.ts';

/** A page of a sign-in, without its `authId` (contract §8, §18.3). */
export interface SignInPage {
  readonly template: '';
  readonly stage: string;
  readonly header: string;
  readonly infoText: readonly string[];
  readonly callbacks: readonly object[];
}

const nameCallback = (prompt: string, input: string): object => ({
  type: 'NameCallback',
  output: [{ name: 'prompt', value: prompt }],
  input: [{ name: input, value: '' }],
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
export function credentialsPage(): SignInPage {
  const password = {
    type: 'PasswordCallback',
    output: [{ name: 'prompt', value: 'Password:' }],
    input: [{ name: 'IDToken2', value: '' }],
  };
  return page(
    'DataStore1',
    'Sign in to OpenAM',
    ['', ''],
    [nameCallback('User Name:', 'IDToken1'), password],
  );
}

/** No device yet: register one, or skip (recorded stage AuthenticatorOATH2). */
export function registerOrSkipPage(): SignInPage {
  const choice = confirmation(['Register device', 'Skip this step'], 'IDToken1');
  return page('AuthenticatorOATH2', 'Authenticator (OATH)', [], [choice]);
}

/** The seed as an `otpauth:` URI inside a script (recorded stage AuthenticatorOATH5). */
export function registrationPage(name: string, secret: string): SignInPage {
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

/** The code; a fresh device may still be skipped (recorded stages AuthenticatorOATH4 and 7). */
export function codePage(isFresh: boolean, attempt: number): SignInPage {
  const header = 'Authenticator (OATH)';
  const options = isFresh ? ['Submit', 'Skip this step'] : ['Submit'];
  return page(
    isFresh ? 'AuthenticatorOATH7' : 'AuthenticatorOATH4',
    attempt === 1 ? header : `${header} Attempt ${attempt} of 3`,
    [''],
    [nameCallback('Enter verification code:', 'IDToken1'), confirmation(options, 'IDToken2')],
  );
}

/** The value filled into the nth input of the page that was posted back (contract §8). */
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
