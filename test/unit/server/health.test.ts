/** Probes while AM fails or does not answer (R44), and a drain in the middle of one. */
import { expect, test } from '@jest/globals';
import { Failure } from '../../../src/domain/values/failure.ts';
import { Health } from '../../../src/server/health.ts';

/** Health with a fake clock, and an AM that answers when `hangs` is resolved. */
function scene() {
  const am: { now: number; hangs?: Promise<void>; failures: number; readonly pauses: number[] } = {
    now: 0,
    failures: 0,
    pauses: [],
  };
  const checks = {
    am: async () => {
      await am.hangs;
      am.failures -= 1;
      if (am.failures >= 0) throw new Failure('UPSTREAM_TIMEOUT', 'AM did not answer.');
      return [];
    },
    pause: async (ms: number) => void am.pauses.push(ms),
    ledger: async () => null,
    records: async () => null,
    service: async () => null,
    clocks: () => null,
  };
  return {
    health: new Health(checks, () => am.now, {
      readiness: () => undefined,
      process: () => undefined,
    }),
    am,
  };
}

test('it is not ready when it drains, even after a successful probe', async () => {
  const draining = { ready: false, reason: 'DRAINING', degraded: [] };
  const { health, am } = scene();
  expect((await health.readiness()).ready).toBe(true);
  am.now += 5_000;
  const underWay = health.readiness();

  health.drain();

  expect(await health.readiness()).toEqual(draining);
  expect(await underWay).toEqual(draining);
});

test('without an answer of AM the last result counts, until it is too old', async () => {
  const { health, am } = scene();
  const hung = Promise.withResolvers<void>();
  await health.readiness();
  am.now += 2_001;
  am.hangs = hung.promise;

  const soon = await health.readiness();
  am.now += 10_001;
  const late = await health.readiness();
  hung.resolve();

  expect(soon).toEqual({ ready: true, reason: null, degraded: [] });
  expect(late).toEqual({ ready: false, reason: 'UPSTREAM_TIMEOUT', degraded: [] });
});

test.each([
  ['is still ready after one failed call', 1, true],
  ['is not ready after two failed calls', 2, false],
])('it %s to AM', async (_label, failures, ready) => {
  const { health, am } = scene();
  await health.readiness();
  am.now += 5_000;
  am.failures = failures;

  expect((await health.readiness()).ready).toBe(ready);
});

test('AM is called again after a time that differs between gateways', async () => {
  const pauses = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { health, am } = scene();
      await health.readiness();
      am.now += 5_000;
      am.failures = 1;
      await health.readiness();
      return am.pauses[0] ?? 0;
    }),
  );

  expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(100);
});

test('a call that hung does not replace what a later one has found', async () => {
  const { health, am } = scene();
  await health.readiness();
  am.now += 5_000;
  const hung = Promise.withResolvers<void>();
  am.hangs = hung.promise;
  const first = health.readiness();
  am.now += 3_000;
  delete am.hangs;
  expect((await health.readiness()).ready).toBe(true);

  am.failures = 2;
  hung.resolve();
  await first;
  await Promise.resolve();

  expect(health.last?.ready).toBe(true);
});
