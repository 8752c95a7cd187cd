import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letter that is taken for a digit or for another one when it is read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new reference number, like `7K3M-9QXT-2BW4-C0HJ`: 80 random bits, made to be read out. */
export function newChangeId(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}
