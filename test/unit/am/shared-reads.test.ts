/** One caller’s identical reads that are under way are one (design D8). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { noDeadline } from '../../../src/am/deadline.ts';
import type { Answer } from '../../../src/am/http/call.ts';
import { until } from '../../reliability/am-traffic.ts';
import { startAmInHand } from './am-in-hand.ts';
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
    const route = { path, template: path, realm: 'alpha' };
    const call = { method: 'GET', route, version, mode: 'read' } as const;
    const about = { credential: null, cookieName: '', correlationId: 'test', sharedBy: 'alice' };
    return am.http.send(call, { ...about, client, deadline: noDeadline });
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
      await until('the socket is closed', () => am.brokenOff() > 0);
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
