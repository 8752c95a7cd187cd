/** Security C16 and F6: whatever is searched for, never more is found than begins with it. */
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
import { Paths } from '../../src/am/paths.ts';
import { products } from '../../src/am/product.ts';
import { isSearchText } from '../../src/domain/search.ts';
import { fieldAt, listAt, textAt } from '../openam/am-rest.ts';
import { cast } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage } from './cast.ts';
import type { Stage } from './cast.ts';
import { populate, remove } from './crowd.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const runs = { numRuns: 10_000 };

/** Pieces of names, of filters and of what folds away, put together in any way. */
const pieces = constantFrom(
  'ali',
  'bob',
  'example.com',
  '@',
  ' ',
  '"',
  "'",
  '\\',
  '\\"',
  '" or true or uid sw "',
  ')(',
  '*',
  '_id pr',
  ' or ',
  ' and ',
  '!',
  'uid',
  'sw',
  '/',
  '%22',
  '&_fields=',
  '#',
  ';',
  '?',
  '+',
  '\u0000',
  '\u00ad',
  '\ufe00',
  '\u034f',
  '\u200b',
  '\u3000',
  'ﬁ',
  'Ａ',
  '\ud800',
  '名前',
  '😀',
  '\n',
  '{',
  '$',
);
const hostile = oneof(
  array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  string({ unit: 'binary', maxLength: 40 }),
  string({ unit: 'grapheme', maxLength: 40 }),
);

describe('the filter', () => {
  const literal = `"((?:[^"\\\\]|\\\\.)*)"`;

  test.each([
    ['userSearch', ['uid', 'mail']],
    ['managedUsers', ['userName', 'mail']],
  ] as const)('of %s holds the text once per field, and nothing else', (name, fields) => {
    const paths = new Paths('/am', products.pingam);
    const [one, other] = fields;
    const shape = new RegExp(`^${one} sw ${literal} or ${other} sw ${literal}$`, 'su');
    assert(
      property(hostile, (text) => {
        pre(text.isWellFormed());
        const { path } =
          name === 'userSearch'
            ? paths.userSearch(alpha, text, ['uid'])
            : paths.managedUsers(alpha, text);
        const url = new URL(path, 'http://am.test');
        const [, first, second] = shape.exec(url.searchParams.get('_queryFilter') ?? '') ?? [];
        const meant = [first, second].map((part) => part?.replaceAll(/\\(.)/gsu, '$1'));
        expect(meant).toEqual([text, text]);
        expect(url.pathname.split('/').includes('..')).toBe(false);
        expect(url.hash).toBe('');
        expect(url.searchParams.getAll('_queryFilter')).toHaveLength(1);
        expect(url.searchParams.getAll('_fields')).toHaveLength(1);
      }),
      runs,
    );
  });
});

describe('a text that may be searched for', () => {
  test('has three characters to a hundred, and none that means something in a filter', () => {
    assert(
      property(hostile, (text) => {
        if (!isSearchText(text)) return;
        const { length } = Array.from(text.normalize('NFKC').trim());
        expect(length).toBeGreaterThanOrEqual(3);
        expect(length).toBeLessThanOrEqual(100);
        expect(text).not.toMatch(/[*()\\"\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(text.isWellFormed()).toBe(true);
      }),
      runs,
    );
  });

  test('has three characters left for a directory that folds it', () => {
    assert(
      property(hostile, (text) => {
        if (!isSearchText(text.trim())) return;
        expect(Array.from(fold(text)).length).toBeGreaterThanOrEqual(3);
      }),
      runs,
    );
  });
});

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  let helen: SessionHeader;
  const crowd = 190;

  beforeAll(async () => {
    stage = await openStage(flavor);
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
          [name, `${name}@example.com`].some((own) => own.startsWith(fold(text))),
        );
        expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
        expect(found.filter((name) => !wanted.includes(name))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    'bob" or true',
    ')(',
    '_id pr',
    '*',
    '***',
    'a*b',
    '',
    'a',
    'ab',
    '  ab  ',
    '" or "a" sw "a',
    'x'.repeat(101),
  ])('refuses or finds nobody: %j', async (text) => {
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(search, helen, { search: text });

    expect(usernames(answer.data)).toEqual([]);
    expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
  });

  test.each([
    ['first', { first: 0 }],
    ['first', { first: 21 }],
    ['first', { first: -1 }],
    ['first', { first: 2_147_483_647 }],
    ['after', { after: '' }],
    ['after', { after: 'not a cursor' }],
    ['after', { after: 'Ym9i=' }],
    ['after', { after: '///' }],
  ])('refuses a page that cannot be: %s of %j', async (argument, page) => {
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(search, helen, { search: 'bob', ...page });

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors[0]?.extensions).toMatchObject({ argument });
    expect(stage.sandbox.received().filter(({ path }) => /_queryFilter/.test(path))).toEqual([]);
  });

  test('a cursor of another search shows nobody who was not found', async () => {
    const other = await stage.gateway.ask(search, helen, { search: 'alice' });
    const after = textAt(fieldAt(fieldAt(other.data, 'users'), 'pageInfo'), 'endCursor');

    const answer = await stage.gateway.ask(search, helen, { search: 'bob', after });

    expect(after).toBeDefined();
    expect(usernames(answer.data).filter((name) => name !== 'bob')).toEqual([]);
  });

  describe('among many', () => {
    beforeAll(async () => {
      await populate(stage, crowd);
    });

    test('pages lead to the end, each person once, and nobody is counted', async () => {
      const { seen, pages } = await readAll('zed');

      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(crowd);
      expect(pages).toBe(Math.ceil(crowd / 20));
    });

    test('pages of another size hold the same people in the same order', async () => {
      const wide = await readAll('zed00', 20);
      const narrow = await readAll('zed00', 3);

      expect(narrow.seen).toEqual(wide.seen);
    });

    test('a page goes on behind somebody who is gone since', async () => {
      const first = await stage.gateway.ask(search, helen, { search: 'zed01', first: 3 });
      const after = textAt(fieldAt(fieldAt(first.data, 'users'), 'pageInfo'), 'endCursor');
      const last = usernames(first.data).at(-1) ?? '';
      await remove(stage, last);

      const next = await stage.gateway.ask(search, helen, { search: 'zed01', first: 3, after });
      await populate(stage, 1, last);

      expect([...usernames(first.data), ...usernames(next.data)]).toEqual(
        [0, 1, 2, 3, 4, 5].map((number) => `zed01${number}`),
      );
    });

    test('the exact name comes first', async () => {
      const answer = await stage.gateway.ask(search, helen, { search: 'zed' });

      expect(usernames(answer.data)[0]).toBe('zed');
      expect(usernames(answer.data)).toHaveLength(20);
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
      let after: string | null = null;
      do {
        const answer = await stage.gateway.ask(search, helen, { search: text, first, after });
        const info = fieldAt(fieldAt(answer.data, 'users'), 'pageInfo');
        seen.push(...usernames(answer.data));
        after = fieldAt(info, 'hasNextPage') === true ? (textAt(info, 'endCursor') ?? null) : null;
        pages += 1;
      } while (after !== null && pages < 100);
      return { seen, pages };
    }
  });
});

function usernames(data: unknown): string[] {
  return listAt(fieldAt(data, 'users'), 'edges').map(
    (edge) => textAt(fieldAt(edge, 'node'), 'username') ?? '',
  );
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
