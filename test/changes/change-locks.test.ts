/** Locks of changes have one holder: the person first, then by arrival (U11, R20, F12). */
import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/am/foundation/deadline.ts';
import { NotSent } from '../../src/am/foundation/not-sent.ts';
import {
  ChangeLocks,
  type LockLimits,
  type LockWaiter,
} from '../../src/changes/request/change-locks.ts';
import { localLocks, type Lock } from '../../src/domain/values/lock.ts';

const notSent = { code: 'RATE_LIMITED', cause: expect.any(NotSent) };

function locksOf(limits: Partial<LockLimits> = {}, shared = localLocks): ChangeLocks {
  return new ChangeLocks({ mostWaiting: 3, waitMs: 2_000, ...limits }, shared);
}

async function lockNow(locks: ChangeLocks, name: string): Promise<Lock> {
  const lock = await locks.tryAcquire(name);
  if (lock === null) throw new Error(`${name} is locked`);
  return lock;
}

test('a lock has one holder, and names do not share locks', async () => {
  const locks = locksOf();
  const bob = await lockNow(locks, 'alpha OATH bob');

  expect(await locks.tryAcquire('alpha OATH bob')).toBeNull();
  for (const name of ['alpha PUSH bob', 'beta OATH bob', 'alpha OATH carol'])
    expect(await (await lockNow(locks, name)).isHeld()).toBe(true);

  bob.release();
  expect(await bob.isHeld()).toBe(false);
  expect(await (await lockNow(locks, 'alpha OATH bob')).isHeld()).toBe(true);
});

test('the person comes before others that wait, who keep their order', async () => {
  const locks = locksOf();
  const first = await lockNow(locks, 'bob');
  const order: string[] = [];
  const waiting = ['helen', 'oscar', 'bob'].map(async (actor) => {
    const lock = await locks.acquire('bob', { actor, isSelf: actor === 'bob' });
    order.push(actor);
    lock.release();
  });

  first.release();
  await Promise.all(waiting);

  expect(order).toEqual(['bob', 'helen', 'oscar']);
});

test('one actor takes a share of the queue; the person waits even behind a full one', async () => {
  const locks = locksOf({ mostWaiting: 33 });
  const first = await lockNow(locks, 'bob');
  const waiting = Array.from({ length: 32 }, () => locks.acquire('bob', { actor: 'helen' }));

  await expect(locks.acquire('bob', { actor: 'helen' })).rejects.toMatchObject(notSent);
  waiting.push(locks.acquire('bob', { actor: 'oscar' }));
  await expect(locks.acquire('bob', { actor: 'rita' })).rejects.toMatchObject(notSent);
  waiting.unshift(locks.acquire('bob', { actor: 'bob', isSelf: true }));

  first.release();
  for (const lock of waiting) (await lock).release();
  const again = await locks.acquire('bob', { actor: 'helen' });
  expect(await again.isHeld()).toBe(true);
});

test('a second release does not release the next holder', async () => {
  const locks = locksOf();
  const first = await lockNow(locks, 'bob');
  const second = locks.acquire('bob');
  first.release();
  const held = await second;

  first.release();

  expect(await held.isHeld()).toBe(true);
  expect(await locks.tryAcquire('bob')).toBeNull();
});

describe('a change that waits', () => {
  test('is refused after the timeout, and the next can wait', async () => {
    const locks = locksOf({ waitMs: 20 });
    const first = await lockNow(locks, 'bob');

    await expect(locks.acquire('bob')).rejects.toMatchObject(notSent);
    const third = locks.acquire('bob');
    first.release();

    (await third).release();
    expect(await locks.tryAcquire('bob')).not.toBeNull();
  });

  test.each(['before it waits', 'while it waits'])('ends if its client goes %s', async (when) => {
    const locks = locksOf();
    const client = new AbortController();
    const first = await lockNow(locks, 'bob');

    if (when === 'before it waits') client.abort();
    const second = locks.acquire('bob', { client: client.signal });
    client.abort();

    const clientGone = { ...notSent, detail: expect.stringContaining('client gone') };
    await expect(second).rejects.toMatchObject(clientGone);
    first.release();
    expect(await locks.tryAcquire('bob')).not.toBeNull();
  });
});

describe('the lock that processes share', () => {
  test.each(['tryAcquire', 'acquire'] as const)(
    'is released if it arrives after the deadline of %s',
    async (method) => {
      const late = Promise.withResolvers<Lock>();
      const released = Promise.withResolvers<void>();
      const shared = { tryAcquire: () => late.promise, acquire: () => late.promise };
      const locks = locksOf({}, shared);
      const waiter: LockWaiter = { deadline: new Deadline(performance.now() + 30) };

      await expect(locks[method]('bob', waiter)).rejects.toMatchObject({
        code: 'UPSTREAM_TIMEOUT',
        cause: expect.any(NotSent),
      });
      late.resolve({ isHeld: async () => true, release: () => released.resolve() });

      await released.promise;
      // The lock of this process is free, too.
      expect(await locks.tryAcquire('bob')).not.toBeNull();
    },
  );

  test('is requested only by the change that holds the lock of this process', async () => {
    let requests = 0;
    const acquire = async (): Promise<Lock> => {
      requests += 1;
      return { isHeld: async () => true, release: () => undefined };
    };
    const locks = locksOf({}, { tryAcquire: acquire, acquire });
    const first = await lockNow(locks, 'bob');

    const second = locks.acquire('bob');
    expect(requests).toBe(1);
    first.release();
    await second;

    expect(requests).toBe(2);
  });

  test('that is not available does not block this process', async () => {
    const answers = [null, new Error('away')];
    const tryAcquire = async (): Promise<Lock | null> => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer === undefined ? { isHeld: async () => true, release: () => undefined } : null;
    };
    const locks = locksOf({}, { tryAcquire, acquire: async () => null });

    expect(await locks.tryAcquire('bob')).toBeNull();
    await expect(locks.tryAcquire('bob')).rejects.toThrow('away');
    await expect(locks.acquire('bob')).rejects.toMatchObject(notSent);

    expect(await locks.tryAcquire('bob')).not.toBeNull();
  });
});
