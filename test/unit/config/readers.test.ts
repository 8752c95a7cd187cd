/** Accepted values and messages of readers; see also test/security/configuration.test.ts. */
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, test } from '@jest/globals';
import { pathSegments, resourceVersion } from '../../../src/config/am.ts';
import { amUrl, baseUrl, cookieName, origin } from '../../../src/config/network-readers.ts';
import { InvalidValue } from '../../../src/config/problem.ts';
import {
  listOf,
  nonEmptyListOf,
  oneOf,
  pemFile,
  text,
  textLike,
  wholeNumber,
  wholePattern,
} from '../../../src/config/readers.ts';
import { realm } from '../../../src/config/realms.ts';
import { useFolder } from '../../support/folder.ts';

const { path: folder, write: file } = useFolder();
const certificate = `${rootCertificates[0]}\n`;
const noCertificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const readers = {
  text,
  cookieName,
  origin,
  resourceVersion,
  pathSegments,
  realm,
  pemFile,
  baseUrl,
  amUrl,
  port: wholeNumber(0, 65_535),
  color: oneOf(['red', 'green']),
  numbers: listOf(wholeNumber(1, 9)),
  some: nonEmptyListOf(text),
  onlyA: textLike(/^a+$/, 'only a'),
  href: (value: string): string => baseUrl(value).href,
  pattern: wholePattern,
};
type Reader = keyof typeof readers;

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
  ['origin', 'https://p.example.com', 'https://p.example.com'],
  ['origin', 'http://localhost:3000', 'http://localhost:3000'],
  ['resourceVersion', '2.1', '2.1'],
  ['pathSegments', 'devices', 'devices'],
  ['pathSegments', 'devices/2fa/oath', 'devices/2fa/oath'],
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
  ['\\p{L}+', 'é', true],
])('the pattern %p matches %p as a whole: %p', (pattern, id, matches) => {
  expect(wholePattern(pattern).test(id)).toBe(matches);
});

// One row for each message.
test.each<[Reader, string, string]>([
  ['some', ' ,', 'expected at least one item'],
  ['onlyA', 'b', 'expected only a, got "b"'],
  ['cookieName', 'Content-Length', 'expected the name of a session cookie'],
  ['port', 'http', 'expected a whole number from 0 to 65535, got "http"'],
  ['color', 'Red', 'expected one of red, green, got "Red"'],
  ['numbers', '1,x', 'got "x"'],
  ['baseUrl', 'am.example.com/am', 'expected an absolute URL'],
  ['baseUrl', 'ldap://am.example.com', 'expected http or https, got "ldap:"'],
  ['baseUrl', 'https://am/am?realm=x', 'a query or a fragment'],
  ['amUrl', 'https://am.example.com/am/XUI', '/XUI is a place below it'],
  ['amUrl', 'https://am.example.com/am/json/realms/root', '/json is a place below it'],
  ['origin', '*', 'would let every web site call'],
  ['origin', 'portal.example.com', 'expected an origin'],
  ['pattern', 'a(', 'expected a regular expression'],
  ['resourceVersion', '1', 'expected a version like 1.0'],
  ['pathSegments', 'devices?x', 'expected a path'],
  ['realm', '/alpha', 'expected realm names'],
  ['realm', 'a=/b/../c', 'is not a realm path'],
  ['pemFile', join(folder, 'none.pem'), 'cannot read the file'],
  ['pemFile', file('key.pem', 'PRIVATE KEY'), 'the file contains no PEM certificate'],
  ['pemFile', file('empty.pem', noCertificate), 'the file contains no PEM certificate'],
])('%s rejects %p: %s', (reader, given, message) => {
  expect(() => readers[reader](given)).toThrow(InvalidValue);
  expect(() => readers[reader](given)).toThrow(message);
});

test('a password in a URL is rejected, and not quoted', () => {
  const read = (): URL => baseUrl('https://user:hunter2@am.example.com/am');

  expect(read).toThrow('a URL with a user name or password in it is not accepted');
  expect(read).not.toThrow(/hunter2/);
});
