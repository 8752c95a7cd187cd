import { X509Certificate } from 'node:crypto';
import { extname } from 'node:path';
import { RE2JS } from 're2js';
import { parsed } from '../../domain/values/json.ts';
import type { WholePattern } from '../../domain/values/whole-pattern.ts';
import { fileBytes, fileText, messageOf } from './files.ts';
import { fileReader, scalar, secret } from './parts.ts';
import { InvalidValue, isPossible } from './problem.ts';
import { whole, type FileReader, type Reader } from './reader.ts';
import { thing } from './thing.ts';

/** The text as it is. */
export const text = scalar((value) => value, { type: 'string' });

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): FileReader<number> {
  return scalar(
    (value) => {
      const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
      if (number >= minimum && number <= maximum) return number;
      throw new InvalidValue(`expected a whole number from ${minimum} to ${maximum}`, {
        got: value,
      });
    },
    { type: 'integer', minimum, maximum },
  );
}

/** One of a closed set. */
export function oneOf<const T extends string>(values: readonly T[]): FileReader<T> {
  return scalar(
    (value) => {
      const found = values.find((candidate) => candidate === value);
      if (found !== undefined) return found;
      throw new InvalidValue(`expected one of ${values.join(', ')}`, { got: value });
    },
    { enum: values },
  );
}

const isOn = (value: string): boolean => oneOf(['on', 'off'])(value) === 'on';

/** `on` or `off`; in the file also `true` or `false`. */
export const onOrOff = fileReader(isOn, {
  schema: { enum: ['on', 'off', true, false] },
  fromFile: (given) =>
    typeof given.value === 'boolean' ? given.value : given.attempt(() => isOn(given.text)),
  toFile: (value) => value,
});

/** A text that matches a pattern; `expected` describes it with an example. */
export function textLike(pattern: RegExp, expected: string): FileReader<string> {
  return scalar(
    (value) => {
      if (pattern.test(value)) return value;
      throw new InvalidValue(`expected ${expected}`, { got: value });
    },
    // Helm checks patterns by RE2, which has no look-around.
    {
      type: 'string',
      ...(pattern.flags === '' && !pattern.source.includes('(?=') && { pattern: pattern.source }),
    },
  );
}

/** A secret that matches a pattern. Problems do not quote it. */
export function secretLike(pattern: RegExp, expected: string): FileReader<string> {
  return secret((value) => {
    if (pattern.test(value)) return value;
    throw new InvalidValue(`expected ${expected}`);
  });
}

/** A scope (RFC 6749 §3.3). */
export const scope = textLike(
  /^[\x21\x23-\x5b\x5d-\x7e]+$/,
  'scopes without blanks like devices:read, comma-separated',
);

/** The name of an attribute of a directory's entry (RFC 4512 §1.4). */
export const attributeName = textLike(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of an attribute');

/** A share from 0 to 1. */
export const share: Reader<number> = (value) => {
  const number = /^\d(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new InvalidValue('expected a number from 0 to 1', { got: value });
};

/** A name and a value: `role=helpdesk`. */
export const property = thing({
  forms: ['{name}={value}'],
  parts: { name: textLike(/^[A-Za-z0-9_.-]+$/, 'the name of a property'), value: text },
  expected: 'name=value',
});

/**
 * A regular expression that must match the whole value. RE2 has no look-around and no back
 * references, so matching takes linear time.
 */
export const wholePattern: Reader<WholePattern> = (value) => {
  try {
    const pattern = RE2JS.compile(value);
    return { source: `^(?:${value})$`, test: (tried) => pattern.matches(tried) };
  } catch (error) {
    const why = messageOf(error).replace('error parsing regexp: ', '');
    throw new InvalidValue(
      `expected a regular expression (RE2, without look-around and back references): ${why}`,
      { cause: error, isQuoting: true },
    );
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
      { cause: error, isQuoting: true },
    );
  }
};

/** A private key: a JWK (RFC 7517) with a `d` member. Problems do not quote it. */
export const jwk = whole((value): { readonly kty: string; readonly [member: string]: unknown } => {
  const key = parsed(value);
  if (typeof key === 'object' && key !== null && 'kty' in key && 'd' in key) {
    const { kty, ...rest } = key;
    if (typeof kty === 'string') return { ...rest, kty };
  }
  throw new InvalidValue('expected a private key as a JWK: JSON with the members kty and d');
});

/** A secret of at least 16 characters. Problems do not quote it. */
export const longSecret: Reader<string> = (value) => {
  if (value.length >= 16) return value;
  throw new InvalidValue('expected at least 16 characters');
};

const leastSecretBytes = 32;

/** Secrets, comma-separated. Problems do not quote them. */
export const secretList: Reader<readonly string[]> = (value) => {
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
export const logoFile = whole((path): Logo => {
  const extension = extname(path).toLowerCase();
  if (!logoExtensions.includes(extension)) {
    throw new InvalidValue(`expected a file that ends in ${logoExtensions.join(', ')}`);
  }
  const bytes = fileBytes(path);
  if (bytes.length <= mostLogoBytes) return { extension, bytes };
  throw new InvalidValue(`the file has ${bytes.length} bytes; ${mostLogoBytes} are allowed`);
});

/** A time zone of the tz database. */
export const timeZone: Reader<string> = (value) => {
  const isKnown = isPossible(() => new Intl.DateTimeFormat('en', { timeZone: value }));
  if (isKnown) return value;
  throw new InvalidValue('expected a time zone like Europe/Berlin', { got: value });
};

/** A secret that is sent in a header. Problems do not quote it. */
export const headerSecret: Reader<string> = (value) => {
  if (/^[!-~]{32,512}$/.test(value)) return value;
  throw new InvalidValue('expected 32 to 512 printable ASCII characters without blanks');
};
