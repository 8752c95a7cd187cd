import { isDeviceId } from '../../domain/devices/device-id.ts';
import type { Form } from '../json/members.ts';
import type { Placeholders } from './placeholders.ts';

/** The values of closed sets that AM sends, in lower case. */
const words = new Set(
  'active inactive android ios lax strict none 0 1 2 fr-idm-uuid uid'.split(' '),
);

/** The only words of AM's error messages that a recording keeps, in lower case. */
const vocabulary = new Set(
  `a access accept-api-version advanced and any authentication authorized available be behavior by
  cannot cloud csrf denied device devices does edit error expired failed failure for forbidden found
  getidentity has header identity implemented in internal invalid is login match missing more no
  none not of on one operation perform permission permitted pingone query read realm request
  requested required resource retrieved routes server session set specified sso supported than the
  this to token unable unauthorized user username valid version was with x-requested-with`.split(
    /\s+/,
  ),
);

/** The entities by which AM writes quotation marks. */
const quotes = new Set(['&#39;', '&quot;']);

/** The types of the parts of an entry's name. */
const partTypes = new Set('c cn dc fr-idm-uuid id l o ou sn st uid'.split(' '));

type Write = (value: string, placeholders: Placeholders) => string;

const asText: Write = (value, placeholders) => placeholders.of('text-', value);
const asName: Write = (value, placeholders) => placeholders.of('name-', value);

/** Keeps a value that a pattern describes as a whole, and replaces others. */
const keeping =
  (pattern: RegExp): Write =>
  (value, placeholders) =>
    pattern.exec(value)?.[0] ?? asText(value, placeholders);

/** What a recording has in place of a text. A text that a reader refuses stays one. */
export const writers: Readonly<Record<Form, Write>> = {
  flag: asText,
  number: asText,
  status: asText,
  place: asText,
  inside: asText,
  never: asText,
  name: asName,
  id: (value, placeholders) =>
    isDeviceId(value) ? placeholders.of('id-', value) : placeholders.of('unreadable id ', value),
  address: (value, placeholders) =>
    value.includes('@')
      ? placeholders.of('address-', value, '@example.com')
      : asName(value, placeholders),
  entry: entryName,
  realm: realmPath,
  word: (value, placeholders) =>
    words.has(value.toLowerCase()) ? value : asText(value, placeholders),
  time: keeping(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/),
  version: keeping(/^\d{1,4}(?:\.\d{1,4}){0,3}(?!\d)/),
  sentence: (value) => sentence(value),
  cookie: (value, placeholders) => {
    if (value === 'iPlanetDirectoryPro') return value;
    const isName = /^[A-Za-z0-9_.-]{1,128}$/.test(value);
    return placeholders.of(isName ? 'cookie-' : 'unreadable cookie ', value);
  },
};

/** Replaces each value in the name of an entry, so that names stay beside and below each other. */
function entryName(value: string, placeholders: Placeholders): string {
  const parts = value.split(/(?<!\\),/).map((part) => {
    const [type = '', ...rest] = part.split('=');
    const name = type.trim().toLowerCase();
    return partTypes.has(name) ? `${name}=${asName(rest.join('='), placeholders)}` : null;
  });
  return parts.includes(null) ? placeholders.of('entry-', value) : parts.join(',');
}

function realmPath(value: string, placeholders: Placeholders): string {
  const names = value.split('/').map((name) => placeholders.of('realm-', name));
  return names.join('/');
}

/** Keeps the words that AM's messages consist of, and their punctuation. */
function sentence(value: string): string {
  const kept = value
    .slice(0, 400)
    .replaceAll(/&(?:#39|quot);|(?:(?!&(?:#39|quot);)[^\s'"().,:;])+/g, (word) =>
      quotes.has(word) || vocabulary.has(word.toLowerCase()) ? word : '…',
    );
  return kept.replaceAll(/\s+/g, ' ');
}
