/** Values that readers accept. test/operations/wrong-configurations.txt has those they refuse. */
import { rootCertificates } from 'node:tls';
import { expect, test } from '@jest/globals';
import {
  addressRange,
  amUrl,
  baseUrl,
  cookieName,
  isLoopback,
  origin,
} from '../../../src/config/things/network-readers.ts';
import { listOf, nonEmptyListOf } from '../../../src/config/values/parts.ts';
import {
  oneOf,
  pemFile,
  text,
  textLike,
  wholeNumber,
  wholePattern,
} from '../../../src/config/values/readers.ts';
import { realm } from '../../../src/config/things/realms.ts';
import { useFolder } from '../../support/folder.ts';

const { write: file } = useFolder();
const certificate = `${rootCertificates[0]}\n`;
const readers = {
  text,
  cookieName,
  origin,
  realm,
  pemFile,
  baseUrl,
  amUrl,
  addressRange,
  port: wholeNumber(0, 65_535),
  color: oneOf(['red', 'green']),
  numbers: listOf(wholeNumber(1, 9)),
  some: nonEmptyListOf(text),
  onlyA: textLike(/^a+$/, 'only a'),
  href: (value: string): string => baseUrl(value).href,
  pattern: wholePattern,
};
type Reader = keyof typeof readers;

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['[::1]', true],
  ['127.0.0.1.example.com', false],
  ['1127.0.0.1', false],
  ['127.0.0', false],
  ['localhost.example.com', false],
  ['0.0.0.0', false],
  ['128.0.0.1', false],
])('%s is this machine: %p', (host, isSo) => {
  expect(isLoopback(host)).toBe(isSo);
});

test.each<[Reader, string, unknown]>([
  ['text', 'as it is', 'as it is'],
  ['port', '0', 0],
  ['port', '65535', 65_535],
  ['port', '080', 80],
  ['color', 'green', 'green'],
  ['numbers', ' 1, 2,,3 ,', [1, 2, 3]],
  ['numbers', '', []],
  ['some', 'a', ['a']],
  ['onlyA', 'aa', 'aa'],
  ['cookieName', 'f3a9c0d1e2b4a59', 'f3a9c0d1e2b4a59'],
  ['addressRange', '10.0.0.1', '10.0.0.1'],
  ['addressRange', '10.0.0.1/32', '10.0.0.1/32'],
  ['addressRange', '::1/128', '::1/128'],
  ['origin', 'https://p.example.com', 'https://p.example.com'],
  ['origin', 'http://localhost:3000', 'http://localhost:3000'],
  ['realm', 'alpha', { name: 'alpha', path: '/alpha' }],
  ['realm', 'root', { name: 'root', path: '/' }],
  ['realm', 'top=/', { name: 'top', path: '/' }],
  ['realm', 'emea=/our customers/emea', { name: 'emea', path: '/our customers/emea' }],
  ['pemFile', file('ca.pem', certificate), certificate],
  ['pemFile', file('two.pem', `${certificate.trim()}${certificate}`), certificate.repeat(2)],
  ['href', 'https://am.example.com/am', 'https://am.example.com/am'],
  ['href', 'https://am.example.com/am///', 'https://am.example.com/am'],
  ['href', 'http://127.0.0.1:8080/openam/', 'http://127.0.0.1:8080/openam'],
  ['href', 'https://am.example.com', 'https://am.example.com/'],
])('%s accepts %p', (reader, given, value) => {
  expect(readers[reader](given)).toEqual(value);
});

test.each([
  ['u\\d+', 'u12', true],
  ['u\\d+', 'xu12', false],
  ['u\\d+', 'u12 ', false],
  ['a|b', 'ab', false],
  ['a|b', 'b\n', false],
  ['\\p{L}+', 'é', true],
])('the pattern %p matches %p as a whole: %p', (pattern, id, matches) => {
  expect(wholePattern(pattern).test(id)).toBe(matches);
});
