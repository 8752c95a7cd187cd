/** Probes while AM does not answer, and a drain in the middle of one. */
import { expect, test } from '@jest/globals';
import { Health } from '../../../src/server/health.ts';

/** Health with a fake clock, and an AM that answers when `hangs` is resolved. */
function scene() {
  const am: { now: number; hangs?: Promise<void> } = { now: 0 };
  const checks = {
    am: async () => (await am.hangs, []),
    ledger: async () => null,
    spool: async () => null,
    service: async () => null,
  };
  return {
    health: new Health(
      checks,
      () => am.now,
      () => undefined,
    ),
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
