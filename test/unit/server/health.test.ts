/** Readiness says why not in one word, and does not load AM. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/domain/failure.ts';
import { Health } from '../../../src/server/health.ts';

const start = 1_000_000;

/** Health over a clock and an AM in hand. */
function scene(): {
  health: Health;
  clock: { now: number };
  am: { answer: () => Promise<unknown> };
  service: { answer: () => Promise<string | null> };
  asked: () => number;
} {
  const clock = { now: start };
  const am = { answer: async (): Promise<unknown> => 'iPlanetDirectoryPro' };
  const service = { answer: async (): Promise<string | null> => null };
  let asked = 0;
  const ask = (): Promise<unknown> => {
    asked += 1;
    return am.answer();
  };
  const health = new Health({ am: ask, service: () => service.answer() }, () => clock.now);
  return { health, clock, am, service, asked: () => asked };
}

test('it is ready where AM answers', async () => {
  const { health } = scene();

  expect(await health.readiness()).toEqual({ ready: true, reason: null, degraded: [] });
  expect(health.draining).toBe(false);
});

describe('it is not ready', () => {
  test.each([
    {
      error: new Failure('UPSTREAM_TIMEOUT', 'late', { detail: 'am.internal:8443' }),
      reason: 'UPSTREAM_TIMEOUT',
    },
    { error: new Failure('UPSTREAM_UNAVAILABLE', 'away'), reason: 'UPSTREAM_UNAVAILABLE' },
    { error: new Error('secret host am.internal'), reason: 'INTERNAL' },
  ])('with the word $reason', async ({ error, reason }) => {
    const { health, am } = scene();
    am.answer = () => Promise.reject(error);

    expect(await health.readiness()).toEqual({ ready: false, reason, degraded: [] });
  });

  test('while it drains, and then AM is not asked', async () => {
    const { health, asked } = scene();

    health.drain();

    expect(await health.readiness()).toEqual({
      ready: false,
      reason: 'DRAINING',
      degraded: [],
    });
    expect(health.draining).toBe(true);
    expect(asked()).toBe(0);
  });
});

describe('it is ready for those whom it can serve', () => {
  test('where the service credential is refused, and says so in a word', async () => {
    const { health, service } = scene();
    service.answer = async () => 'SERVICE_CREDENTIAL_MISSING';

    expect(await health.readiness()).toEqual({
      ready: true,
      reason: null,
      degraded: ['SERVICE_CREDENTIAL_MISSING'],
    });
  });

  test('but not where AM is away, whatever else is wrong', async () => {
    const { health, am, service } = scene();
    am.answer = () => Promise.reject(new Failure('UPSTREAM_UNAVAILABLE', 'away'));
    service.answer = async () => 'SERVICE_CREDENTIAL_MISSING';

    expect(await health.readiness()).toEqual({
      ready: false,
      reason: 'UPSTREAM_UNAVAILABLE',
      degraded: [],
    });
  });
});

describe('AM is asked', () => {
  test('once for all probes of two seconds', async () => {
    const { health, clock, asked } = scene();

    await Promise.all(Array.from({ length: 50 }, () => health.readiness()));
    clock.now = start + 2_000;
    await health.readiness();
    expect(asked()).toBe(1);

    clock.now = start + 2_001;
    await health.readiness();
    expect(asked()).toBe(2);
  });

  test('again after a failure, so that its return is noticed', async () => {
    const { health, clock, am } = scene();
    am.answer = () => Promise.reject(new Failure('UPSTREAM_UNAVAILABLE', 'away'));
    await health.readiness();
    am.answer = async () => 'back';

    expect(await health.readiness()).toMatchObject({ ready: false });
    clock.now = start + 2_001;
    expect(await health.readiness()).toEqual({ ready: true, reason: null, degraded: [] });
  });
});
