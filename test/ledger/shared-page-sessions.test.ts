/** Two gateways share the sessions of the pages. */
import { expect, test } from '@jest/globals';
import { until } from '../reliability/am-traffic.ts';
import { passAnHour, useTwoGateways } from './two-gateways.ts';

const minute = 60_000;
const tokens = { method: 'POST', path: 'access_token' };
const both = useTwoGateways();

const renewals = (): number =>
  both.peer.sandbox
    .received()
    .filter(({ method, path }) => method === 'POST' && path.includes('access_token')).length;

test('a one-time refresh token is used once, and the session continues', async () => {
  both.peer.sandbox.configure({ rotateRefreshTokens: true });
  const browser = await both.signIn('alice');

  for (let hours = 0; hours < 2; hours += 1) {
    await passAnHour(both, () => both.who(browser, 0));
    both.peer.sandbox.clearReceived();
    // Both have asked before one has its answer.
    both.peer.sandbox.breakNext({
      match: tokens,
      times: Infinity,
      effect: { kind: 'latency', ms: 300 },
    });
    const asked = Array.from({ length: 10 }, (_, at) => both.who(browser, at % 2 === 0 ? 0 : 1));

    expect(new Set(await Promise.all(asked))).toEqual(new Set(['alice']));
    expect(renewals()).toBe(1);
  }
});

test('if one gateway ends during a renewal, the other takes over', async () => {
  const browser = await both.signIn('alice');
  await passAnHour(both, () => both.who(browser, 0));
  both.peer.sandbox.clearReceived();
  // The answer never arrives, as for a process that has ended.
  both.peer.sandbox.breakNext({ match: tokens, effect: { kind: 'blackhole' } });
  const lost = both.who(browser, 0);
  await until('one has asked', () => renewals() === 1);
  const asked = both.who(browser);
  both.store.clock.now += minute;

  expect(await asked).toBe('alice');
  await lost;
});
