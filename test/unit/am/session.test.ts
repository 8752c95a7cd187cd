/** Sessions at AM: the token, the name of its cookie (contract §7) and the verdicts (design D8, security A13). */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { SessionFacts } from '../../../src/am/json/session.ts';
import { Paths } from '../../../src/am/paths.ts';
import { products } from '../../../src/am/product.ts';
import { CookieName } from '../../../src/am/session/cookie-name.ts';
import { isTokenText, SessionToken } from '../../../src/am/session/session-token.ts';
import { SessionVerdicts } from '../../../src/am/session/session-verdicts.ts';
import { UnknownCredentials } from '../../../src/am/session/unknown-credentials.ts';
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
  const remembered = { fresh: false };
  const facts: SessionFacts = {
    username: 'alice',
    handle: null,
    universalId: 'id=alice',
    realmPath: '/alpha',
    properties: new Map(),
    idleExpiresAt: null,
    expiresAt: null,
  };

  const unknown = new UnknownCredentials({ atOnce: 10, mostWaiting: 0 });

  test('that is overtaken does not wipe out the newer one', async () => {
    const verdicts = new SessionVerdicts({
      lifetimeMs: 30_000,
      now: () => 1_000_000,
      elapsed: () => 0,
      unknown,
    });
    const token = new SessionToken('one');
    const ask = jest.fn(async () => facts);
    const late = Promise.withResolvers<null>();
    const first = verdicts.check(token, () => late.promise, remembered);
    await verdicts.check(token, ask, { fresh: true });

    late.resolve(null);
    await first;
    await verdicts.check(token, ask, remembered);

    expect(ask).toHaveBeenCalledTimes(1);
  });

  test('of more than 10 000 tokens the oldest is forgotten', async () => {
    const verdicts = new SessionVerdicts({
      lifetimeMs: 30_000,
      now: () => 1_000_000,
      elapsed: () => 0,
      unknown,
    });
    const ask = jest.fn(async () => facts);
    const check = (name: string) => verdicts.check(new SessionToken(name), ask, remembered);
    for (let count = 0; count <= 10_000; count += 1) await check(`token ${count}`);
    expect(ask).toHaveBeenCalledTimes(10_001);

    await check('token 1');
    expect(ask).toHaveBeenCalledTimes(10_001);
    await check('token 0');
    expect(ask).toHaveBeenCalledTimes(10_002);
  });
});
