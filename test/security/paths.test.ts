/**
 * Whatever name is accepted, the URL keeps its host and its shape (security C11, by 10 000 texts).
 */
import { describe, expect, test } from '@jest/globals';
import {
  array,
  assert,
  constantFrom,
  integer,
  oneof,
  property,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { Paths } from '../../src/am/foundation/paths.ts';
import { products } from '../../src/am/foundation/product.ts';
import { InvalidValue } from '../../src/config/problem.ts';
import { realm as readRealm } from '../../src/config/realms.ts';
import { type Realm } from '../../src/domain/realm.ts';
import { createUserIdRule } from '../../src/domain/user-id.ts';

const numRuns = 10_000;
const alpha = { name: 'alpha', path: '/alpha' };
const paths = new Paths('/am', products.pingam);
const rule = createUserIdRule('pingam');

/**
 * Any UTF-16 text, ordinary names, and names with a character that some parser treats specially.
 */
const anyText = array(integer({ min: 0, max: 0xffff }), { maxLength: 12 });
const utf16 = anyText.map((units) => String.fromCharCode(...units));
const unicode = string({ unit: 'binary', maxLength: 12 });
const letter = constantFrom(...Array.from("abcxyzABZ0189._-~@+' é名前😀"));
const letters = string({ unit: letter, minLength: 1, maxLength: 12 });
const strange = '/ \\ .. . %2e %2F % ; ? # & * = , // @ : ／ ． ‥ ＃ ？ %c0%af'.split(' ');
const invisible = ['\r\n', '\0', '\u2028', '\u00AD', '\uD800', '\uDC00', '\u202E', ' '];
const marks = constantFrom(...strange, ...invisible);
const spiked = array(oneof(marks, letters), { maxLength: 5 }).map((parts) => parts.join(''));
const texts = oneof(utf16, unicode, letters, spiked);

const top = ['', 'am', 'json', 'realms', 'root'];
const inAlpha = [...top, 'realms', 'alpha'];
const listed = products.pingam.kinds.PUSH?.fields ?? null;
const listQuery =
  '?_queryFilter=true&_fields=uuid,deviceName,createdDate,lastAccessDate,deviceManagementStatus';

describe('a user id', () => {
  test('that is accepted stays one segment', () => {
    let accepted = 0;

    holds(texts, (id) => {
      if (!rule.accepts(id)) return true;
      accepted += 1;
      const who = { realm: alpha, id };
      const user = [...inAlpha, 'users', id];
      return (
        hasShape(paths.user(who, ['uid']).path, user, '?_fields=uid') &&
        hasShape(
          paths.deviceReset(who, 'OATH').path,
          [...user, 'devices', '2fa', 'oath'],
          '?_action=reset',
        ) &&
        hasShape(
          paths.deviceList(who, 'PUSH', listed).path,
          [...user, 'devices', '2fa', 'push'],
          listQuery,
        )
      );
    });

    expect(accepted).toBeGreaterThan(numRuns / 10);
  });
});

describe('a realm', () => {
  test('that is configured keeps the shape of paths', () => {
    let count = 0;
    const parts = oneof(constantFrom('a', 'emea', '..', '.', '', 'a b'), letters, marks);
    const names = oneof(constantFrom('emea', 'root', 'a-b_c'), letters);
    const entries = tuple(names, array(parts, { maxLength: 4 })).map(([name, path]) =>
      path.length === 0 ? name : `${name}=/${path.join('/')}`,
    );

    holds(oneof(entries, texts), (text) => {
      const realm = realmOf(text);
      if (realm === null) return true;
      count += 1;
      const nested = realm.path.split('/').filter((part) => part !== '');
      const segments = [...top, ...nested.flatMap((name) => ['realms', name]), 'serverinfo', '*'];
      return hasShape(paths.serverInfo(realm).path, segments, '');
    });

    expect(count).toBeGreaterThan(500);
  });
});

/** Tries a claim on ten thousand values; throws with the smallest one that breaks it. */
function holds<T>(values: Arbitrary<T>, claim: (value: T) => boolean): true {
  assert(property(values, claim), { numRuns });
  return true;
}

/**
 * Whether every URL parser on the way sees these segments behind the host that the path was put
 * behind.
 */
function hasShape(path: string, segments: readonly string[], query: string): boolean {
  const url = new URL(path, 'https://am.test:8443');
  const seen = url.pathname.split('/').map(decodeURIComponent);
  return (
    url.host === 'am.test:8443' &&
    url.hash === '' &&
    url.search === query &&
    `${url.pathname}${url.search}` === path &&
    JSON.stringify(seen) === JSON.stringify(segments)
  );
}

function realmOf(text: string): Realm | null {
  try {
    return readRealm(text);
  } catch (error) {
    if (error instanceof InvalidValue) return null;
    throw error;
  }
}
