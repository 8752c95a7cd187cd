/** Security C16 and F6: a search finds only people whose name starts with the text. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  oneof,
  pre,
  property,
  string,
} from 'fast-check';
import { Paths } from '../../src/am/foundation/paths.ts';
import { products } from '../../src/am/foundation/product.ts';
import { compactText, isSearchText } from '../../src/domain/search.ts';
import { cast } from '../../src/sandbox/index.ts';
import { withoutAccents } from '../../src/domain/spellings.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { isSearchFilter, textsIn } from '../support/search-filters.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { nameInCrowd, populate, remove } from './crowd.ts';

const alpha = { name: 'alpha', path: '/alpha' };

/** Parts of names, of filters, and characters that are folded away, combined at random. */
const pieces = constantFrom(
  ...`ali|bob|example.com|@| |"|'|\\|\\"|" or true or uid sw "|)(|*|_id pr| or | and |!|uid`.split(
    '|',
  ),
  ...'sw|/|%22|&_fields=|#|;|?|+|\u0000|\u00ad|\ufe00|\u034f|\u200b|\u3000|ﬁ|Ａ|名前|😀|\n|{|$'.split(
    '|',
  ),
  '\ud800',
);
const hostile = oneof(
  array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  string({ unit: 'binary', maxLength: 40 }),
  string({ unit: 'grapheme', maxLength: 40 }),
);

test.each([
  ['userSearch', undefined],
  ['managedUsers', undefined],
  ['userSearch', 'a page'],
  ['managedUsers', 'a page'],
] as const)(
  'the filter of %s holds only spellings of the text, and nothing else, also for %s',
  (name, isPage) => {
    const paths = new Paths('/am', { ...products.pingam, searchAttributes: ['employeeNumber'] });
    assert(
      property(hostile, hostile, (text, cookie) => {
        pre(text.isWellFormed() && cookie.isWellFormed());
        const page = isPage && { size: 200, cookie };
        const { path } =
          name === 'userSearch'
            ? paths.userSearch(alpha, text, ['uid'], page)
            : paths.managedUsers(alpha, text, page);
        const url = new URL(path, 'http://am.test');
        const filter = url.searchParams.get('_queryFilter') ?? '';
        const counts = ['_queryFilter', '_fields'].map(
          (one) => url.searchParams.getAll(one).length,
        );
        const isInPlace = !url.pathname.split('/').includes('..') && url.hash === '';
        const cookies = url.searchParams.getAll('_pagedResultsCookie');
        expect(cookies).toEqual(page === undefined ? [] : [cookie]);
        expect([isSearchFilter(filter), counts, isInPlace]).toEqual([true, [1, 1], true]);
        const others = textsIn(filter).filter(
          (one) => one !== compactText(text) && !bare(text).includes(bare(one)),
        );
        const isShort =
          !isSearchText(text) || path.length - encodeURIComponent(cookie).length < 7_800;
        expect([others, isShort]).toEqual([[], true]);
      }),
      { numRuns: 3_000 },
    );
  },
);

/** What is left of a text without accents, spaces and marks; digraphs are what they stand for. */
function bare(text: string): string {
  // Two words side by side make no digraph, so spaces go last.
  return withoutAccents(text.normalize('NFKC'))
    .normalize('NFKC')
    .replaceAll('ς', 'σ')
    .replaceAll(/([aou])e/g, '$1')
    .replaceAll(/[\s,./\p{M}-]/gu, '');
}

