import { createLocalJWKSet, errors } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { unavailable } from '../http/errors.ts';

/**
 * How long fetched keys are used, so how long a key that its issuer has removed still counts; and how soon they are
 * fetched again for a token whose key is not among them.
 */
const maxAgeMs = 600_000;
const cooldownMs = 30_000;

/** Where the keys come from, and a clock that is never set. */
export interface IssuerKeysOptions {
  /** Fetches the set of keys as parsed JSON, whatever it is. */
  readonly load: () => Promise<unknown>;
  readonly elapsed: () => number;
}

interface KeptKeys {
  readonly find: JWTVerifyGetKey;
  readonly askedAt: number;
}

/**
 * The keys of a token issuer, fetched once for all who need them at one time. `jose` has such a cache, too, but counts
 * by the time of day: after that is set back, a removed key would count for longer and a new one would not be found.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  #kept: KeptKeys | null = null;
  #coming: Promise<KeptKeys> | null = null;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
  }

  /**
   * Finds the key of a token.
   * @throws JOSEError where the token names none of the keys; Failure UPSTREAM_UNAVAILABLE, or what `load` throws, where
   *   they cannot be had: then those that are known stay
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const known = await this.#notOlderThan(maxAgeMs);
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await this.#notOlderThan(cooldownMs);
      if (newer === known) throw error;
      return newer.find(header, token);
    }
  };

  async #notOlderThan(ageMs: number): Promise<KeptKeys> {
    if (this.#kept !== null && this.#options.elapsed() - this.#kept.askedAt < ageMs)
      return this.#kept;
    this.#coming ??= this.#fetch().finally(() => (this.#coming = null));
    return this.#coming;
  }

  async #fetch(): Promise<KeptKeys> {
    const { load, elapsed } = this.#options;
    const askedAt = elapsed();
    const keys = await load();
    if (!isKeySet(keys)) throw unavailable('the issuer serves no set of keys');
    this.#kept = { find: createLocalJWKSet(keys), askedAt };
    return this.#kept;
  }
}

function isKeySet(json: unknown): json is JSONWebKeySet {
  if (typeof json !== 'object' || json === null || !('keys' in json)) return false;
  const { keys } = json;
  return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null);
}
