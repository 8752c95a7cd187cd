/** HOTP codes as an authenticator app makes them (RFC 4226) from the key in an `otpauth:` address. */
import { createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of one counter. */
export function hotpCode(
  secret: Uint8Array,
  counter: number,
  { digits = 6 }: { readonly digits?: number } = {},
): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(message).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const value = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 10 ** digits).padStart(digits, '0');
}

/** The key in the text of an `otpauth:` address; undefined when the text holds none. */
export function secretIn(text: string): Buffer | undefined {
  const encoded = /[?&]secret=([A-Za-z2-7]+)/.exec(text)?.[1];
  return encoded === undefined ? undefined : decodeBase32(encoded.toUpperCase());
}

function decodeBase32(encoded: string): Buffer {
  const bits = Array.from(encoded)
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
