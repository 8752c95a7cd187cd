/** A threat level is in force in every gateway on the database within two seconds (decision 67). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../reliability/am-traffic.ts';
import { anIntent, terms } from '../builders.ts';
import { createStore, type TestStore } from '../stores.ts';

let store: TestStore;
beforeEach(async () => {
  store = await createStore('PostgreSQL');
});
afterEach(() => store.remove());

test('another gateway, which has just read the levels, refuses changes', async () => {
  const [one, other] = [await store.open(), await store.open()];
  expect(await other.threats?.current()).toEqual([]);
  const end = new Date(store.clock.now + 3_600_000).toISOString();
  const by = { actor: null, correlationId: null };
  await one.threats?.set({ realm: 'alpha', level: 'FROZEN', until: end, reason: 'test', ...by });

  const setAt = performance.now();
  await until('the other gateway refuses', async () => {
    const checked = await other.check(anIntent(), terms());
    return checked.kind === 'threat level';
  });
  expect(performance.now() - setAt).toBeLessThan(2_000);
});
