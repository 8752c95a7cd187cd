/** One caller's identical reads that are under way are one, and nothing outlives a change (design D8). */
import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/am/call.ts';
import { Cancellation } from '../../../src/am/cancellation.ts';
import { SharedReads } from '../../../src/am/shared-reads.ts';

const answer: Answer = { status: 200, json: {}, template: 'users/{id}', retryAfterSeconds: null };

/** Reads whose end is in hand. */
function scene(): {
  reads: SharedReads;
  read: (key: string, client?: Cancellation) => Promise<Answer>;
  started: Cancellation[];
  finish: () => void;
  fail: () => void;
} {
  const reads = new SharedReads();
  const started: Cancellation[] = [];
  const ends: (PromiseWithResolvers<Answer> & { ended: () => void })[] = [];
  const read = (key: string, client?: Cancellation): Promise<Answer> =>
    reads.read(key, client, (everybody, ended) => {
      started.push(everybody);
      const end = { ...Promise.withResolvers<Answer>(), ended };
      ends.push(end);
      return end.promise;
    });
  return {
    reads,
    read,
    started,
    finish: () => {
      for (const { ended, resolve } of ends.splice(0)) {
        ended();
        resolve(answer);
      }
    },
    fail: () => {
      for (const { ended, reject } of ends.splice(0)) {
        ended();
        reject(new Error('broken'));
      }
    },
  };
}

test('fifty at once are one', async () => {
  const { read, started, finish } = scene();

  const all = Array.from({ length: 50 }, () => read('alice'));
  finish();

  expect(await Promise.all(all)).toEqual(all.map(() => answer));
  expect(started).toHaveLength(1);
});

test('of two callers are two', async () => {
  const { read, started, finish } = scene();

  const both = [read('alice'), read('bob')];
  finish();
  await Promise.all(both);

  expect(started).toHaveLength(2);
});

test.each(['finish', 'fail'] as const)('one after the other are two: %s', async (how) => {
  const of = scene();

  const first = of.read('alice').catch(() => undefined);
  of[how]();
  await first;
  const second = of.read('alice');
  of.finish();

  expect(await second).toBe(answer);
  expect(of.started).toHaveLength(2);
});

test('a failure is told to all who wait', async () => {
  const { read, fail } = scene();

  const all = [read('alice'), read('alice')];
  fail();

  const results = await Promise.allSettled(all);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('what was begun before a change answers nobody who asks after it', async () => {
  const { reads, read, started, finish } = scene();

  const before = read('alice');
  reads.forget();
  const after = read('alice');
  finish();
  await Promise.all([before, after]);

  expect(started).toHaveLength(2);
  const again = read('alice');
  finish();
  await again;
  expect(started).toHaveLength(3);
});

describe('clients that go', () => {
  test('all of them: the read is given up, and the next begins anew', () => {
    const { read, started } = scene();
    const [one, other] = [new Cancellation(), new Cancellation()];
    void read('alice', one);
    void read('alice', other);

    one.cancel();
    expect(started[0]?.cancelled).toBe(false);
    other.cancel();
    expect(started[0]?.cancelled).toBe(true);

    void read('alice');
    expect(started).toHaveLength(2);
  });

  test('never where somebody waits whatever happens', () => {
    const { read, started } = scene();
    const one = new Cancellation();
    void read('alice', one);
    void read('alice', undefined);

    one.cancel();

    expect(started[0]?.cancelled).toBe(false);
  });
});
