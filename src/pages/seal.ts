import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Live } from '../domain/live.ts';

const algorithm = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Seals texts by AES-256-GCM, so that whoever reads the database or a cookie learns nothing, and changes nothing
 * unseen. The first secret seals, and every one opens, so that a secret can be replaced while sessions go on.
 */
export class Seal {
  readonly #secrets: Live<readonly string[]>;
  #derivedOf: readonly string[] = [];
  #keys: readonly Uint8Array[] = [];

  constructor(secrets: Live<readonly string[]>) {
    this.#secrets = secrets;
  }

  /** Seals a value for one purpose: what is sealed for one cannot be opened for another. */
  async seal(purpose: string, value: unknown): Promise<string> {
    const [key] = this.#keysNow();
    if (key === undefined) throw new Error('there is no secret to seal with');
    return new CompactEncrypt(Buffer.from(JSON.stringify(value)))
      .setProtectedHeader({ ...algorithm, typ: purpose })
      .encrypt(key);
  }

  /** The value; undefined where the text was sealed for another purpose, by another secret, or was changed. */
  async open(purpose: string, text: string): Promise<unknown> {
    for (const key of this.#keysNow()) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(text, key, {
          keyManagementAlgorithms: [algorithm.alg],
          contentEncryptionAlgorithms: [algorithm.enc],
        });
        if (protectedHeader.typ !== purpose) return undefined;
        return JSON.parse(Buffer.from(plaintext).toString());
      } catch {
        // Another secret may open it.
      }
    }
    return undefined;
  }

  #keysNow(): readonly Uint8Array[] {
    const { current } = this.#secrets;
    if (current !== this.#derivedOf) {
      this.#derivedOf = current;
      this.#keys = current.map(
        (secret) => new Uint8Array(hkdfSync('sha256', secret, '', 'identity-gateway pages', 32)),
      );
    }
    return this.#keys;
  }
}
