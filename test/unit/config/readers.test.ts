/** Each reader takes what it says and refuses the rest with what it expected. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { InvalidValue } from '../../../src/config/problem.ts';
import {
  baseUrl,
  cookieName,
  listOf,
  nonEmptyListOf,
  oneOf,
  origin,
  pathSegments,
  pemFile,
  resourceVersion,
  text,
  textLike,
  wholeNumber,
  wholePattern,
} from '../../../src/config/readers.ts';
import { realm } from '../../../src/config/realm-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'readers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const port = wholeNumber(0, 65_535);
const color = oneOf(['red', 'green']);
const numbers = listOf(wholeNumber(1, 9));
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('taken', () => {
  test.each([
    { label: 'a text', read: () => text('as it is'), value: 'as it is' },
    { label: 'the least number', read: () => port('0'), value: 0 },
    { label: 'the greatest number', read: () => port('65535'), value: 65_535 },
    { label: 'a number with a zero before it', read: () => port('080'), value: 80 },
    { label: 'one of a set', read: () => color('green'), value: 'green' },
    { label: 'a list', read: () => numbers(' 1, 2,,3 ,'), value: [1, 2, 3] },
    { label: 'no list', read: () => numbers(''), value: [] },
    { label: 'a list of one', read: () => nonEmptyListOf(text)('a'), value: ['a'] },
    { label: 'a text of a form', read: () => textLike(/^a+$/, 'a')('aa'), value: 'aa' },
    {
      label: 'a cookie’s name',
      read: () => cookieName('f3a9c0d1e2b4a59'),
      value: 'f3a9c0d1e2b4a59',
    },
    {
      label: 'an origin',
      read: () => origin('https://p.example.com'),
      value: 'https://p.example.com',
    },
    {
      label: 'an origin with a port',
      read: () => origin('http://localhost:3000'),
      value: 'http://localhost:3000',
    },
    { label: 'a version', read: () => resourceVersion('2.1'), value: '2.1' },
    { label: 'one segment', read: () => pathSegments('devices'), value: 'devices' },
    { label: 'segments', read: () => pathSegments('devices/2fa/oath'), value: 'devices/2fa/oath' },
    { label: 'a realm', read: () => realm('alpha'), value: { name: 'alpha', path: '/alpha' } },
    { label: 'the top realm', read: () => realm('root'), value: { name: 'root', path: '/' } },
    {
      label: 'the top realm by another name',
      read: () => realm('top=/'),
      value: { name: 'top', path: '/' },
    },
    {
      label: 'a nested realm',
      read: () => realm('emea=/our customers/emea'),
      value: { name: 'emea', path: '/our customers/emea' },
    },
    { label: 'a PEM file', read: () => pemFile(file('ca.pem', certificate)), value: certificate },
  ])('$label', ({ read, value }) => {
    expect(read()).toEqual(value);
  });

  test.each([
    ['https://am.example.com/am', 'https://am.example.com/am'],
    ['https://am.example.com/am///', 'https://am.example.com/am'],
    ['http://127.0.0.1:8080/openam/', 'http://127.0.0.1:8080/openam'],
    ['https://am.example.com', 'https://am.example.com/'],
  ])('the base URL %p', (value, href) => {
    expect(baseUrl(value).href).toBe(href);
  });

  test.each([
    ['u\\d+', 'u12', true],
    ['u\\d+', 'xu12', false],
    ['u\\d+', 'u12 ', false],
    ['a|b', 'ab', false],
    ['\\p{L}+', 'é', true],
  ])('the pattern %p on %p: %p', (pattern, id, matches) => {
    expect(wholePattern(pattern).test(id)).toBe(matches);
  });
});

describe('refused', () => {
  test.each([
    {
      label: 'an empty list',
      read: () => nonEmptyListOf(text)(' ,'),
      message: 'expected at least one item',
    },
    {
      label: 'a text of another form',
      read: () => textLike(/^a+$/, 'only a')('b'),
      message: 'expected only a, got "b"',
    },
    {
      label: 'a header of HTTP for a cookie',
      read: () => cookieName('Content-Length'),
      message: 'expected the name of a session cookie',
    },
    {
      label: 'a blank in a cookie’s name',
      read: () => cookieName('a b'),
      message: 'expected the name of a session cookie',
    },
    {
      label: 'an origin with a wildcard',
      read: () => origin('https://*.example.com'),
      message: 'expected an origin',
    },
    {
      label: 'a realm with two paths',
      read: () => realm('a=/b=/c'),
      message: 'expected realm names',
    },
    {
      label: 'no number',
      read: () => port('http'),
      message: 'expected a whole number from 0 to 65535, got "http"',
    },
    { label: 'a fraction', read: () => port('1.5'), message: 'expected a whole number' },
    { label: 'a negative number', read: () => port('-1'), message: 'expected a whole number' },
    { label: 'an exponent', read: () => port('1e3'), message: 'expected a whole number' },
    { label: 'hexadecimal', read: () => port('0x10'), message: 'expected a whole number' },
    { label: 'one too many', read: () => port('65536'), message: 'expected a whole number' },
    {
      label: 'another of a set',
      read: () => color('Red'),
      message: 'expected one of red, green, got "Red"',
    },
    { label: 'a bad item of a list', read: () => numbers('1,x'), message: 'got "x"' },
    {
      label: 'a URL without a scheme',
      read: () => baseUrl('am.example.com/am'),
      message: 'expected an absolute URL',
    },
    {
      label: 'another scheme',
      read: () => baseUrl('ldap://am.example.com'),
      message: 'expected http or https, got "ldap:"',
    },
    {
      label: 'a URL with a query',
      read: () => baseUrl('https://am/am?realm=x'),
      message: 'a query or a fragment',
    },
    {
      label: 'a URL with a fragment',
      read: () => baseUrl('https://am/am#x'),
      message: 'a query or a fragment',
    },
    { label: 'every origin', read: () => origin('*'), message: 'would let every web site call' },
    {
      label: 'an origin with a path',
      read: () => origin('https://p.example.com/'),
      message: 'expected an origin',
    },
    {
      label: 'an origin in capitals',
      read: () => origin('https://P.example.com'),
      message: 'expected an origin',
    },
    { label: 'the null origin', read: () => origin('null'), message: 'expected an origin' },
    {
      label: 'half of a pattern',
      read: () => wholePattern('a('),
      message: 'expected a regular expression',
    },
    {
      label: 'a version of one number',
      read: () => resourceVersion('1'),
      message: 'expected a version like 1.0',
    },
    { label: 'a way up', read: () => pathSegments('devices/../x'), message: 'expected a path' },
    { label: 'a leading slash', read: () => pathSegments('/devices'), message: 'expected a path' },
    {
      label: 'a query in a path',
      read: () => pathSegments('devices?x'),
      message: 'expected a path',
    },
    { label: 'no realm', read: () => realm(''), message: 'expected realm names' },
    { label: 'a path for a realm', read: () => realm('/alpha'), message: 'expected realm names' },
    {
      label: 'a realm path that goes up',
      read: () => realm('a=/b/../c'),
      message: 'is not a realm path',
    },
    {
      label: 'a realm path of nothing',
      read: () => realm('a=/b//c'),
      message: 'is not a realm path',
    },
    { label: 'a relative realm path', read: () => realm('a=b'), message: 'is not a realm path' },
    {
      label: 'no file',
      read: () => pemFile(join(folder, 'none.pem')),
      message: 'cannot read the file',
    },
    {
      label: 'a file without a certificate',
      read: () => pemFile(file('key.pem', 'PRIVATE KEY')),
      message: 'the file holds no PEM certificate',
    },
  ])('$label', ({ read, message }) => {
    expect(read).toThrow(InvalidValue);
    expect(read).toThrow(message);
  });

  test('a password in a URL, without repeating it', () => {
    const read = (): URL => baseUrl('https://user:hunter2@am.example.com/am');

    expect(read).toThrow('a URL with a user name or password in it is not accepted');
    expect(read).not.toThrow(/hunter2/);
  });
});
