import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What binds a vendor's answer to one browser. */
export interface CheckSecrets {
  readonly state: string;
  readonly nonce: string;
  /** The PKCE code verifier (RFC 7636). */
  readonly verifier: string;
}

/** Returns the random value of a browser's cookie. Nothing else has it. */
export function newBrowserValue(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Derives the secrets of a check from a browser's cookie, so that no server stores them: each is a
 * hash that does not disclose the value or the others.
 */
export function secretsOf(browserValue: string): CheckSecrets {
  const derived = (purpose: string): string =>
    createHmac('sha256', browserValue).update(purpose).digest('base64url');
  return { state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') };
}

/** Whether two texts are equal, in a time that does not depend on them. */
export function isSameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
