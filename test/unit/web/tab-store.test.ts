/** What the pages keep in the tab ends with the session. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { signOut } from '../../../web/src/data/sign-in.ts';
import { createTabStore } from '../../../web/src/data/tab-store.ts';

/** The browser's objects that a sign-out uses. */
const before = { fetch: globalThis.fetch };
let status = 200;

beforeEach(() => {
  const storage = Object.defineProperties(
    {},
    {
      getItem: { value: (key: string) => Reflect.get(storage, key) ?? null },
      setItem: { value: (key: string, value: string) => Reflect.set(storage, key, value) },
      removeItem: { value: (key: string) => Reflect.deleteProperty(storage, key) },
    },
  );
  Object.assign(globalThis, {
    sessionStorage: storage,
    location: { assign: () => undefined },
    fetch: async () => new Response('{}', { status, headers: { location: '/signed-out' } }),
  });
});
afterEach(() => {
  Object.assign(globalThis, before);
  Reflect.deleteProperty(globalThis, 'location');
  Reflect.deleteProperty(globalThis, 'sessionStorage');
});

test.each([
  ['removes', 200, []],
  ['that fails keeps', 500, ['kept:asked', 'kept:desk-draft']],
])('a sign-out %s what the tab has kept, whatever page is open', async (_label, code, keys) => {
  createTabStore('asked').save({ bob: 'Vn3Jw0mQZk2y8tB5uR7xXg' }, 'helen');
  // A store of a page that was open before.
  sessionStorage.setItem('kept:desk-draft', '{"value":"bob"}');
  sessionStorage.setItem('language', 'de');
  status = code;

  expect(await signOut()).toBe(code === 200);

  expect(Object.keys(sessionStorage)).toEqual([...keys, 'language'].toSorted());
});
