/**
 * Security C16 and F6: a search finds only people whose name starts with the text, as a caller says
 * it, or by a number, and says what is exact.
 */
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
import { Paths } from '../../src/am/http/paths.ts';
import { products } from '../../src/am/foundation/product.ts';
import { compactText, isSearchText } from '../../src/domain/people/search.ts';
import { cast } from '../../src/sandbox/index.ts';
import { withoutAccents } from '../../src/domain/people/spellings.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { isSearchFilter, textsIn } from '../support/search-filters.ts';
import { everyCallerEnv, onStage, openStage, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { createPerson, nameInCrowd, populate, remove } from './crowd.ts';

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

const fine = { isFilter: true, counts: [1, 1], isInPlace: true, others: [], isShort: true };

test.each(['userSearch', 'managedUsers'] as const)(
  'the filter of %s holds only spellings of the text, and nothing else',
  (name) => {
    const paths = new Paths('/am', { ...products.pingam, searchAttributes: ['employeeNumber'] });
    assert(
      property(hostile, hostile, (text, cookie) => {
        pre(text.isWellFormed() && cookie.isWellFormed());
        const page = cookie.length % 2 === 0 ? { size: 200, cookie } : undefined;
        const { path } =
          name === 'userSearch'
            ? paths.userSearch(alpha, { text }, ['uid'], page)
            : paths.managedUsers(alpha, { text }, page);
        const url = new URL(path, 'http://am.test');
        const filter = url.searchParams.get('_queryFilter') ?? '';
        const counts = ['_queryFilter', '_fields'].map(
          (one) => url.searchParams.getAll(one).length,
        );
        const isInPlace = !url.pathname.split('/').includes('..') && url.hash === '';
        const cookies = url.searchParams.getAll('_pagedResultsCookie');
        const others = textsIn(filter).filter(
          (one) => one !== compactText(text) && !bare(text).includes(bare(one)),
        );
        const isShort =
          !isSearchText(text) || path.length - encodeURIComponent(cookie).length < 7_800;
        // An `expect` takes longer than the rest of a case, so there is one.
        const found = {
          cookies,
          isFilter: isSearchFilter(filter),
          counts,
          isInPlace,
          others,
          isShort,
        };
        const wanted = { cookies: page === undefined ? [] : [cookie], ...fine };
        expect(found).toEqual(wanted);
      }),
      { numRuns: 1_500 },
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
    { numRuns: 4_000 },
  );
  expect(searchable).toBeGreaterThan(200);
});

const newcomers = [
  { username: 'p001', givenName: 'José', sn: 'García Núñez', cn: 'José García Núñez' },
  { username: 'p002', givenName: 'Jürgen', sn: 'Müller', cn: 'Jürgen Müller' },
  { username: 'p003', givenName: 'Jose', sn: 'Garcia', cn: 'Jose Garcia' },
  { username: 'p004', givenName: 'Anna Maria', sn: 'van den Berg', cn: 'Anna Maria van den Berg' },
  { username: 'p005', givenName: 'Li', sn: 'Wu', cn: 'Li Wu', telephoneNumber: '+44 20 7946 0001' },
  { username: 'p006', givenName: 'Anna', sn: 'Berg', cn: 'Anna Berg' },
];

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  let helen: SessionHeader;
  const crowd = 65;

  beforeAll(async () => {
    stage = await openStage(flavor, {
      env: everyCallerEnv({
        SEARCH_ATTRIBUTES: 'telephoneNumber',
        ...withLists({ limits: { searches: [] } }),
      }),
    });
    helen = await stage.peer.signIn('helen');
  });
  afterAll(() => stage?.close());

  const document = `query ($search: String!, $first: Int, $after: String) {
    users(search: $search, first: $first, after: $after) {
      edges { isExact cursor node { username email } } pageInfo { hasNextPage endCursor } } }`;
  const search = (text: string, page: object = {}) =>
    stage.gateway.ask(document, helen, { search: text, ...page });
  const endOf = (data: unknown): string => textAt(data, 'users', 'pageInfo', 'endCursor');

  test('texts of every kind find what begins with them and nothing else', async () => {
    const names: readonly string[] = cast
      .filter(({ realm }) => realm === '/alpha')
      .map(({ name }) => name);
    await assert(
      asyncProperty(hostile, async (text) => {
        pre(text.isWellFormed());
        const answer = await search(text);
        const bareText = withoutAccents(fold(text))
          .replaceAll(/[\s,]+/g, ' ')
          .trim();
        const wanted = names.filter((name) =>
          [name, `${name}@example.com`, `${name} example`, `example ${name}`, 'example'].some(
            (own) => own.startsWith(bareText),
          ),
        );
        expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
        expect(usernames(answer.data).filter((name) => !wanted.includes(name))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ...[0, 21, -1, 2_147_483_647].map((first) => ({ first })),
    ...['', 'not a cursor', 'Ym9i=', '///'].map((after) => ({ after })),
  ])('refuses a page that cannot be: %j', async (page) => {
    stage.sandbox.clearReceived();

    const answer = await search('bob', page);

    const extensions = { code: 'BAD_USER_INPUT', path: Object.keys(page) };
    expect(answer.errors).toMatchObject([{ extensions }]);
    expect(stage.sandbox.received().filter(({ path }) => /_queryFilter/.test(path))).toEqual([]);
  });

  describe('among many', () => {
    beforeAll(() => populate(stage, crowd));

    test('pages lead to the end, each person once, the exact name first', async () => {
      const { seen, pages } = await readAll('zed');

      const all = Array.from({ length: crowd }, (_, number) => nameInCrowd(number));
      expect([seen[0], seen.toSorted(), pages]).toEqual(['zed', all, Math.ceil(crowd / 20)]);
    });

    test('a page continues after a person who was deleted', async () => {
      const first = await search('zed01', { first: 3 });
      const last = usernames(first.data).at(-1) ?? '';
      await remove(stage, last);

      const next = await search('zed01', { first: 3, after: endOf(first.data) });
      await populate(stage, 1, last);

      expect([...usernames(first.data), ...usernames(next.data)]).toEqual(
        [10, 11, 12, 13, 14, 15].map((number) => nameInCrowd(number)),
      );
    });

    async function readAll(text: string, first = 20): Promise<{ seen: string[]; pages: number }> {
      const seen: string[] = [];
      let pages = 0;
      let after: string | null = null;
      let isMore = true;
      while (isMore && pages < 100) {
        const { data } = await search(text, { first, after });
        seen.push(...usernames(data));
        isMore = fieldAt(data, 'users', 'pageInfo', 'hasNextPage') === true;
        after = endOf(data);
        pages += 1;
      }
      return { seen, pages };
    }
  });

  describe('a person is found', () => {
    beforeAll(async () => {
      const headers = await stage.peer.signIn('amadmin');
      for (const { username, ...attributes } of newcomers)
        await createPerson(stage, { username, attributes, headers });
    });

    test.each([
      ['by given and family name', 'Bob Example', 'bob!'],
      ['family name first, as on a form', 'example, bob', 'bob!'],
      ['by the given name alone', 'Jürgen', 'p002'],
      ['by the family name alone, without its accent', 'Muller', 'p002'],
      ['without accents, whole', 'jose garcia nunez', 'p001!'],
      ['without accents, with and without', 'Jose Garcia', 'p003! p001'],
      ['of several words', 'Anna Maria van den Berg', 'p004!'],
      ['by two short names', 'Wu Li', 'p005!'],
      ['by an initial and a name', 'A Berg', 'p006'],
      ['by no initials', 'L W', ''],
      ['by a telephone number', '+44 20 7946 0001', 'p005!'],
      ['of somebody else', 'Bob Garcia', ''],
      ['by no part within a name', 'ünez', ''],
    ])('%s: %j finds %j', async (_label, text, expected) => {
      const { data, errors } = await search(text);

      const found = listAt(data, 'users', 'edges').map(
        (edge) => `${textAt(edge, 'node', 'username')}${fieldAt(edge, 'isExact') ? '!' : ''}`,
      );
      expect([errors, found.join(' ')]).toEqual([[], expected]);
    });
  });

  test('no number is searched for without the option that names its attribute', async () => {
    await onStage(flavor, { env: everyCallerEnv() }, async (plain) => {
      const [{ username, ...attributes } = { username: '' }] = newcomers.slice(4);
      const headers = await plain.peer.signIn('amadmin');
      await createPerson(plain, { username, attributes, headers });

      const as = await plain.peer.signIn('helen');
      const answer = await plain.gateway.ask(document, as, { search: '+44 20 7946 0001' });

      expect(usernames(answer.data)).toEqual([]);
      const paths = plain.sandbox.received().map(({ path }) => path);
      expect(paths.filter((path) => /_queryFilter.*telephoneNumber/.test(path))).toEqual([]);
    });
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
