/**
 * The kinds of device that prove a second factor, each with its value of the claim `amr` (RFC 8176
 * §2). A code of an app is `otp`. The app that answers a push and a bound device have a key in
 * software, `swk`, as far as AM knows; a passkey counts as a key in hardware, `hwk`.
 */
const methods = { oath: 'otp', push: 'swk', webauthn: 'hwk', binding: 'swk' } as const;

/** A kind of device that a sign-in has used besides the password (contract §3.3). */
export type SecondFactor = keyof typeof methods;

/** Whether a text names a kind of device that proves a second factor. */
export function isSecondFactor(name: unknown): name is SecondFactor {
  return typeof name === 'string' && Object.hasOwn(methods, name);
}

/** Returns the values of `amr` for a sign-in with a password and these second factors. */
export function methodsOf(factors: ReadonlySet<SecondFactor>): readonly string[] {
  return ['pwd', ...new Set([...factors].map((factor) => methods[factor]))];
}
