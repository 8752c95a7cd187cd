/** Sessions of the pages, kept beside the records. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PageSessions } from '../../src/domain/page-session.ts';
import { createStore, engines } from './stores.ts';
import type { TestStore } from './stores.ts';

const kept = (id: string, at = 1_000) => ({ id, sealed: `sealed ${id}`, begunAt: at, usedAt: at });

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let sessions: PageSessions;

  beforeAll(async () => {
    store = await createStore(engine);
    ({ pageSessions: sessions } = await store.open());
  });
  afterAll(() => store.remove());

  test('a session is found by its id until it is removed', async () => {
    await sessions.add(kept('one'));
    await sessions.add(kept('two'));

    await sessions.remove('one');

    expect([await sessions.find('one'), await sessions.find('two')]).toEqual([null, kept('two')]);
  });

  test('its use is noted, and nothing else of it', async () => {
    await sessions.add(kept('used'));

    await sessions.touch('used', 5_000);

    expect(await sessions.find('used')).toEqual({ ...kept('used'), usedAt: 5_000 });
  });

  test('of two who renew it at once one is first', async () => {
    await sessions.add(kept('renewed'));

    const told = await Promise.all([
      sessions.replace('renewed', 'sealed renewed', 'by one'),
      sessions.replace('renewed', 'sealed renewed', 'by two'),
    ]);

    expect(told.filter((isFirst) => isFirst)).toHaveLength(1);
    expect((await sessions.find('renewed'))?.sealed).toBe(told[0] ? 'by one' : 'by two');
  });

  test('what began or was used too long ago is removed, and nothing else', async () => {
    await sessions.add(kept('old', 10));
    await sessions.add({ ...kept('idle', 500), usedAt: 500 });
    await sessions.add({ ...kept('good', 500), usedAt: 900 });

    await sessions.removeOld(100, 600);

    const left = await Promise.all(['old', 'idle', 'good'].map((id) => sessions.find(id)));
    expect(left.map((one) => one?.id)).toEqual([undefined, undefined, 'good']);
  });
});
