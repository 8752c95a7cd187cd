/** Which documents may be trusted, and that only those are found. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { hashOf } from '../../../src/documents/manifest.ts';
import { loadTrusted } from '../../../src/documents/trusted-documents.ts';
import type { TrustedDocuments } from '../../../src/documents/trusted-documents.ts';
import { createSchema } from '../../../src/graph/build-schema.ts';

const limits = { depth: 10, fields: 50, aliases: 5, people: 3 };

let schema: GraphQLSchema;

const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
const none = join(folder, 'none.json');

beforeAll(async () => {
  schema = await createSchema({ federation: true });
  writeFileSync(none, '{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

function trust(...texts: readonly string[]): Pick<TrustedDocuments, 'byId' | 'problems'> {
  return trustWith({ introspection: false }, texts);
}

function trustWith(
  { introspection }: { readonly introspection: boolean },
  texts: readonly string[],
): Pick<TrustedDocuments, 'byId' | 'problems'> {
  const further = join(folder, 'list.json');
  writeFileSync(
    further,
    JSON.stringify(Object.fromEntries(texts.map((text) => [hashOf(text), text]))),
  );
  const { byId, problems } = loadTrusted(
    { documented: none, further: [further] },
    { schema, limits, introspection },
  );
  return { byId, problems: problems.map((problem) => problem.replace(`${folder}/`, '')) };
}

test('security D5: a document that asks for the schema is trusted in development only', () => {
  const asks = ['{ __schema { queryType { name } } }'];

  expect(trustWith({ introspection: true }, asks).problems).toEqual([]);
  expect(trustWith({ introspection: false }, asks).problems).toEqual([
    expect.stringContaining('introspection has been disabled'),
  ]);
});

describe('a document is trusted', () => {
  test.each([
    ['that asks', '{ me { id } }'],
    [
      'that changes',
      'mutation { resetOathDevices(input: { target: { self: true } }) { outcome } }',
    ],
    [
      'of several operations',
      'query A { me { id } } mutation B { resetOathDevices(input: { target: { self: true } }) { outcome } }',
    ],
    ['with fragments', '{ me { ...F } } fragment F on User { id }'],
  ])('%s', (_label, text) => {
    const trusted = trust(text);

    expect(trusted.problems).toEqual([]);
    expect(trusted.byId.get(hashOf(text))).toMatchObject({ id: hashOf(text), text });
  });

  test('once, however often it is listed', () => {
    const trusted = trust('{ me { id } }', '{ me { id } }');

    expect([trusted.byId.size, trusted.problems]).toEqual([1, []]);
  });

  test('with its operations in order, parsed, and with their costs', () => {
    const text = 'query A { caller { realm } } query B { me { id } }';

    const found = trust(text).byId.get(hashOf(text));

    expect(found?.operations.map(({ node, costOf }) => [node.name?.value, costOf({})])).toEqual([
      ['A', 31],
      ['B', 11],
    ]);
    expect(found?.tree?.definitions).toHaveLength(2);
  });
});

describe('a document is not trusted', () => {
  test.each([
    ['that does not parse', '{ me', 'Syntax Error: Expected Name, found <EOF>.'],
    ['that is empty', '', 'Syntax Error: Unexpected <EOF>.'],
    ['of an unknown field', '{ nothing }', 'Cannot query field "nothing" on type "Query".'],
    [
      'with a variable that nobody uses',
      'query ($a: ID) { me { id } }',
      'Variable "$a" is never used.',
    ],
    ['without an operation', 'fragment F on User { id }', 'Fragment "F" is never used.'],
    [
      'too deep',
      `{ me ${'{ oathDevices { owner '.repeat(6)}{ id }${' } }'.repeat(6)} }`,
      'The operation has more than 10 levels.',
    ],
    ['too wide', `{ me { ${'id '.repeat(50)} } }`, 'The operation has more than 50 fields.'],
    [
      'of too many people',
      `{ ${[1, 2, 3, 4].map((n) => `a${n}: user(id: "${n}") { id }`).join(' ')} }`,
      'The operation has more than 3 user fields.',
    ],
    [
      'that resets twice',
      'mutation { a: resetOathDevices(input: { target: { self: true } }) { outcome } b: resetOathDevices(input: { target: { self: true } }) { outcome } }',
      'The operation has more than 1 resetOathDevices fields.',
    ],
    ['that subscribes', 'subscription { me { id } }', 'There are no subscriptions here.'],
    ['that defines types', 'type User { id: ID }', 'The "User" definition is not executable.'],
  ])('%s', (_label, text, problem) => {
    const trusted = trust(text, '{ me { id } }');

    expect(trusted.problems).toEqual([`list.json: ${hashOf(text)}: ${problem}`]);
    expect([...trusted.byId.keys()]).toEqual([hashOf('{ me { id } }')]);
  });

  test('and every one of them is told', () => {
    const texts = ['{ me', '{ nothing }', '{ me { id } }', 'subscription { me { id } }'];

    expect(trust(...texts).problems).toHaveLength(3);
  });
});

describe('by hash, only what is listed is found', () => {
  /** Valid documents that differ by a field, an alias or a comment. */
  const documents = fc
    .tuple(
      fc.constantFrom('id', 'realm', 'username'),
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.string(),
    )
    .map(
      ([field, alias, comment]) =>
        `{ me { ${alias}: ${field} } } # ${comment.replaceAll(/[\n\r]/g, '')}`,
    );

  test('whatever is listed and whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.array(documents, { maxLength: 6 }),
        fc.array(fc.oneof(documents, fc.string()), { maxLength: 6 }),
        (listed, asked) => {
          const trusted = trust(...listed);
          expect(trusted.problems).toEqual([]);
          for (const text of [...listed, ...asked]) {
            const expected = listed.includes(text) ? text : undefined;
            expect(trusted.byId.get(hashOf(text))?.text).toBe(expected);
          }
        },
      ),
    );
  });

  test('a hash that is changed anywhere finds nothing', () => {
    const text = '{ me { id } }';
    const trusted = trust(text);
    const digits = fc.nat(15).map((digit) => digit.toString(16));
    fc.assert(
      fc.property(fc.nat(63), digits, (place, digit) => {
        const id = hashOf(text);
        const changed = `${id.slice(0, place)}${digit}${id.slice(place + 1)}`;
        expect(trusted.byId.get(changed)?.text).toBe(changed === id ? text : undefined);
      }),
    );
  });
});
