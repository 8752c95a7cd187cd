/** HOTP codes (RFC 4226) of an authenticator app, for the key in an `otpauth:` URI. */
import { createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Returns the six digits of a counter's code. */
export function hotpCode(secret: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(message).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const value = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 1_000_000).padStart(6, '0');
}

/** Returns the key of an `otpauth:` URI in a text; undefined if the text has none. */
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
