import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Reader } from '../domain/json.ts';

const algorithm = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Encrypts and authenticates objects with AES-256-GCM, for the database and for cookies. The first
 * secret seals and every secret opens, so that a secret can be rotated while sessions continue.
 */
export class Seal {
  readonly #secrets: { readonly current: readonly string[] };
  #derivedFrom: readonly string[] = [];
  #keys: readonly Uint8Array[] = [];

  constructor(secrets: { readonly current: readonly string[] }) {
    this.#secrets = secrets;
  }

  /** Seals an object for one purpose. It cannot be opened for another. */
  async seal(purpose: string, value: object): Promise<string> {
    const [key] = this.#currentKeys();
    if (key === undefined) throw new Error('there is no secret to seal with');
    return new CompactEncrypt(Buffer.from(JSON.stringify(value)))
      .setProtectedHeader({ ...algorithm, typ: purpose })
      .encrypt(key);
  }

  /** Opens an object; null if it has another form, purpose or secret, or was changed. */
  async open<T>(purpose: string, text: string, read: Reader<T>): Promise<T | null> {
    for (const key of this.#currentKeys()) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(text, key, {
          keyManagementAlgorithms: [algorithm.alg],
          contentEncryptionAlgorithms: [algorithm.enc],
        });
        if (protectedHeader.typ !== purpose) return null;
        return read(JSON.parse(Buffer.from(plaintext).toString()));
      } catch {
        // Another secret may open it.
      }
    }
    return null;
  }

  #currentKeys(): readonly Uint8Array[] {
    const { current } = this.#secrets;
    if (current !== this.#derivedFrom) {
      this.#derivedFrom = current;
      this.#keys = current.map(
        (secret) => new Uint8Array(hkdfSync('sha256', secret, '', 'identity-gateway pages', 32)),
      );
    }
    return this.#keys;
  }
}
