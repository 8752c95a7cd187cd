/** One caller’s identical reads that are under way are one (design D8), and tasks of one key run one at a time. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OneAtATime } from '../../../src/am/devices/one-at-a-time.ts';
import type { Answer } from '../../../src/am/http/call.ts';
import { startAmInHand, untilTrue } from './am-in-hand.ts';
import type { AmInHand } from './am-in-hand.ts';

describe('identical reads', () => {
  let am: AmInHand;

  beforeEach(async () => {
    am = await startAmInHand();
  });
  afterEach(() => am.close());

  interface Reader {
    readonly path?: string;
    readonly version?: string;
    readonly client?: AbortSignal;
  }

  function read({ path = '/users/alice', version = '4.0', client }: Reader = {}): Promise<Answer> {
    const call = { method: 'GET', route: { path, template: path }, version, mode: 'read' } as const;
    const about = { credential: null, cookieName: '', correlationId: 'test', sharedBy: 'alice' };
    return am.http.send(call, { ...about, client });
  }

  test.each<readonly [string, Reader]>([
    ['of two paths', { path: '/users/alicf' }],
    ['of two paths that differ early', { path: '/usert/alice' }],
    ['of two versions', { version: '3.0' }],
  ])('%s are two', async (_what, other) => {
    const both = [read(), read(other)];
    await am.until(2);
    am.answerAll();
    await Promise.all(both);

    expect(am.asked).toHaveLength(2);
  });

  test('a failed one and the next are two', async () => {
    const first = read();
    await am.until(1);
    am.answerAll({ status: 500 });
    await first;

    const second = read();
    await am.until(2);
    am.answerAll();

    expect((await second).status).toBe(200);
  });

  test('a hundred different ones are joined each by its own', async () => {
    const paths = Array.from({ length: 100 }, (_, number) => `/users/person-${number}`);
    const firsts = paths.map((path) => read({ path }));
    const seconds = paths.toReversed().map((path) => read({ path }));
    while (am.asked.length < 100 || am.waiting.length > 0) {
      am.answerAll();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }

    const templates = async (all: Promise<Answer>[]): Promise<string[]> =>
      (await Promise.all(all)).map(({ template }) => template);
    expect(await templates(firsts)).toEqual(paths);
    expect(await templates(seconds)).toEqual(paths.toReversed());
    expect(am.asked).toHaveLength(100);
  });

  test('a failure is told to all who wait', async () => {
    const all = [read(), read()];
    await am.until(1);
    for (const response of am.waiting.splice(0)) response.destroy();
    await am.until(2); // a dead socket is worth a second try
    for (const response of am.waiting.splice(0)) response.destroy();

    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  describe('clients that go', () => {
    test('all of them: the read is given up, and the next begins anew', async () => {
      const [one, other] = [new AbortController(), new AbortController()];
      const gone = Promise.allSettled([
        read({ client: one.signal }),
        read({ client: other.signal }),
      ]);
      await am.until(1);

      one.abort();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(am.brokenOff()).toBe(0);
      other.abort();
      const again = read();
      await am.until(2);

      expect((await gone).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await untilTrue(() => am.brokenOff() > 0);
      am.answerAll();
      expect((await again).status).toBe(200);
    });

    test('before it begins: AM is not asked', async () => {
      const client = new AbortController();
      client.abort();

      await expect(read({ client: client.signal })).rejects.toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
      });
      expect(am.asked).toEqual([]);
    });
  });
});

describe('one at a time', () => {
  /** Tasks that end when they are told to, and what they have noted. */
  function desk() {
    const queue = new OneAtATime();
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
      const queue = new OneAtATime();

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
    const queue = new OneAtATime();
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
});
