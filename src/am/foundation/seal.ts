import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Reader } from '../../domain/values/json.ts';

const algorithm = { alg: 'dir', enc: 'A256GCM' } as const;

interface SealSecrets {
  readonly current: readonly string[];
}

/**
 * Encrypts and authenticates objects with AES-256-GCM, for the database, cookies and clients. The
 * first secret seals and every secret opens, so that a secret can be rotated while sessions
 * continue.
 */
export class Seal {
  readonly #secrets: SealSecrets;
  readonly #usage: string;
  #derivedFrom: readonly string[] = [];
  #keys: readonly Uint8Array[] = [];

  /** @param usage what the keys are for: one secret gives another key for each usage */
  constructor(secrets: SealSecrets, usage: string) {
    this.#secrets = secrets;
    this.#usage = usage;
  }

  /** Seals an object for one purpose. It cannot be opened for another. */
  async seal(purpose: string | undefined, value: object): Promise<string> {
    const [key] = this.#currentKeys();
    if (key === undefined) throw new Error('there is no secret to seal with');
    return new CompactEncrypt(Buffer.from(JSON.stringify(value)))
      .setProtectedHeader({ ...algorithm, ...(purpose !== undefined && { typ: purpose }) })
      .encrypt(key);
  }

  /** Opens an object; null if it has another form, purpose or secret, or was changed. */
  async open<T>(purpose: string | undefined, text: string, read: Reader<T>): Promise<T | null> {
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
        (secret) => new Uint8Array(hkdfSync('sha256', secret, '', this.#usage, 32)),
      );
    }
    return this.#keys;
  }
}
