import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import { SingleFlight } from '../foundation/single-flight.ts';
import { amFailure } from '../http/errors.ts';

/**
 * How long fetched keys are used, and so how long a key that its issuer has removed still counts;
 * and how soon they are fetched again for a token whose key is not among them.
 */
const maxAgeMs = 600_000;
const cooldownMs = 30_000;

/**
 * Finds the key of a token among the keys of its issuer, fetched once for all concurrent callers.
 * `jose` has such a cache, too, but it uses the time of day: after that is set back, a removed key
 * would count for longer and a new one would not be found.
 * @param load fetches the set of keys as parsed JSON, whatever it is
 * @param elapsed a monotonic clock
 * @returns a function that throws JOSEError if the token names none of the keys; Failure
 *   UPSTREAM_UNAVAILABLE, or what `load` throws, if the keys cannot be fetched: then those that
 *   were fetched before stay
 */
export function issuerKeys(load: () => Promise<unknown>, elapsed: () => number): JWTVerifyGetKey {
  // Each lookup says how old the keys may be, so they never expire by themselves.
  const fetched = new SingleFlight<JWTVerifyGetKey>({
    max: 1,
    now: elapsed,
    until: () => Infinity,
  });
  const fetchKeys = async (): Promise<JWTVerifyGetKey> => {
    const keys = await load();
    if (!isKeySet(keys))
      throw amFailure('UPSTREAM_UNAVAILABLE', 'the issuer serves no set of keys');
    return createLocalJWKSet(keys);
  };
  const notOlderThan = (ageMs: number): MaybePromise<JWTVerifyGetKey> =>
    fetched.get('keys', fetchKeys, { notBefore: elapsed() - ageMs });
  return async (header, token) => {
    const findKnown = await notOlderThan(maxAgeMs);
    try {
      return await findKnown(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const findNewer = await notOlderThan(cooldownMs);
      if (findNewer === findKnown) throw error;
      return findNewer(header, token);
    }
  };
}

function isKeySet(json: unknown): json is JSONWebKeySet {
  if (typeof json !== 'object' || json === null || !('keys' in json)) return false;
  const { keys } = json;
  return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null);
}
