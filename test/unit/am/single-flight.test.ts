/** Values that are loaded once for all who ask at one time, and kept while they are good. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SingleFlight } from '../../../src/am/single-flight.ts';

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
    until: (value, askedAt) => (value === 'bad' ? 0 : askedAt + lifetimeMs),
  });
});

function get(key = 'key', value = 'good', notBefore?: number): Promise<string> {
  return values.get(
    key,
    async () => {
      loads.push(value);
      return value;
    },
    notBefore,
  );
}

test('all who ask at one time share one load', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => get()));

  expect(new Set(all)).toEqual(new Set(['good']));
  expect(loads).toEqual(['good']);
});

test('a value is kept while it is good, and no longer', async () => {
  await get();
  now += lifetimeMs - 1;
  await get();
  expect(loads).toHaveLength(1);

  now += 1;
  expect(await get('key', 'newer')).toBe('newer');
});

test('a value that is not good when it comes serves those who wait, and is not kept', async () => {
  expect(await Promise.all([get('key', 'bad'), get()])).toEqual(['bad', 'bad']);

  expect(await get()).toBe('good');
});

test('a failure is for those who wait, and is not kept', async () => {
  const failing = (): Promise<string> => values.get('key', () => Promise.reject(new Error('no')));
  const results = await Promise.allSettled([failing(), failing()]);

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await get()).toBe('good');
});

test('of two keys each has its own value', async () => {
  expect(await Promise.all([get('one', '1'), get('two', '2')])).toEqual(['1', '2']);
  expect(await Promise.all([get('one'), get('two')])).toEqual(['1', '2']);
});

test('more than the most are not kept', async () => {
  for (const key of ['a', 'b', 'c', 'd']) await get(key, key);

  await get('d');
  await get('a');

  expect(loads).toEqual(['a', 'b', 'c', 'd', 'good']);
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

describe('dropped', () => {
  test('is only the one that is meant', async () => {
    await get('key', 'kept');
    values.drop('key', (value) => value === 'other');
    expect(await get()).toBe('kept');

    values.drop('key', (value) => value === 'kept');
    expect(await get()).toBe('good');
  });

  test('is never one that still loads', async () => {
    const loading = get();
    values.drop('key', () => true);

    expect(await Promise.all([loading, get()])).toEqual(['good', 'good']);
    expect(loads).toHaveLength(1);
  });
});

// Jest fails a test in which a rejection is not handled.
test('a failure that nobody waits for is no unhandled rejection', async () => {
  void values.get('key', () => Promise.reject(new Error('no')));
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(await get()).toBe('good');
});