test('a text that may be searched for is long enough and means nothing in a filter', () => {
  let searchable = 0;
  assert(
    property(hostile, (text) => {
      if (!isSearchText(text)) return;
      searchable += 1;
      const { length } = Array.from(text.normalize('NFKC').trim());
      const isFine = length >= 3 && length <= 100 && text.isWellFormed();
      const hasMark = /[*()\\"\p{Cc}\p{Cf}\p{Cs}]/u.test(text);
      // A directory folds it, and three characters are left.
      const isLong = !isSearchText(text.trim()) || Array.from(fold(text)).length >= 3;
      if (!isFine || hasMark || !isLong) throw new Error(`${text} may be searched for`);
    }),
    { numRuns: 10_000 },
  );
  expect(searchable).toBeGreaterThan(500);
});

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  let helen: SessionHeader;
  const crowd = 190;

  beforeAll(async () => {
    stage = await openStage(flavor, { env: everyCallerEnv() });
    helen = await stage.peer.signIn('helen');
  });
  afterAll(() => stage?.close());

  const search = `query ($search: String!, $first: Int, $after: String) {
    users(search: $search, first: $first, after: $after) {
      edges { cursor node { username email } } pageInfo { hasNextPage endCursor } } }`;

  test('hundreds of texts find what begins with them and nothing else', async () => {
    const names: readonly string[] = cast
      .filter(({ realm }) => realm === '/alpha')
      .map(({ name }) => name);
    await assert(
      asyncProperty(hostile, async (text) => {
        pre(text.isWellFormed());
        const answer = await stage.gateway.ask(search, helen, { search: text });
        const found = usernames(answer.data);
        const wanted = names.filter((name) =>
          [name, `${name}@example.com`, `${name} example`, `example ${name}`, 'example'].some(
            (own) =>
              own.startsWith(
                withoutAccents(fold(text))
                  .replaceAll(/[\s,]+/g, ' ')
                  .trim(),
              ),
          ),
        );
        expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
        expect(found.filter((name) => !wanted.includes(name))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ...'bob" or true|)(|_id pr|*|***|a*b||a|ab|  ab  |" or "a" sw "a'.split('|'),
    'x'.repeat(101),
  ])('refuses, or finds no person: %j', async (text) => {
    const answer = await stage.gateway.ask(search, helen, { search: text });

    expect(usernames(answer.data)).toEqual([]);
    expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
  });

  test.each([
    ...[0, 21, -1, 2_147_483_647].map((first) => ({ first })),
    ...['', 'not a cursor', 'Ym9i=', '///'].map((after) => ({ after })),
  ])('refuses a page that cannot be: %j', async (page) => {
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(search, helen, { search: 'bob', ...page });

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors[0]?.extensions).toMatchObject({ argument: Object.keys(page)[0] });
    expect(stage.sandbox.received().filter(({ path }) => /_queryFilter/.test(path))).toEqual([]);
  });

  test('a cursor of another search shows no person who was not found', async () => {
    const other = await stage.gateway.ask(search, helen, { search: 'alice' });

    const after = textAt(other.data, 'users', 'pageInfo', 'endCursor');
    const answer = await stage.gateway.ask(search, helen, { search: 'bob', after });

    expect(answer.errors).toEqual([]);
    expect(usernames(answer.data).filter((name) => name !== 'bob')).toEqual([]);
  });

  describe('among many', () => {
    beforeAll(() => populate(stage, crowd));

    test('pages lead to the end, each person once, the exact name first', async () => {
      const { seen, pages } = await readAll('zed');

      const all = Array.from({ length: crowd }, (_, number) => nameInCrowd(number));
      expect([seen[0], seen.toSorted(), pages]).toEqual(['zed', all, Math.ceil(crowd / 20)]);
    });

    test('pages of another size hold the same people in the same order', async () => {
      const wide = await readAll('zed00', 20);

      expect(wide.seen).toHaveLength(9);
      expect((await readAll('zed00', 3)).seen).toEqual(wide.seen);
    });

    test('a page continues after a person who was deleted', async () => {
      const first = await stage.gateway.ask(search, helen, { search: 'zed01', first: 3 });
      const after = textAt(first.data, 'users', 'pageInfo', 'endCursor');
      const last = usernames(first.data).at(-1) ?? '';
      await remove(stage, last);

      const next = await stage.gateway.ask(search, helen, { search: 'zed01', first: 3, after });
      await populate(stage, 1, last);

      expect([...usernames(first.data), ...usernames(next.data)]).toEqual(
        [10, 11, 12, 13, 14, 15].map((number) => nameInCrowd(number)),
      );
    });

    test('more people than AIC gives at once are cut, and said to be', async () => {
      await populate(stage, 205, 'zulu');

      const answer = await stage.gateway.ask(search, helen, { search: 'zulu' });

      expect(answer.errors).toEqual([]);
      expect(usernames(answer.data)).toHaveLength(20);
      expect(answer.data).toMatchObject({ users: { pageInfo: { hasNextPage: true } } });
    });

    async function readAll(text: string, first = 20): Promise<{ seen: string[]; pages: number }> {
      const seen: string[] = [];
      let pages = 0;
      let info: unknown;
      do {
        const after = info === undefined ? null : textAt(info, 'endCursor');
        const { data } = await stage.gateway.ask(search, helen, { search: text, first, after });
        seen.push(...usernames(data));
        info = fieldAt(data, 'users', 'pageInfo');
        pages += 1;
      } while (fieldAt(info, 'hasNextPage') === true && pages < 100);
      return { seen, pages };
    }
  });
});

/** The names of the people found; empty if the search was refused. */
function usernames(data: unknown): string[] {
  if (fieldAt(data, 'users') === null || data === null) return [];
  return listAt(data, 'users', 'edges').map((edge) => textAt(edge, 'node', 'username'));
}

/** As a directory folds a text before it compares (RFC 4518). */
function fold(text: string): string {
  return text
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
