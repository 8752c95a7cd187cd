import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { readStoredPage, type JourneyPage } from '../json/journey.ts';

const algorithm = { alg: 'dir', enc: 'A256GCM' } as const;

/** Encrypts the page of a waiting push, so that another gateway can continue the journey. */
export function sealPage({ authId, callbacks }: JourneyPage, secret: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(JSON.stringify({ authId, callbacks })))
    .setProtectedHeader(algorithm)
    .encrypt(keyOf(secret));
}

/** Decrypts a page; null if it was encrypted with another secret. */
export async function openPage(sealed: string, secret: string): Promise<JourneyPage | null> {
  try {
    const { plaintext } = await compactDecrypt(sealed, keyOf(secret), {
      keyManagementAlgorithms: [algorithm.alg],
      contentEncryptionAlgorithms: [algorithm.enc],
    });
    return readStoredPage(JSON.parse(Buffer.from(plaintext).toString()));
  } catch {
    return null;
  }
}

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'identity-gateway proofs', 32));
}
