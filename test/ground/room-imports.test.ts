/** What a room may import is said in three places: the linter, CONTRIBUTING, and its README. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { importsOfRooms } from './rows-of.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
const rooms = readdirSync('src').filter((name) => !name.includes('.'));

interface Pattern {
  readonly regex: string;
  readonly message: string;
}

interface Override {
  readonly files: readonly string[];
  readonly rules: {
    readonly 'no-restricted-imports'?: readonly [string, { readonly patterns: readonly Pattern[] }];
  };
}

const { overrides }: { readonly overrides: readonly Override[] } = JSON.parse(
  read('.oxlintrc.json'),
);

const patternsOf = (room: string): readonly Pattern[] =>
  overrides
    .filter(({ files }) => files.includes(`src/${room}/**/*.ts`))
    .flatMap(({ rules }) => rules['no-restricted-imports']?.[1].patterns ?? []);

/** The imports that the linter refuses in a room. */
const refusedIn = (room: string): readonly RegExp[] =>
  patternsOf(room).map(({ regex }) => new RegExp(regex));

/** The rooms that the linter lets a room import, but for the paths of files, which all may. */
function permittedBy(room: string): readonly string[] {
  const refused = refusedIn(room);
  const others = rooms.filter((other) => other !== room && other !== 'package-files');
  return others
    .filter((other) => !refused.some((regex) => regex.test(`../${other}/index.ts`)))
    .toSorted();
}

/** The rooms that a text lists. */
function listed(text: string, room: string): readonly string[] {
  if (/^(nothing|no other room)/.test(text)) return [];
  if (text === 'every room') return rooms.filter((one) => one !== room && one !== 'package-files');
  return text
    .replaceAll('`', '')
    .split(/, | and /)
    .toSorted();
}

/** The rooms that the README of a room permits. */
function inReadme(room: string): readonly string[] | null {
  const text = read(`src/${room}/README.md`).replaceAll('\n', ' ');
  const [, found] = /\bMay import ([^.;]*?)(?: only)?[.;]/.exec(text) ?? [];
  return found === undefined ? null : listed(found, room);
}

/** The rooms that the table of CONTRIBUTING permits. */
async function inTable(room: string): Promise<readonly string[] | null> {
  const found = (await importsOfRooms()).get(room);
  return found === undefined ? null : listed(found.replace(/;.*/, ''), room);
}

/** The lists of rooms in the messages of the linter about a room. */
function inMessages(room: string): readonly (readonly string[])[] {
  const found = patternsOf(room).map(({ message }) =>
    / may import ([a-z, -]+?)(?: only)?(?:, and knows|[.;])/.exec(message),
  );
  return found.flatMap((match) => (match?.[1] === undefined ? [] : [listed(match[1], room)]));
}

test('the linter has a rule for each room', () => {
  expect(rooms.length).toBeGreaterThan(15);
  expect(rooms.flatMap(inMessages).length).toBeGreaterThan(10);
  expect(rooms.filter((room) => refusedIn(room).length === 0)).toEqual([]);
});

describe('what the linter lets a room import', () => {
  test.each(rooms)('%s: its README says the same', (room) => {
    expect(inReadme(room)).toEqual(permittedBy(room));
  });

  test.each(rooms)('%s: its messages list nothing else', (room) => {
    const permitted = permittedBy(room);

    expect(inMessages(room)).toEqual(inMessages(room).map(() => permitted));
  });

  test.each(rooms)('%s: the table of CONTRIBUTING says the same', async (room) => {
    expect(await inTable(room)).toEqual(permittedBy(room));
  });
});
