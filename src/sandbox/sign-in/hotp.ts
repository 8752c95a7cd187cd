import { createHmac } from 'node:crypto';

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The module's default window: how far a code may be ahead of the stored counter (contract §4.1).
 */
export const hotpWindow = 100;

/**
 * Returns the six-digit code of RFC 4226 for a counter. The seed is hexadecimal, as AM stores it
 * (contract §4.1).
 */
export function hotpCode(seedHex: string, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', Buffer.from(seedHex, 'hex')).update(message).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const value = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}

/**
 * Returns the counter of a code, from the stored counter to the end of the window; undefined if no
 * counter matches (contract §4.1).
 */
export function matchCounter(seedHex: string, stored: number, code: string): number | undefined {
  for (let counter = stored; counter <= stored + hotpWindow; counter += 1) {
    if (hotpCode(seedHex, counter) === code) return counter;
  }
  return undefined;
}

/** Encodes a seed for an `otpauth:` URI (contract §18.3). */
export function base32(seedHex: string): string {
  const bits = Array.from(Buffer.from(seedHex, 'hex'), (byte) =>
    byte.toString(2).padStart(8, '0'),
  ).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => base32Alphabet[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '')
    .join('');
}

/** Decodes the seed of an `otpauth:` URI; undefined if it is invalid. */
export function fromBase32(text: string): string | undefined {
  const digits = Array.from(text.toUpperCase().replace(/=+$/, ''), (letter) =>
    base32Alphabet.indexOf(letter),
  );
  if (digits.length === 0 || digits.includes(-1)) return undefined;
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('hex');
}
