import { spellingKey, type UserIdRule } from '../people/user-id.ts';
import type { NewLine } from './new-campaign.ts';

/** The most lines of a file, and the most people of a group or search, on the command line. */
export const mostLines = 100_000;

/** A longer line is a bad one; no more than this of a line is ever in memory. */
const longestLine = 4_096;

/** How much of a bad line is kept, for the results. */
const keptLength = 255;

/** How many lines one batch has. */
const batchSize = 500;

/** A list of people that cannot be used as a whole. The message says why. */
export class UnusablePeople extends Error {}

/** A list of more people than its reader takes. */
export class TooManyPeople extends UnusablePeople {}

/** Reads lines that are left out, with the reason and the number of the line. */
export interface FileReport {
  readonly leftOut: (line: NewLine) => void;
}

interface FileOptions extends FileReport {
  readonly userIds: UserIdRule;
  /** The most lines. Default: those of the command line. */
  readonly most?: number;
}

/**
 * Reads a file of people: one a line, in the first column. Bad lines and duplicates are lines, too,
 * so that nothing of the file is lost; empty lines and a heading are not.
 * @throws UnusablePeople if it has too many lines
 */
export async function* readPeople(
  chunks: AsyncIterable<string>,
  { userIds, leftOut, most = mostLines }: FileOptions,
): AsyncGenerator<readonly NewLine[]> {
  const seen = new Set<string>();
  let batch: NewLine[] = [];
  for await (const { number, text } of linesIn(chunks)) {
    if (text !== null && (text.trim() === '' || isHeading(number, text))) continue;
    if (number > most + 1) throw new TooManyPeople(`The file has more than ${most} lines.`);
    const line = fileLine(number, text, { seen, userIds });
    if (line.skipped !== null) leftOut(line);
    batch.push(line);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Text that could not be decoded has this character. */
const undecoded = '\uFFFD';

function fileLine(
  number: number,
  text: string | null,
  { seen, userIds }: { readonly seen: Set<string>; readonly userIds: UserIdRule },
): NewLine {
  const name = text === null ? '' : firstColumn(text);
  if (name === null || name.includes(undecoded) || !userIds.accepts(name)) {
    return { number, name: keptName(text ?? ''), skipped: 'BAD_LINE' };
  }
  const key = spellingKey(name);
  const isSeen = seen.has(key);
  seen.add(key);
  return { number, name, skipped: isSeen ? 'DUPLICATE' : null };
}

/** What is kept of a name that cannot be used. PostgreSQL stores no U+0000. */
export function keptName(text: string): string {
  return text.slice(0, keptLength).toWellFormed().replaceAll('\0', undecoded);
}

/** A first line that names its column is no person. */
function isHeading(number: number, text: string): boolean {
  return number === 1 && /^"?(?:id|userid|username|user)"?\s*(?:[,;].*)?$/i.test(text.trim());
}

/** The first column of a line of CSV; null if its quotes do not match. */
function firstColumn(text: string): string | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return (/^[^,;]*/.exec(trimmed)?.[0] ?? '').trim();
  const [, quoted] = /^"((?:[^"]|"")*)"\s*(?:[,;].*)?$/.exec(trimmed) ?? [];
  return quoted?.replaceAll('""', '"').trim() ?? null;
}

interface NumberedLine {
  readonly number: number;
  /** Null if the line is too long. */
  readonly text: string | null;
}

/** Splits a text that arrives in pieces into lines, and keeps at most one line. */
async function* linesIn(chunks: AsyncIterable<string>): AsyncGenerator<NumberedLine> {
  let [number, rest, isTooLong] = [0, '', false];
  const next = (text: string): NumberedLine => {
    number += 1;
    const whole = number === 1 ? text.replace(/^\uFEFF/, '') : text;
    const isLong = isTooLong || whole.length > longestLine;
    isTooLong = false;
    return { number, text: isLong ? null : whole.replace(/\r$/, '') };
  };
  for await (const chunk of chunks) {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield next(part);
    if (rest.length <= longestLine) continue;
    [rest, isTooLong] = ['', true];
  }
  if (rest !== '' || isTooLong) yield next(rest);
}

/** Reports lines that are left out, and returns all in batches. */
export async function* batchesOf(
  lines: readonly NewLine[],
  leftOut: (line: NewLine) => void,
): AsyncGenerator<readonly NewLine[]> {
  for (let from = 0; from < lines.length; from += batchSize) {
    const batch = lines.slice(from, from + batchSize);
    for (const line of batch) if (line.skipped !== null) leftOut(line);
    yield batch;
  }
}
