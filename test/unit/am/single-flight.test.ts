/** Which values are kept, and which are not: over HTTP it takes thousands to see it. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SingleFlight } from '../../../src/am/foundation/single-flight.ts';
import type { MaybePromise } from '../../../src/domain/values/maybe-promise.ts';

describe('values of a single flight', () => {
  const lifetimeMs = 100;

  let now: number;
  let loads: string[];
  let values: SingleFlight<string>;

  beforeEach(() => {
    now = 1_000;
    loads = [];
    values = new SingleFlight({
      max: 3,
      now: () => now,
      until: (value, requestedAt) => (value === 'bad' ? 0 : requestedAt + lifetimeMs),
    });
  });

  function get(key = 'key', value = 'good', notBefore?: number): MaybePromise<string> {
    return values.get(
      key,
      async () => {
        loads.push(value);
        return value;
      },
      { ...(notBefore !== undefined && { notBefore }) },
    );
  }

  test('a failed or unfinished reload leaves the kept value to callers who accept it', async () => {
    await get();
    now += 1;
    const reload = Promise.withResolvers<string>();
    const reloaded = values.get('key', () => reload.promise, { notBefore: now });
    expect(get()).toBe('good');

    reload.reject(new Error('no'));
    await expect(reloaded).rejects.toThrow('no');

    expect(get()).toBe('good');
    expect(loads).toHaveLength(1);
  });

  test('bad values do not evict good ones', async () => {
    await get('kept');
    for (const key of ['a', 'b', 'c', 'd']) await get(key, 'bad');

    expect(get('kept')).toBe('good');
  });

  describe('where an older one does not count', () => {
    test('a new one is loaded, also while the older one loads', async () => {
      const older = get('key', 'older');
      now += 1;
      const newer = get('key', 'newer', now);

      expect(await Promise.all([older, newer, get()])).toEqual(['older', 'newer', 'newer']);
    });

    test('an older one that ends later does not replace it', async () => {
      const gate = Promise.withResolvers<string>();
      const older = values.get('key', () => gate.promise);
      await get('key', 'newer', Infinity);
      gate.resolve('bad');
      await older;

      expect(await get()).toBe('newer');
    });
  });
});
