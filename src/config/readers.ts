import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import type { WholePattern } from '../domain/whole-pattern.ts';
import { InvalidValue } from './problem.ts';

/** Turns an option's text into its value, or throws InvalidValue with what was expected. */
export type Reader<T> = (text: string) => T;

/** The text as it is. */
export const text: Reader<string> = (value) => value;

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): Reader<number> {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidValue(`expected a whole number from ${min} to ${max}, got "${value}"`);
  };
}

/** One of a closed set. */
export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new InvalidValue(`expected one of ${values.join(', ')}, got "${value}"`);
  };
}

/** A comma-separated list; blanks around items do not count. */
export function listOf<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => item(part));
}

/** A comma-separated list that holds at least one item. */
export function nonEmptyListOf<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    const list = listOf(item)(value);
    if (list.length > 0) return list;
    throw new InvalidValue('expected at least one item');
  };
}

/** A text of one form; `expected` says which, with an example. */
export function textLike(pattern: RegExp, expected: string): Reader<string> {
  return (value) => {
    if (pattern.test(value)) return value;
    throw new InvalidValue(`expected ${expected}, got "${value}"`);
  };
}

/** Headers that the gateway sends to AM itself, or that HTTP gives a meaning to. */
const reservedHeaders = new Set([
  'accept',
  'accept-api-version',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'if-match',
  'if-none-match',
  'origin',
  'transfer-encoding',
  'x-forgerock-transactionid',
  'x-http-method-override',
  'x-requested-with',
]);

/** The name of a cookie that is also a header's name. */
export const cookieName: Reader<string> = (value) => {
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(value) && !reservedHeaders.has(value.toLowerCase()))
    return value;
  throw new InvalidValue('expected the name of a session cookie like iPlanetDirectoryPro');
};

/** An absolute http or https URL without credentials, query or fragment; no slash at its end. */
export const baseUrl: Reader<URL> = (value) => {
  if (!URL.canParse(value))
    throw new InvalidValue('expected an absolute URL like https://am.example.com/am');
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new InvalidValue(`expected http or https, got "${url.protocol}"`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidValue('a URL with a user name or password in it is not accepted');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new InvalidValue('a URL with a query or a fragment is not accepted');
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
};

/** A web origin, exactly as browsers send it. */
export const origin: Reader<string> = (value) => {
  if (value === '*') {
    throw new InvalidValue(
      '"*" would let every web site call with the session of its visitor; list the origins',
    );
  }
  if (!URL.canParse(value) || new URL(value).origin !== value || value.includes('*')) {
    throw new InvalidValue(`expected an origin like https://portal.example.com, got "${value}"`);
  }
  return value;
};

/**
 * A regular expression that has to match a whole value, in the syntax of RE2: without look-around and back references,
 * so that it takes time by the length of the text whatever the pattern is.
 */
export const wholePattern: Reader<WholePattern> = (value) => {
  try {
    const pattern = RE2JS.compile(value);
    return { source: `^(?:${value})$`, test: (tried) => pattern.matches(tried) };
  } catch (error) {
    throw new InvalidValue(`expected a regular expression: ${messageOf(error)}`, { cause: error });
  }
};

/** The same for a pattern that front ends are told, too: browsers must be able to read it (`Caller.ticketPattern`). */
export const toldPattern: Reader<WholePattern> = (value) => {
  const pattern = wholePattern(value);
  try {
    return { ...pattern, source: new RegExp(pattern.source, 'u').source };
  } catch (error) {
    throw new InvalidValue(
      `expected a regular expression that browsers can read, too: ${messageOf(error)}`,
      { cause: error },
    );
  }
};

/** A resource version of the form major.minor (contract §1.2). */
export const resourceVersion = textLike(/^\d+\.\d+$/, 'a version like 1.0');

/** One or more path segments of plain characters, like `devices/2fa/oath`. */
export const pathSegments = textLike(
  /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/,
  'a path like devices/2fa/oath',
);

/** The certificates of a PEM file, each on lines of its own: OpenSSL skips one that begins where another one's line ends. */
export const pemFile: Reader<string> = (path) => {
  const pem = fileText(path);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 0 && blocks.every(isCertificate)) return `${blocks.join('\n')}\n`;
  throw new InvalidValue('the file holds no PEM certificate');
};

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).subject !== undefined;
  } catch {
    return false;
  }
}

/** A name and a value: `role=helpdesk`. */
export const property: Reader<{ readonly name: string; readonly value: string }> = (pair) => {
  const [, name, value] = /^([A-Za-z0-9_.-]+)=(.+)$/.exec(pair) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  throw new InvalidValue(`expected name=value, got "${pair}"`);
};

/** The text of a file. */
export const fileText: Reader<string> = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InvalidValue(`cannot read the file: ${messageOf(error)}`, { cause: error });
  }
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
