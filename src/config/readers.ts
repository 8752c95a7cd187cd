import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { RE2JS } from 're2js';
import { parsed } from '../domain/json.ts';
import type { WholePattern } from '../domain/whole-pattern.ts';
import type { Reader } from './option.ts';
import { InvalidValue } from './problem.ts';

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
export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new InvalidValue(`expected one of ${values.join(', ')}, got "${value}"`);
  };
}

/** `on` or `off`. */
export const onOrOff: Reader<boolean> = (value) => oneOf(['on', 'off'])(value) === 'on';

/** A comma-separated list; blanks around items are ignored. */
export function listOf<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => item(part));
}

/** A comma-separated list of at least one item. */
export function nonEmptyListOf<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    const list = listOf(item)(value);
    if (list.length > 0) return list;
    throw new InvalidValue('expected at least one item');
  };
}

/** A text that matches a pattern; `expected` describes it with an example. */
export function textLike(pattern: RegExp, expected: string): Reader<string> {
  return (value) => {
    if (pattern.test(value)) return value;
    throw new InvalidValue(`expected ${expected}, got "${value}"`);
  };
}

/** A share from 0 to 1. */
export const share: Reader<number> = (value) => {
  const number = /^\d(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new InvalidValue(`expected a number from 0 to 1, got "${value}"`);
};

/** A name and a value: `role=helpdesk`. */
export const property: Reader<{ readonly name: string; readonly value: string }> = (pair) => {
  const [, name, value] = /^([A-Za-z0-9_.-]+)=(.+)$/.exec(pair) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  throw new InvalidValue(`expected name=value, got "${pair}"`);
};

/**
 * A regular expression that must match the whole value. RE2 has no look-around and no back
 * references, so matching takes linear time.
 */
export const wholePattern: Reader<WholePattern> = (value) => {
  try {
    const pattern = RE2JS.compile(value);
    return { source: `^(?:${value})$`, test: (tried) => pattern.matches(tried) };
  } catch (error) {
    throw new InvalidValue(`expected a regular expression: ${messageOf(error)}`, { cause: error });
  }
};

/** A whole pattern that is also valid in browsers: clients get it (`Caller.ticketPattern`). */
export const clientPattern: Reader<WholePattern> = (value) => {
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

/** A private key: a JWK (RFC 7517) with a `d` member. Problems do not quote it. */
export const jwk: Reader<{ readonly kty: string; readonly [member: string]: unknown }> = (
  value,
) => {
  const key = parsed(value);
  if (typeof key === 'object' && key !== null && 'kty' in key && 'd' in key) {
    const { kty, ...rest } = key;
    if (typeof kty === 'string') return { ...rest, kty };
  }
  throw new InvalidValue('expected a private key as a JWK');
};

/** A secret of at least 16 characters. Problems do not quote it. */
export const longSecret: Reader<string> = (value) => {
  if (value.length >= 16) return value;
  throw new InvalidValue('expected at least 16 characters');
};

const leastSecretBytes = 32;

/** Secrets, comma-separated. Problems do not quote them. */
export const secrets: Reader<readonly string[]> = (value) => {
  const all = value.split(',').map((one) => one.trim());
  if (all.every((one) => Buffer.byteLength(one) >= leastSecretBytes)) return all;
  throw new InvalidValue(`expected at least ${leastSecretBytes} bytes in each secret`);
};

/** The certificates of a PEM file, each on its own lines, because OpenSSL skips others. */
export const pemFile: Reader<string> = (path) => {
  const pem = fileText(path);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 0 && blocks.every((block) => isPossible(() => new X509Certificate(block))))
    return `${blocks.join('\n')}\n`;
  throw new InvalidValue('the file contains no PEM certificate');
};

/** A logo, read once. */
export interface Logo {
  /** With the dot: `.svg`. */
  readonly extension: string;
  readonly bytes: Buffer;
}

const logoExtensions = ['.svg', '.png', '.webp', '.jpg', '.jpeg'];
const mostLogoBytes = 262_144;

/** The file of a logo. */
export const logoFile: Reader<Logo> = (path) => {
  const extension = extname(path).toLowerCase();
  if (!logoExtensions.includes(extension)) {
    throw new InvalidValue(`expected a file that ends in ${logoExtensions.join(', ')}`);
  }
  const bytes = readFile(path);
  if (bytes.length <= mostLogoBytes) return { extension, bytes };
  throw new InvalidValue(`the file has ${bytes.length} bytes; ${mostLogoBytes} are allowed`);
};

/** The text of a file. */
export const fileText: Reader<string> = (path) => readFile(path).toString();

/** Whether an action does not throw. */
export function isPossible(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InvalidValue(`cannot read the file: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}
