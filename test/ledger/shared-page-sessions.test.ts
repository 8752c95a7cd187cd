/** Two gateways share the sessions of the pages. */
import { expect, test } from '@jest/globals';
import { askWho, ours, signIn } from '../pages/oauth-browser.ts';
import { until } from '../reliability/am-traffic.ts';
import { passAnHour, useTwoGateways } from './two-gateways.ts';

const minute = 60_000;
const tokens = { method: 'POST', path: 'access_token' };
const both = useTwoGateways();

const renewals = (): number =>
  both.peer.sandbox
    .received()
    .filter(({ method, path }) => method === 'POST' && path.includes('access_token')).length;

test('a session is valid at both gateways, and ends at both', async () => {
  const {
    peer,
    gateways: [one, other],
  } = both;
  const browser = await signIn({ gateway: one, peer }, { name: 'alice' });

  expect(await askWho(other, browser)).toBe('alice');
  const stolen = browser.cookies.get('pages') ?? '';
  await browser.post(`${other.url}/sign-out`, ours);
  browser.cookies.set('pages', stolen);

  expect(await askWho(one, browser)).toBe('UNAUTHENTICATED');
});

test('a one-time refresh token is used once, and the session continues', async () => {
  const {
    peer,
    gateways: [one, other],
  } = both;
  peer.sandbox.configure({ rotateRefreshTokens: true });
  const browser = await signIn({ gateway: one, peer }, { name: 'alice' });

  for (let hours = 0; hours < 2; hours += 1) {
    await passAnHour(both, () => askWho(one, browser));
    peer.sandbox.clearReceived();
    // Both have asked before one has its answer.
    peer.sandbox.breakNext({
      match: tokens,
      times: Infinity,
      effect: { kind: 'latency', ms: 300 },
    });
    const asked = Array.from({ length: 10 }, (_, at) =>
      askWho(at % 2 === 0 ? one : other, browser),
    );

    expect(new Set(await Promise.all(asked))).toEqual(new Set(['alice']));
    expect(renewals()).toBe(1);
  }
});

test('if one gateway cannot reach AM, the other renews', async () => {
  const {
    peer,
    gateways: [one, other],
  } = both;
  peer.sandbox.configure({ rotateRefreshTokens: true });
  const browser = await signIn({ gateway: one, peer }, { name: 'alice' });
  await passAnHour(both, () => askWho(one, browser));
  peer.sandbox.breakNext({ match: tokens, effect: { kind: 'status', status: 503 } });

  expect(await askWho(one, browser)).toBe('UPSTREAM_UNAVAILABLE');

  expect(await askWho(other, browser)).toBe('alice');
  expect(await askWho(one, browser)).toBe('alice');
});

test('if one gateway ends during a renewal, the other takes over', async () => {
  const {
    peer,
    gateways: [one, other],
  } = both;
  const browser = await signIn({ gateway: one, peer }, { name: 'alice' });
  await passAnHour(both, () => askWho(one, browser));
  peer.sandbox.clearReceived();
  // The answer never arrives, as for a process that has ended.
  peer.sandbox.breakNext({ match: tokens, effect: { kind: 'blackhole' } });
  const lost = askWho(one, browser);
  await until('one has asked', () => renewals() === 1);
  const asked = askWho(other, browser);
  both.store.clock.now += minute;

  expect(await asked).toBe('alice');
  await lost;
});
