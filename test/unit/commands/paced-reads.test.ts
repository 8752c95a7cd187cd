/** The order and the end of paced reads, on a clock that only waits move. */
import { expect, test } from '@jest/globals';
import { readPaced } from '../../../src/commands/coverage/paced-reads.ts';
import type { Found, PersonRead } from '../../../src/commands/coverage/person-devices.ts';

const counted = { kind: 'unknown name' } as const;
const good: PersonRead = { found: counted, callMs: 30, isFailed: false };
const failed: PersonRead = {
  found: { kind: 'not read', code: 'UPSTREAM_ERROR' },
  callMs: 30,
  isFailed: true,
};
const areaUnknown: PersonRead = {
  ...good,
  found: { kind: 'not read', code: 'AREA_UNKNOWN' },
};

interface Options {
  readonly pace?: number;
  readonly calls?: number;
  readonly stop?: AbortSignal;
}

/** Reads people by a script, and returns what was read and settled, and the time that passed. */
async function run(
  names: readonly string[],
  read: (name: string, times: number) => PersonRead | Promise<PersonRead>,
  { pace = 6_000, calls = 1, stop = new AbortController().signal }: Options = {},
) {
  let now = 0;
  const reads: string[] = [];
  const settled: [string, Found][] = [];
  const ended = await readPaced(names, {
    pace,
    calls,
    stop,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    read: async (name) => {
      reads.push(name);
      return read(name, reads.filter((one) => one === name).length);
    },
    onFound: async (name, found) => void settled.push([name, found]),
  });
  return { ...ended, reads, settled, now };
}

test('everyone is settled once, in order and at the pace', async () => {
  const { end, notReached, settled, now } = await run(['a', 'b', 'c'], () => good, { pace: 60 });

  expect([end, notReached]).toEqual(['done', []]);
  expect(settled).toEqual(['a', 'b', 'c'].map((name) => [name, counted]));
  expect(now).toBe(2_000);
});

test('who cannot be read is read again after the others, and settled as not read', async () => {
  const { end, reads, settled } = await run(['a', 'b'], (name) => (name === 'a' ? failed : good));

  expect(end).toBe('done');
  expect(reads).toEqual(['a', 'b', 'a', 'a']);
  expect(settled).toEqual([
    ['b', counted],
    ['a', failed.found],
  ]);
});

test('who can be read the second time is settled by that', async () => {
  const { settled } = await run(['a', 'b'], (_name, times) => (times === 1 ? failed : good));

  expect(settled.map(([name, found]) => [name, found.kind])).toEqual([
    ['a', 'unknown name'],
    ['b', 'unknown name'],
  ]);
});

test('more people than a dozen who cannot be read are no failure of AM, if others can', async () => {
  const names = Array.from({ length: 71 }, (_, index) => `p${index}`);
  const isUnreadable = (name: string): boolean => Number(name.slice(1)) % 5 === 4;

  const { end, settled, notReached } = await run(names, (name) =>
    isUnreadable(name) ? failed : good,
  );

  expect([end, notReached]).toEqual(['done', []]);
  const unread = settled.filter(([, { kind }]) => kind === 'not read').map(([name]) => name);
  expect(unread).toEqual(names.filter(isUnreadable));
});

test('an area that cannot be decided is no failure of AM', async () => {
  const { reads, settled } = await run(['a'], () => areaUnknown);

  expect(reads).toEqual(['a']);
  expect(settled).toEqual([['a', areaUnknown.found]]);
});

test('it ends if AM fails for everyone, and no one then counts as read', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `p${index}`);

  const { end, reads, settled, notReached } = await run(names, () => failed);

  expect(end).toBe('AM fails');
  expect(reads.length).toBeLessThan(names.length);
  expect(settled).toEqual([]);
  expect(new Set(notReached)).toEqual(new Set(names));
});

test.each([1, 4])('a stop finishes the people in progress, of %d at once', async (calls) => {
  const stopping = new AbortController();
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];

  const { end, reads, settled, notReached } = await run(
    names,
    async () => {
      stopping.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return good;
    },
    { calls, stop: stopping.signal },
  );

  expect(end).toBe('stopped');
  expect(reads).toEqual(names.slice(0, 1));
  expect(settled.map(([name]) => name)).toEqual(reads);
  expect(notReached).toEqual(names.slice(1));
});

test('a list that cannot be written ends it', async () => {
  const full = new Error('ENOSPC');
  const reading = readPaced(['a', 'b'], {
    pace: 6_000,
    calls: 2,
    stop: new AbortController().signal,
    clock: { now: () => 0, sleep: async () => undefined },
    read: async () => good,
    onFound: () => Promise.reject(full),
  });

  await expect(reading).rejects.toThrow(full);
});
