/** Changes that share a key keep apart, whatever becomes of them (U11, R20). */
import { describe, expect, test } from '@jest/globals';
import { OneAtATime } from '../../../src/am/devices/one-at-a-time.ts';
import { Deadline } from '../../../src/am/deadline.ts';
import { turnsOfOneProcess } from '../../../src/domain/turn.ts';
import type { Turn } from '../../../src/domain/turn.ts';
import { NotSent } from '../../../src/am/http/errors.ts';
import type { Patience } from '../../../src/am/devices/one-at-a-time.ts';

const patience = { mostWaiting: 3, waitMs: 2_000 };

/** Tasks that end when they are told to, and what they have noted. */
function desk(limits: Partial<Patience> = {}) {
  const queue = new OneAtATime({ ...patience, ...limits }, turnsOfOneProcess);
  const notes: string[] = [];
  const open = new Map<string, PromiseWithResolvers<void>>();
  return {
    queue,
    notes,
    task: (name: string) => async (): Promise<string> => {
      notes.push(`${name} begins`);
      const gate = Promise.withResolvers<void>();
      open.set(name, gate);
      await gate.promise;
      notes.push(`${name} ends`);
      return name;
    },
    end: (name: string, error?: Error): void => {
      const gate = open.get(name);
      if (gate === undefined) throw new Error(`${name} has not begun`);
      if (error === undefined) gate.resolve();
      else gate.reject(error);
    },
  };
}

/** Lets everything that can go on go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('tasks of one key', () => {
  test('run in the order in which they came', async () => {
    const { queue, notes, task, end } = desk();

    const all = ['one', 'two', 'three'].map((name) => queue.run('bob', task(name)));
    for (const name of ['one', 'two', 'three']) {
      await settle();
      end(name);
    }

    expect(await Promise.all(all)).toEqual(['one', 'two', 'three']);
    expect(notes.join()).toBe('one begins,one ends,two begins,two ends,three begins,three ends');
  });

  test('go on after a failure, which only its own caller sees', async () => {
    const { queue, notes, task, end } = desk();

    const one = queue.run('bob', task('one'));
    const two = queue.run('bob', task('two'));
    const outcome = one.catch((error: unknown) => error);
    await settle();
    end('one', new Error('AM said no'));
    expect(await outcome).toEqual(new Error('AM said no'));
    await settle();
    end('two');

    expect(await two).toBe('two');
    expect(notes).toEqual(['one begins', 'two begins', 'two ends']);
  });

  test('go on after one that throws before it waits', async () => {
    const queue = new OneAtATime(patience, turnsOfOneProcess);

    const one = queue.run('bob', () => {
      throw new Error('at once');
    });
    const two = queue.run('bob', async () => 'two');

    await expect(one).rejects.toThrow('at once');
    expect(await two).toBe('two');
  });

  test('wait for those that came while others ran', async () => {
    const { queue, notes, task, end } = desk();

    const all = [queue.run('bob', task('one'))];
    await settle();
    all.push(queue.run('bob', task('two')));
    end('one');
    await settle();
    all.push(queue.run('bob', task('three')));
    await settle();

    expect(notes).toEqual(['one begins', 'one ends', 'two begins']);
    end('two');
    await settle();
    end('three');
    expect(await Promise.all(all)).toEqual(['one', 'two', 'three']);
  });
});

test('tasks of different keys do not wait for each other', async () => {
  const { queue, notes, task, end } = desk();

  const bob = queue.run('alpha OATH bob', task('bob'));
  const push = queue.run('alpha PUSH bob', task('push'));
  const carol = queue.run('alpha OATH carol', task('carol'));
  await settle();

  expect(notes).toEqual(['bob begins', 'push begins', 'carol begins']);
  for (const name of ['carol', 'push', 'bob']) end(name);
  expect(await Promise.all([bob, push, carol])).toEqual(['bob', 'push', 'carol']);
});

test('a task that comes later runs at once, so nothing of the earlier ones stays', async () => {
  const queue = new OneAtATime(patience, turnsOfOneProcess);
  for (let round = 0; round < 1_000; round += 1) {
    await queue.run(`person ${round}`, async () => round).catch(() => undefined);
  }
  await queue.run('bob', () => Promise.reject(new Error('no'))).catch(() => undefined);
  let ran = false;

  const later = queue.run('bob', async () => {
    ran = true;
  });
  await settle();

  expect(ran).toBe(true);
  await later;
});

describe('what waits', () => {
  const refusal = { code: 'RATE_LIMITED', cause: expect.any(NotSent) };

  test('is refused at once where as many as may wait do, and those keep their turns', async () => {
    const { queue, notes, task, end } = desk({ mostWaiting: 1 });

    const one = queue.run('bob', task('one'));
    const two = queue.run('bob', task('two'));
    await expect(queue.run('bob', task('three'))).rejects.toMatchObject(refusal);
    const other = queue.run('carol', task('other'));
    await settle();
    for (const name of ['one', 'other']) end(name);
    await settle();
    end('two');

    expect(await Promise.all([one, two, other])).toEqual(['one', 'two', 'other']);
    expect(notes.some((note) => note.startsWith('three'))).toBe(false);
  });

  test('is told after a while that it was not sent, and never begins; the next one still waits', async () => {
    const { queue, notes, task, end } = desk({ waitMs: 20 });

    const one = queue.run('bob', task('one'));
    await expect(queue.run('bob', task('two'))).rejects.toMatchObject(refusal);
    const three = queue.run('bob', task('three'));
    await settle();
    expect(notes).toEqual(['one begins']);
    end('one');
    await settle();
    end('three');

    expect(await Promise.all([one, three])).toEqual(['one', 'three']);
    expect(notes).toEqual(['one begins', 'one ends', 'three begins', 'three ends']);
    expect(queue.isBusy('bob')).toBe(false);
  });

  test.each(['before it came', 'while it waits'])(
    'is dropped when its client goes %s; what has begun goes on',
    async (when) => {
      const { queue, notes, task, end } = desk();
      const client = new AbortController();

      const one = queue.run('bob', task('one'), { client: client.signal });
      if (when === 'before it came') client.abort();
      const two = queue.run('bob', task('two'), { client: client.signal });
      client.abort();
      // At once, and not when its time is over.
      const dropped = { ...refusal, detail: expect.stringContaining('client gone') };
      await expect(two).rejects.toMatchObject(dropped);
      end('one');

      expect(await one).toBe('one');
      await settle();
      expect(notes).toEqual(['one begins', 'one ends']);
      expect(queue.isBusy('bob')).toBe(false);
    },
  );

  test('for another process does not wait longer than its request may take, and gives back what comes too late', async () => {
    const late = Promise.withResolvers<Turn>();
    const queue = new OneAtATime(patience, { take: () => late.promise });
    const released = Promise.withResolvers<void>();
    let hasBegun = false;
    const task = async (): Promise<void> => void (hasBegun = true);

    const waited = queue.run('bob', task, { deadline: new Deadline(performance.now() + 30) });
    await expect(waited).rejects.toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      cause: expect.any(NotSent),
    });
    late.resolve({ isHeld: async () => true, release: () => released.resolve() });

    await released.promise;
    expect([hasBegun, queue.isBusy('bob')]).toEqual([false, false]);
  });
});
