/**
 * Runs AM's sign-in chain with a second factor like a user with an authenticator app (contract
 * §18.3): the password, then either the registration of a device or a code.
 */
import { type AmAnswer, type AmRest, realmPath } from './am-rest.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { fromBase32, hotpCode } from '../../src/sandbox/sign-in/hotp.ts';

/** The user who signs in, and the chain. */
export interface TwoFactorPerson {
  readonly realm: string;
  readonly name: string;
  readonly password: string;
  /** The chain's name. Default: `twofactor`. */
  readonly chain?: string;
}

/** The state of a sign-in after a step. */
export type TwoFactorStep =
  | { readonly kind: 'registration offered'; readonly form: unknown }
  | { readonly kind: 'code asked'; readonly form: unknown }
  | { readonly kind: 'setup code asked'; readonly form: unknown }
  | { readonly kind: 'signed in'; readonly token: string }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

/** A registered device in the authenticator app. */
export interface RegisteredDevice {
  /** Its key, in hexadecimal digits. */
  readonly secret: string;
  /** The session of the sign-in that registered the device with the code of counter 0. */
  readonly token: string;
}

/** Sends name and password. Returns AM's next step. */
export async function beginTwoFactor(
  rest: AmRest,
  person: TwoFactorPerson,
): Promise<TwoFactorStep> {
  const form = await postForm(rest, person, {});
  const values = { NameCallback: person.name, PasswordCallback: person.password };
  return stepOf(await postForm(rest, person, fill(form.body, values)));
}

/** Registers a device for a user without a device, and signs in with its first code. */
export async function registerDevice(
  rest: AmRest,
  person: TwoFactorPerson,
): Promise<RegisteredDevice> {
  return acceptOffer(rest, person, await beginTwoFactor(rest, person));
}

/** Registers a device that AM has offered to register. */
export async function acceptOffer(
  rest: AmRest,
  person: TwoFactorPerson,
  offer: TwoFactorStep,
): Promise<RegisteredDevice> {
  if (offer.kind !== 'registration offered') {
    throw new Error(`${person.name} was not offered a registration but: ${offer.kind}`);
  }
  const picture = await postForm(rest, person, fill(offer.form, { ConfirmationCallback: 0 }));
  const secret = fromBase32(/[?&]secret=([A-Za-z2-7]+)/.exec(picture.text)?.[1] ?? '');
  if (!secret) throw new Error(`No otpauth address in: ${picture.text}`);
  const question = await postForm(rest, person, fill(picture.body, { ConfirmationCallback: 0 }));
  const end = await giveCode(rest, person, { form: question.body, code: hotpCode(secret, 0) });
  if (end.kind !== 'signed in') throw new Error(`The first code was answered by: ${end.kind}`);
  return { secret, token: end.token };
}

/** Signs in with name, password and `code`; a wrong code ends in `code asked` again. */
export async function signInWithCode(
  rest: AmRest,
  person: TwoFactorPerson,
  code: string,
): Promise<TwoFactorStep> {
  const question = await beginTwoFactor(rest, person);
  if (question.kind !== 'code asked') return question;
  return giveCode(rest, person, { form: question.form, code });
}

/** Sends a code. */
export async function giveCode(
  rest: AmRest,
  person: TwoFactorPerson,
  { form, code }: { readonly form: unknown; readonly code: string },
): Promise<TwoFactorStep> {
  const values = { NameCallback: code, ConfirmationCallback: 0 };
  return stepOf(await postForm(rest, person, fill(form, values)));
}

/** Sends what the user types into the field for the setup code. */
export async function giveSetupCode(
  rest: AmRest,
  person: TwoFactorPerson,
  { form, code }: { readonly form: unknown; readonly code: string },
): Promise<TwoFactorStep> {
  const values = { HiddenValueCallback: code, TextInputCallback: code };
  return stepOf(await postForm(rest, person, fill(form, values)));
}

function postForm(rest: AmRest, person: TwoFactorPerson, json: unknown): Promise<AmAnswer> {
  const chain = person.chain ?? 'twofactor';
  const query = `authIndexType=service&authIndexValue=${chain}`;
  return rest.call(`${realmPath(person.realm)}/authenticate?${query}`, {
    method: 'POST',
    resource: '2.0, protocol=1.0',
    json,
  });
}

/** Returns AM's form with its inputs filled. */
function fill(form: unknown, values: Readonly<Record<string, string | number>>): unknown {
  const callbacks = listAt(form, 'callbacks').map((callback) => {
    const value = values[textAt(callback, 'type')];
    if (value === undefined) return callback;
    const input = listAt(callback, 'input').map((one) => ({ name: textAt(one, 'name'), value }));
    return { ...Object(callback), input };
  });
  return { ...Object(form), callbacks };
}

function stepOf({ status, body }: AmAnswer): TwoFactorStep {
  const token = fieldAt(body, 'tokenId');
  if (typeof token === 'string') return { kind: 'signed in', token };
  if (status !== 200) return { kind: 'refused', status, message: textAt(body, 'message') };
  const asksForSetupCode = listAt(body, 'callbacks').some((callback) =>
    ['HiddenValueCallback', 'TextInputCallback'].includes(textAt(callback, 'type')),
  );
  if (asksForSetupCode) return { kind: 'setup code asked', form: body };
  const asksForText = listAt(body, 'callbacks').some(
    (callback) => textAt(callback, 'type') === 'NameCallback',
  );
  if (asksForText) return { kind: 'code asked', form: body };
  if (offersRegistration(body)) return { kind: 'registration offered', form: body };
  throw new Error(`AM asks for something unknown: ${JSON.stringify(body)}`);
}

function offersRegistration(form: unknown): boolean {
  return listAt(form, 'callbacks')
    .flatMap((callback) => listAt(callback, 'output'))
    .filter((output) => textAt(output, 'name') === 'options')
    .some((output) => listAt(output, 'value').includes('Register device'));
}
