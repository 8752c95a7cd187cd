/** The names of directory entries (RFC 4514), which decide who is privileged and who is oneself. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isSameEntry, readEntryName } from '../../../src/domain/entry-name.ts';

const boss = 'uid=boss-2,ou=people,dc=x';

test.each([
  boss,
  'UID=Boss-2,OU=People,DC=X',
  ' uid = boss-2 , ou = people , dc = x ',
  'uid=boss-2;ou=people;dc=x',
  String.raw`uid=boss\2d2,ou=people,dc=x`,
  String.raw`uid=b\6Fss\2D2,ou=people,dc=x`,
  String.raw`uid=boss\-2,ou=people,dc=x`,
  'uid="boss-2",ou=people,dc=x',
  '0.9.2342.19200300.100.1.1=boss-2,ou=people,dc=x',
  'OID.0.9.2342.19200300.100.1.1=boss-2,2.5.4.11=people,0.9.2342.19200300.100.1.25=x',
  'userid=boss-2,organizationalUnitName=people,domainComponent=x',
  'uid=#0406626F73732D32,ou=people,dc=x',
  'uid=#0C06626f73732d32,ou=people,dc=x',
  'uid=ｂoss-2,ou=people,dc=x',
  'uid=bo\u{E0020}ss-2,ou=peop\u00ADle,dc=x',
])('%j names the boss', (name) => {
  expect(isSameEntry(name, boss)).toBe(true);
});

test.each([
  'uid=boss-2,ou=people',
  'uid=boss-2,ou=people,dc=x,dc=y',
  'uid=boss-22,ou=people,dc=x',
  'cn=boss-2,ou=people,dc=x',
  'cn=x,uid=boss-2,ou=people,dc=x',
  String.raw`uid=boss\2c2,ou=people,dc=x`,
  String.raw`uid=boss-2\,ou=people,dc=x`,
  'uid=boss-2+cn=x,ou=people,dc=x',
  'uid="boss-2,ou=people",dc=x',
])('%j names somebody else', (name) => {
  expect(readEntryName(name)).not.toBeNull();
  expect(isSameEntry(name, boss)).toBe(false);
});

test.each([
  '',
  'boss',
  'uid',
  'uid=boss,',
  ',uid=boss',
  'uid=boss,ou',
  'uid=a"b,dc=x',
  'uid="a,dc=x',
  'uid=<a>,dc=x',
  'uid=a\\',
  String.raw`uid=\ff\fe,dc=x`,
  'uid=#0406,dc=x',
  'uid=#05,dc=x',
  'uid=#0204626F7373,dc=x',
  '1.2.3.4=boss,dc=x',
])('%j cannot be read, and is nobody’s', (name) => {
  expect(readEntryName(name)).toBeNull();
  expect(isSameEntry(name, name)).toBe(false);
});

test('nobody without an entry is the same as another', () => {
  expect(isSameEntry(null, null)).toBe(false);
  expect(isSameEntry(boss, null)).toBe(false);
});

test('several assertions in one part count in any order', () => {
  expect(isSameEntry('uid=a+cn=b,dc=x', 'cn=B + uid=A,dc=x')).toBe(true);
  expect(readEntryName('cn= Second Line +uid=a,ou=groups,dc=x')).toMatchObject({
    value: 'Second Line',
    parent: 'ou="groups",dc="x"',
  });
});

describe('whatever a value is', () => {
  const value = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 8 })
    .filter((text) => text.isWellFormed() && !text.includes('\uFFFD'));
  const inHex = (text: string): string =>
    Buffer.from(text)
      .toString('hex')
      .replaceAll(/../g, (byte) => `\\${byte}`);

  test('it is read from bytes as from characters, and stays in its part', () => {
    fc.assert(
      fc.property(value, (text) => {
        const escaped = text.replaceAll(/["+,;<>=\\#\s\0]/g, inHex);
        const name = `uid=${escaped},dc=x`;
        expect(readEntryName(name)?.parent).toBe('dc="x"');
        expect(isSameEntry(name, `uid=${inHex(text)},dc=x`)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
