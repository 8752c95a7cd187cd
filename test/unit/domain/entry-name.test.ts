/** Names of directory entries (RFC 4514): they decide who is privileged and who is the caller. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readEntryName } from '../../../src/domain/values/entry-name.ts';

const boss = 'uid=boss-2,ou=people,dc=x';
const bossText = 'uid="boss-2",ou="people",dc="x"';
const textOf = (name: string): string | undefined => readEntryName(name)?.text;

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
  expect(textOf(name)).toBe(bossText);
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
])('%j names another person', (name) => {
  expect(textOf(name)).toBeDefined();
  expect(textOf(name)).not.toBe(bossText);
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
])('%j cannot be parsed', (name) => {
  expect(readEntryName(name)).toBeNull();
});

test('several assertions in one part count in any order', () => {
  expect(textOf('cn=B + uid=A,dc=x')).toBe(textOf('uid=a+cn=b,dc=x'));
  expect(readEntryName('cn= Second Line +uid=a,ou=groups,dc=x')).toMatchObject({
    perhapsGroup: 'Second Line',
    parent: 'ou="groups",dc="x"',
  });
});

describe('any value', () => {
  const value = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 8 })
    .filter((text) => text.isWellFormed() && !text.includes('\uFFFD'));
  const inHex = (text: string): string =>
    Buffer.from(text)
      .toString('hex')
      .replaceAll(/../g, (byte) => `\\${byte}`);

  test('is the same in bytes and in characters, and stays in its part', () => {
    fc.assert(
      fc.property(value, (text) => {
        const escaped = text.replaceAll(/["+,;<>=\\#\s\0]/g, inHex);
        const name = `uid=${escaped},dc=x`;
        expect(readEntryName(name)?.parent).toBe('dc="x"');
        expect(textOf(`uid=${inHex(text)},dc=x`)).toBe(textOf(name));
      }),
      { numRuns: 2_000 },
    );
  });
});
