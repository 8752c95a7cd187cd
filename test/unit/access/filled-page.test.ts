/** Pages of a list from which a caller may not see every row: each row once, and an end. */
import { expect, test } from '@jest/globals';
import {
  decisions,
  fillPage,
  mostReads,
  type FilledPage,
} from '../../../src/access/lists/filled-page.ts';
import { Failure } from '../../../src/domain/values/failure.ts';

const kinds = ['seen', 'hidden', 'AREA_UNKNOWN', 'PRIVILEGE_UNKNOWN'] as const;
type Kind = (typeof kinds)[number];

/** Every list of up to three rows. */
const short = [1, 2, 3].flatMap((length) => listsOf(length));

function listsOf(length: number): readonly (readonly Kind[])[] {
  if (length === 0) return [[]];
  return listsOf(length - 1).flatMap((list) => kinds.map((kind) => [...list, kind]));
}

/** Lists that one page cannot decide about. */
const long = [0, 1, 12, 13, 20, 39].map((place): readonly Kind[] =>
  Array.from({ length: 40 }, (_, index) => (index === place ? 'seen' : 'hidden')),
);

/** Lists whose later rows cannot be decided, and are more than one page decides about. */
const undecided = (['AREA_UNKNOWN', 'PRIVILEGE_UNKNOWN'] as const).map((kind): readonly Kind[] => [
  'seen',
  ...Array.from({ length: 39 }, () => kind),
]);

interface Row {
  readonly index: number;
  readonly cursor: string;
}

interface Walk {
  readonly shown: readonly number[];
  readonly pages: number;
  readonly code: string;
}

interface Reading {
  readonly first: number;
  readonly ofStretch: number;
  /** How many rows in a row are about one person. */
  readonly ofPerson?: number;
}

/** Reads a list to its end. */
async function walk(
  list: readonly Kind[],
  { first, ofStretch, ofPerson = 1 }: Reading,
): Promise<Walk> {
  const personOf = (index: number): string => `person ${Math.floor(index / ofPerson)}`;
  const shown: number[] = [];
  let after: string | null = null;
  for (let pages = 1; pages <= list.length + 1; pages += 1) {
    let reads = 0;
    const decided = new Set<string>();
    const page: FilledPage<number> | Failure = await fillPage<Row, number>(
      { first, after },
      {
        about: ({ index }) => personOf(index),
        read: async (from) => {
          reads += 1;
          const start = Number(from ?? 0);
          const end = start + ofStretch;
          const indexes = list.slice(start, end).map((_, index) => start + index);
          const rows = indexes.map((index) => ({ index, cursor: String(index + 1) }));
          return { rows, next: end < list.length ? String(end) : null };
        },
        show: async ({ index }) => {
          decided.add(personOf(index));
          const kind = list[index] ?? 'hidden';
          if (kind === 'seen') return index;
          if (kind === 'hidden') return null;
          throw new Failure(kind, 'It cannot be decided.');
        },
      },
    ).catch((error: unknown) => {
      if (error instanceof Failure) return error;
      throw error;
    });
    if (page instanceof Failure) return { shown, pages, code: page.code };
    expect(page.shown.length).toBeLessThanOrEqual(first);
    expect(reads).toBeLessThanOrEqual(mostReads);
    expect(decided.size).toBeLessThanOrEqual(decisions.callsPerItem * first + decisions.calls);
    shown.push(...page.shown);
    if (!page.hasMore) return { shown, pages, code: '' };
    // A page that is not full has read or decided about as much as it may.
    const isNextDecided = page.end !== null && decided.has(personOf(Number(page.end)));
    expect(reads < mostReads && isNextDecided).toBe(false);
    after = page.end ?? String(Number(page.shown.at(-1)) + 1);
  }
  throw new Error('the list does not end');
}

const seenIn = (list: readonly Kind[]): readonly number[] =>
  list.flatMap((kind, index) => (kind === 'seen' ? [index] : []));

test.each(short)('a list of %s, %s, %s', async (...list) => {
  for (const first of [1, 2]) {
    const found = await walk(list, { first, ofStretch: 2 });

    const seen = seenIn(list);
    // A list that looks empty only because of these rows is refused.
    const unknown = list.find((kind) => kind !== 'seen' && kind !== 'hidden');
    const code = seen.length === 0 ? (unknown ?? '') : '';
    expect(found).toEqual({
      shown: seen,
      pages: Math.max(1, Math.ceil(seen.length / first)),
      code,
    });
  }
});

test.each(long.map((list) => [list.indexOf('seen'), list] as const))(
  'of forty rows only number %i is seen',
  async (place, list) => {
    for (const ofStretch of [3, 20, 40])
      for (const ofPerson of [1, 2, 3])
        expect((await walk(list, { first: 1, ofStretch, ofPerson })).shown).toEqual([place]);
  },
);

test.each(undecided)(
  'a list of %s and of many of %s ends, and is not refused midway',
  async (...list) => {
    expect(await walk(list, { first: 1, ofStretch: 20 })).toMatchObject({ shown: [0], code: '' });
  },
);
