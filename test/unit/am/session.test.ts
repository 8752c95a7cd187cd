/** A token shows itself to nobody but the one who reveals it. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SessionFacts } from '../../../src/am/json/session.ts';
import { Paths } from '../../../src/am/paths.ts';
import { products } from '../../../src/am/product.ts';
import { CookieName } from '../../../src/am/session/cookie-name.ts';
import { isTokenText, SessionToken } from '../../../src/am/session/session-token.ts';
import { SessionVerdicts } from '../../../src/am/session/session-verdicts.ts';
import { startAmInHand } from './am-in-hand.ts';
import type { AmInHand } from './am-in-hand.ts';

const text = 'AQIC5wM2LY4Sfc.*AAJTSQACMDE.*';

test.each<[string, (token: SessionToken) => string]>([
  ['a text', (token) => String(token)],
  ['JSON', (token) => JSON.stringify({ token })],
  ['a dump', (token) => inspect(token, { showHidden: true, depth: 9 })],
  ['an error', (token) => String(new Error('no', { cause: token }).cause)],
])('it is not seen in %s', (_label, show) => {
  expect(show(new SessionToken(text))).not.toContain('AQIC5');
});

test('it is revealed on purpose', () => {
  expect(new SessionToken(text).reveal()).toBe(text);
});

test.each([
  [text, true],
  ['a'.repeat(4096), true],
  ['eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiJ4In0.c2ln+/=', true],
  ['', false],
  ['a'.repeat(4097), false],
  ['a b', false],
  ['a\r\nx-evil: 1', false],
  ['a;b', false],
  ['a,b', false],
  ['"a"', false],
  ['é', false],
])('%p can be a token: %p', (candidate, can) => {
  expect(isTokenText(candidate)).toBe(can);
});

describe('the name of the cookie', () => {
  let am: AmInHand;
  let now: number;

  beforeEach(async () => {
    am = await startAmInHand();
    now = 1_000;
  });
  afterEach(() => am.close());

  function cookieName(configured?: string): CookieName {
    const paths = new Paths('/am', products.pingam);
    const realm = { name: 'alpha', path: '/alpha' };
    return new CookieName({ http: am.http, paths, realm, configured, now: () => now });
  }

  function answer(name: string): void {
    am.answerAll({ body: JSON.stringify({ cookieName: name }) });
  }

  test('a configured one is never asked for', async () => {
    expect(await cookieName('chosen').get()).toBe('chosen');
    expect(am.asked).toEqual([]);
  });

  test('is asked for once, and again after five minutes, when the old one serves meanwhile', async () => {
    const names = cookieName();
    const both = Promise.all([names.get(), names.get()]);
    await am.until(1);
    answer('first');
    expect(await both).toEqual(['first', 'first']);

    now += 300_000;
    expect(await names.get()).toBe('first');
    expect(await names.get()).toBe('first');
    await am.until(2);
    answer('second');
    while ((await names.get()) === 'first') await new Promise((resolve) => setTimeout(resolve, 2));

    expect(await names.get()).toBe('second');
    expect(am.asked).toHaveLength(2);
  });

  test('an old one serves on where AM cannot answer', async () => {
    const names = cookieName();
    const first = names.get();
    await am.until(1);
    answer('first');
    await first;

    now += 300_000;
    await names.get();
    await am.until(2);
    am.answerAll({ status: 500 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await names.get()).toBe('first');
    await am.until(3);
  });

  test('without any, a failure is told, and the next asks again', async () => {
    const names = cookieName();
    const failed = names.get();
    await am.until(1);
    am.answerAll({ status: 500 });
    await expect(failed).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });

    const again = names.get();
    await am.until(2);
    answer('first');
    expect(await again).toBe('first');
  });
});

describe('a verdict', () => {
  const start = 1_000_000;
  const remembered = { fresh: false };

  function facts(about: Partial<SessionFacts> = {}): SessionFacts {
    return {
      username: 'alice',
      universalId: 'id=alice',
      realmPath: '/alpha',
      properties: new Map(),
      idleExpiresAt: null,
      expiresAt: null,
      ...about,
    };
  }

  /** Verdicts over a clock in hand, and an AM that counts what it is asked. */
  function scene(lifetimeMs = 30_000): {
    clock: { now: number };
    asked: () => number;
    check: (options: { fresh: boolean }, of?: SessionToken) => Promise<SessionFacts | null>;
    am: { answer: () => Promise<SessionFacts | null> };
  } {
    const clock = { now: start };
    const am = { answer: async (): Promise<SessionFacts | null> => facts() };
    let asked = 0;
    const verdicts = new SessionVerdicts({ lifetimeMs, now: () => clock.now });
    const token = new SessionToken('one');
    const ask = (): Promise<SessionFacts | null> => {
      asked += 1;
      return am.answer();
    };
    return {
      clock,
      am,
      asked: () => asked,
      check: async (options, of = token) => verdicts.check(of, ask, options),
    };
  }

  describe('a good verdict', () => {
    test('is remembered to the end of its lifetime', async () => {
      const { clock, asked, check } = scene();

      await check(remembered);
      clock.now = start + 29_999;
      expect(await check(remembered)).toEqual(facts());
      expect(asked()).toBe(1);

      clock.now = start + 30_000;
      await check(remembered);
      expect(asked()).toBe(2);
    });

    test.each(['idleExpiresAt', 'expiresAt'] as const)(
      'ends with the session’s own %s',
      async (end) => {
        const { clock, asked, check, am } = scene();
        am.answer = async () => facts({ [end]: new Date(start + 5_000) });

        await check(remembered);
        clock.now = start + 4_999;
        await check(remembered);
        expect(asked()).toBe(1);

        clock.now = start + 5_000;
        await check(remembered);
        expect(asked()).toBe(2);
      },
    );

    test('does not count where a fresh one is wanted', async () => {
      const { asked, check } = scene();

      await check(remembered);
      await check({ fresh: true });

      expect(asked()).toBe(2);
    });

    test('is of one token only', async () => {
      const { asked, check } = scene();

      await check(remembered);
      await check(remembered, new SessionToken('two'));
      await check(remembered, new SessionToken('one'));

      expect(asked()).toBe(2);
    });

    test('is not remembered where the lifetime is 0', async () => {
      const { asked, check } = scene(0);

      await check(remembered);
      await check(remembered);

      expect(asked()).toBe(2);
    });
  });

  describe('a bad verdict', () => {
    test('is not remembered', async () => {
      const { asked, check, am } = scene();
      am.answer = async () => null;

      expect(await check(remembered)).toBeNull();
      expect(await check(remembered)).toBeNull();

      expect(asked()).toBe(2);
    });

    test('also wipes out the good one before it', async () => {
      const { asked, check, am } = scene();
      await check(remembered);
      am.answer = async () => null;

      await check({ fresh: true });
      expect(await check(remembered)).toBeNull();

      expect(asked()).toBe(3);
    });
  });

  describe('a failure', () => {
    test('reaches the one who asks, and is not remembered', async () => {
      const { asked, check, am } = scene();
      am.answer = () => Promise.reject(new Error('AM is away'));

      await expect(check(remembered)).rejects.toThrow('AM is away');
      am.answer = async () => facts();

      expect(await check(remembered)).toEqual(facts());
      expect(asked()).toBe(2);
    });
  });

  describe('at one time', () => {
    test('one question serves all who ask of one token', async () => {
      const { asked, check } = scene();

      const verdicts = await Promise.all(Array.from({ length: 50 }, () => check(remembered)));

      expect(verdicts).toHaveLength(50);
      expect(asked()).toBe(1);
    });

    test('a question that is overtaken does not wipe out the newer verdict', async () => {
      const { asked, check, am } = scene();
      const late = Promise.withResolvers<null>();
      am.answer = () => late.promise;
      const first = check(remembered);
      am.answer = async () => facts();
      await check({ fresh: true });

      late.resolve(null);
      await first;
      await check(remembered);

      expect(asked()).toBe(2);
    });
  });

  test('of more than 10 000 tokens the oldest is forgotten', async () => {
    const { asked, check } = scene();
    for (let count = 0; count <= 10_000; count += 1) {
      await check(remembered, new SessionToken(`token ${count}`));
    }
    expect(asked()).toBe(10_001);

    await check(remembered, new SessionToken('token 1'));
    expect(asked()).toBe(10_001);
    await check(remembered, new SessionToken('token 0'));
    expect(asked()).toBe(10_002);
  });
});
