import { prepared } from './prepared.ts';

/** The short names of attribute types that names of entries may give by number (RFC 4514 §3, RFC 4519). */
const typeNames: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'cn'],
  ['2.5.4.4', 'sn'],
  ['2.5.4.6', 'c'],
  ['2.5.4.7', 'l'],
  ['2.5.4.8', 'st'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'o'],
  ['2.5.4.11', 'ou'],
  ['0.9.2342.19200300.100.1.1', 'uid'],
  ['0.9.2342.19200300.100.1.25', 'dc'],
  ['commonname', 'cn'],
  ['surname', 'sn'],
  ['countryname', 'c'],
  ['localityname', 'l'],
  ['stateorprovincename', 'st'],
  ['streetaddress', 'street'],
  ['organizationname', 'o'],
  ['organizationalunitname', 'ou'],
  ['userid', 'uid'],
  ['domaincomponent', 'dc'],
]);

/** The name of a directory entry, in a form in which equal names are equal texts. */
export interface EntryName {
  /** The whole name. */
  readonly text: string;
  /** The name of the entry above. */
  readonly parent: string;
  /** The first value of the entry's own part, as it is written: `bob` of `uid=bob,ou=people`. */
  readonly value: string;
}

interface Assertion {
  readonly type: string;
  readonly value: string;
}

/**
 * Reads the name of a directory entry (RFC 4514): escapes, numbers in place of types, several assertions in one part.
 * Null where it cannot be read, or has a type whose other names are not known: then nobody can say whose it is.
 */
export function readEntryName(text: string): EntryName | null {
  const parts: Assertion[][] = [[]];
  let rest = text;
  for (;;) {
    const match = assertion.exec(rest);
    const read = match === null ? null : assertionOf(match);
    if (match === null || read === null) return null;
    parts.at(-1)?.push(read);
    rest = rest.slice(match[0].length);
    if (rest === '') break;
    if (!rest.startsWith('+')) parts.push([]);
    rest = rest.slice(1);
  }
  const [own, ...above] = parts.map(partText);
  const value = parts[0]?.[0]?.value;
  if (own === undefined || value === undefined) return null;
  return { text: [own, ...above].join(','), parent: above.join(','), value: value.trim() };
}

/** Whether two texts certainly name the same entry. */
export function isSameEntry(one: string | null, other: string | null): boolean {
  const read = one === null ? null : readEntryName(one);
  return read !== null && other !== null && read.text === readEntryName(other)?.text;
}

/** One assertion of a name: its type, and its value in hexadecimal, in quotes (RFC 2253) or plain with escapes. */
const assertion =
  /^\s*(?:oid\.)?([a-z][a-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*(?:#((?:[0-9a-f]{2})+)\s*|"((?:[^"\\]|\\.)*)"\s*|((?:[^,+;"\\<>#]|\\.)(?:[^,+;"\\<>]|\\.)*)|)(?=[,+;]|$)/isu;

function assertionOf([, name = '', hex, quoted, plain]: RegExpExecArray): Assertion | null {
  const lower = name.toLowerCase();
  const type = typeNames.get(lower) ?? lower;
  const value = hex === undefined ? unescaped(quoted ?? plain ?? '') : textInBer(hex);
  return /^\d/.test(type) || value === null ? null : { type, value };
}

function partText(assertions: readonly Assertion[]): string {
  const texts = assertions.map(({ type, value }) => `${type}=${JSON.stringify(prepared(value))}`);
  return texts.toSorted().join('+');
}

/** Resolves `\2C`, a byte of UTF-8, and `\,`, the character itself. Null where the bytes are no text. */
function unescaped(value: string): string | null {
  const text = value.replace(
    /(?:\\[0-9a-f]{2})+|\\(.)/gisu,
    (run, character?: string) => character ?? utf8(run.replaceAll('\\', '')),
  );
  return text.includes('\uFFFD') ? null : text;
}

/** The text in a BER value of one of the string types (RFC 4514 §2.4); null for any other. */
function textInBer(hex: string): string | null {
  const [tag = 0, length = 0, ...content] = Buffer.from(hex, 'hex');
  const isText = [0x04, 0x0c, 0x13, 0x16].includes(tag) && length === content.length;
  const text = utf8(Buffer.from(content).toString('hex'));
  return isText && !text.includes('\uFFFD') ? text : null;
}

function utf8(hex: string): string {
  return Buffer.from(hex, 'hex').toString('utf8');
}
