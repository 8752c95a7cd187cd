/** The allow-list of realms. */
import { expect, test } from '@jest/globals';
import { createRealms } from '../../../src/domain/realm.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const emea = { name: 'emea', path: '/customers/emea' };
const realms = createRealms([alpha, emea], emea);

test.each([
  ['alpha', alpha],
  ['emea', emea],
  ['/alpha', undefined],
  ['ALPHA', undefined],
  ['', undefined],
  ['constructor', undefined],
  ['__proto__', undefined],
])('by the name %p', (name, realm) => {
  expect(realms.byName(name)).toBe(realm);
});

test.each([
  ['/alpha', alpha],
  ['/customers/emea', emea],
  ['/customers', undefined],
  ['/emea', undefined],
  ['/', undefined],
  ['alpha', undefined],
])('by the path %p', (path, realm) => {
  expect(realms.byPath(path)).toBe(realm);
});

test('the default one is the one that was named', () => {
  expect(realms.default).toBe(emea);
});
