/** The cookie's name is asked for once, and an old one serves while a new one is asked for (contract §7). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Paths } from '../../../src/am/paths.ts';
import { products } from '../../../src/am/product.ts';
import { CookieName } from '../../../src/am/session/cookie-name.ts';
import { startAmInHand } from './am-in-hand.ts';
import type { AmInHand } from './am-in-hand.ts';

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
