import { prepared } from './prepared.ts';

/** The short names of attribute types, by number and by long name (RFC 4514 §3, RFC 4519). */
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

/** What a name of an entry consists of, in a form in which equal names are equal texts. */
interface EntryNameParts {
  readonly text: string;
  readonly parent: string;
  readonly suffix: string;
  readonly value: string;
}

/**
 * The name of a directory entry, in a form in which equal names are equal texts. Its first value
 * is no user name: entries of other places begin alike. So it leaves this class only as a candidate
 * of `find`, or as the name of a group.
 */
export class EntryName {
  readonly text: string;
  /** The name of the parent entry. */
  readonly parent: string;
  /** What is above the parent: `dc=example` in `uid=bob,ou=people,dc=example`. */
  readonly suffix: string;
  readonly #value: string;

  constructor({ text, parent, suffix, value }: EntryNameParts) {
    this.text = text;
    this.parent = parent;
    this.suffix = suffix;
    this.#value = value;
  }

  /**
   * Returns what AM holds under this entry: `read` gets the first value as a candidate, and only an
   * answer of this very entry counts. Null for every other answer (security G18).
   */
  async find<T extends { readonly entry: string | null }>(
    read: (candidate: string) => Promise<T | null>,
  ): Promise<T | null> {
    const found = await read(this.#value);
    return readEntryName(found?.entry ?? '')?.text === this.text ? found : null;
  }

  /**
   * The same for many entries: `read` gets their first values as candidates. Returns what AM holds
   * under each of the entries, by their texts.
   */
  static async findAll<T extends { readonly entry: string | null }>(
    names: readonly EntryName[],
    read: (candidates: readonly string[]) => Promise<readonly T[]>,
  ): Promise<ReadonlyMap<string, T>> {
    const texts = new Set(names.map(({ text }) => text));
    const found = await read(names.map((name) => name.#value));
    return new Map(
      found.flatMap((one): [string, T][] => {
        const text = readEntryName(one.entry ?? '')?.text;
        return text !== undefined && texts.has(text) ? [[text, one]] : [];
      }),
    );
  }

  /** The name of the group, if this is the entry of one. Use it only to protect more people. */
  get perhapsGroup(): string {
    return this.#value;
  }
}

interface Assertion {
  readonly type: string;
  readonly value: string;
}

/**
 * Parses the name of a directory entry (RFC 4514), with escapes, numeric types and multi-valued
 * parts. Returns null if it is malformed, or has a numeric type without a known short name.
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
  const parent = above.join(',');
  const suffix = above.length > 1 ? above.slice(1).join(',') : parent;
  return new EntryName({ text: [own, ...above].join(','), parent, suffix, value: value.trim() });
}

/** A type and its value: in hexadecimal, in quotes (RFC 2253), or plain with escapes. */
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

/** The values of the first part of an `EntryName.text`, prepared. Candidates, as for `find`. */
export function ownValuesIn(text: string): readonly string[] {
  const own = /^(?:[^="]+="(?:[^"\\]|\\.)*"\+?)+/u.exec(text)?.[0] ?? '';
  return [...own.matchAll(/="((?:[^"\\]|\\.)*)"/gu)].map(([, value = '']) =>
    value.replaceAll(/\\(.)/gsu, '$1'),
  );
}

/** Resolves `\2C`, a byte of UTF-8, and `\,`, a character. Returns null for invalid UTF-8. */
function unescaped(value: string): string | null {
  const text = value.replace(
    /(?:\\[0-9a-f]{2})+|\\(.)/gisu,
    (run, character?: string) => character ?? utf8(run.replaceAll('\\', '')),
  );
  return text.includes('\uFFFD') ? null : text;
}

/** Decodes a BER value of a string type (RFC 4514 §2.4); returns null for other types. */
function textInBer(hex: string): string | null {
  const [tag = 0, length = 0, ...content] = Buffer.from(hex, 'hex');
  const isText = [0x04, 0x0c, 0x13, 0x16].includes(tag) && length === content.length;
  const text = utf8(Buffer.from(content).toString('hex'));
  return isText && !text.includes('\uFFFD') ? text : null;
}

function utf8(hex: string): string {
  return Buffer.from(hex, 'hex').toString('utf8');
}
