import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { InvalidValue } from './problem.ts';
import { textLike } from './readers.ts';
import type { Reader } from './readers.ts';

/** A colour as six hexadecimal digits. */
export const colour = textLike(/^#[0-9a-fA-F]{6}$/, 'a colour like #0e5a73');

/** A language by its tag (BCP 47). */
export const language = textLike(
  /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/,
  'a language like en or de-CH',
);

/** Whom people can ask: what the pages call them, and the address of the link. */
export interface Contact {
  readonly label: string;
  readonly href: string;
}

/** A contact as `label <address>`, or an address alone. Other schemes than these could run a script. */
export const contact: Reader<Contact> = (value) => {
  const [, name = '', address = value] = /^(.*?)\s*<([^<>]+)>$/.exec(value) ?? [];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isContact = url !== undefined && ['mailto:', 'tel:', 'https:'].includes(url.protocol);
  if (!isContact || hasCredentials(url)) {
    throw new InvalidValue(
      `expected a contact like IT help desk <tel:+49301234567>, got "${value}"`,
    );
  }
  return { label: name === '' ? address.replace(/^(?:mailto|tel):/, '') : name, href: url.href };
};

/** An absolute http or https address for a link. */
export const link: Reader<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || hasCredentials(url)) {
    throw new InvalidValue(`expected an address like https://am.example.com/enrol, got "${value}"`);
  }
  return url.href;
};

function hasCredentials({ username, password }: URL): boolean {
  return username + password !== '';
}

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
  const bytes = bytesOf(path);
  if (bytes.length <= mostLogoBytes) return { extension, bytes };
  throw new InvalidValue(`the file has ${bytes.length} bytes; ${mostLogoBytes} are allowed`);
};

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidValue(`cannot read the file: ${reason}`, { cause: error });
  }
}

/** A realm and its issuer, letter by letter as in its discovery document. */
export const realmIssuer: Reader<{ readonly realm: string; readonly issuer: string }> = (value) => {
  const [, realm = '', issuer = ''] = /^([A-Za-z0-9_-]+)=(.+)$/.exec(value) ?? [];
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && !hasCredentials(url)) {
    return { realm, issuer };
  }
  throw new InvalidValue(
    `expected alpha=https://am.example.com/am/oauth2/realms/root/realms/alpha, got "${value}"`,
  );
};

const leastSecretBytes = 32;

/** Secrets, comma-separated; never quoted in a problem. */
export const secrets: Reader<readonly string[]> = (value) => {
  const all = value.split(',').map((one) => one.trim());
  if (all.every((one) => Buffer.byteLength(one) >= leastSecretBytes)) return all;
  throw new InvalidValue(`expected at least ${leastSecretBytes} bytes in each secret`);
};
