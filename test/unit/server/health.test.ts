/** Readiness says why not in one word, and does not load AM. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/domain/failure.ts';
import { Health } from '../../../src/server/health.ts';

const away = new Failure('UPSTREAM_UNAVAILABLE', 'away');
const missing = 'SERVICE_CREDENTIAL_MISSING';

/** Health over a clock and an AM in hand; AM fails with `error`, the service credential with `degraded`. */
function scene() {
  const am: {
    now: number;
    error?: Error;
    ledger?: Failure;
    degraded?: string;
    hangs?: Promise<void>;
    asked: number;
  } = { now: 0, asked: 0 };
  const health = new Health(
    {
      am: async () => {
        am.asked += 1;
        await am.hangs;
        if (am.error !== undefined) throw am.error;
        return null;
      },
      ledger: async () => am.ledger ?? null,
      service: async () => am.degraded ?? null,
    },
    () => am.now,
  );
  return { health, am };
}

test.each([
  ['where AM answers', {}, null, []],
  [
    'not where AM is late',
    { error: new Failure('UPSTREAM_TIMEOUT', 'late', { detail: 'am.internal:8443' }) },
    'UPSTREAM_TIMEOUT',
    [],
  ],
  ['not where AM is away', { error: away }, 'UPSTREAM_UNAVAILABLE', []],
  [
    'not where changes cannot be recorded',
    { ledger: new Failure('AUDIT_UNAVAILABLE', 'away') },
    'AUDIT_UNAVAILABLE',
    [],
  ],
  ['not where we fail', { error: new Error('secret host am.internal') }, 'INTERNAL', []],
  ['for most where the service credential is refused', { degraded: missing }, null, [missing]],
  [
    'not where AM is away, whatever else is wrong',
    { degraded: missing, error: away },
    'UPSTREAM_UNAVAILABLE',
    [],
  ],
])('it is ready %s', async (_label, wrong, reason, degraded) => {
  const { health, am } = scene();
  Object.assign(am, wrong);

  expect(await health.readiness()).toEqual({ ready: reason === null, reason, degraded });
  expect(health.draining).toBe(false);
});

test('it is not ready while it drains, and then AM is not asked', async () => {
  const { health, am } = scene();

  health.drain();

  expect(await health.readiness()).toEqual({ ready: false, reason: 'DRAINING', degraded: [] });
  expect([health.draining, am.asked]).toEqual([true, 0]);
});

test('it is not ready as soon as it drains, whatever was found out before', async () => {
  const draining = { ready: false, reason: 'DRAINING', degraded: [] };
  const { health, am } = scene();
  expect((await health.readiness()).ready).toBe(true);
  am.now += 5_000;
  const underWay = health.readiness();

  health.drain();

  expect(await health.readiness()).toEqual(draining);
  expect(await underWay).toEqual(draining);
});

test('AM is asked once for all probes of two seconds', async () => {
  const { health, am } = scene();

  await Promise.all(Array.from({ length: 50 }, () => health.readiness()));
  am.now = 2_000;
  await health.readiness();
  expect(am.asked).toBe(1);

  am.now = 2_001;
  await health.readiness();
  expect(am.asked).toBe(2);
});

test('AM is asked again after a failure, so that its return is noticed', async () => {
  const { health, am } = scene();
  am.error = away;
  await health.readiness();
  delete am.error;

  expect(await health.readiness()).toMatchObject({ ready: false });
  am.now = 2_001;
  expect(await health.readiness()).toEqual({ ready: true, reason: null, degraded: [] });
});

describe('a probe while AM does not answer', () => {
  test('is answered in time with what was last known, and no longer than that is true', async () => {
    const { health, am } = scene();
    const hung = Promise.withResolvers<void>();
    await health.readiness();
    am.now += 2_001;
    am.hangs = hung.promise;

    const begunAt = performance.now();
    const soon = await health.readiness();
    am.now += 10_001;
    const late = await health.readiness();
    const tookMs = performance.now() - begunAt;
    hung.resolve();

    expect(soon).toEqual({ ready: true, reason: null, degraded: [] });
    expect(late).toEqual({ ready: false, reason: 'UPSTREAM_TIMEOUT', degraded: [] });
    // Two probes of 400 ms, on a busy machine.
    expect(tookMs).toBeLessThan(3_000);
  });
});
