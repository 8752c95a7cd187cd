/** The cache of documents. `test/documents` tests the modes and limits over HTTP. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { type Document, readDocument } from '../../../src/documents/document.ts';
import { Documents, type DocumentsOptions } from '../../../src/documents/documents.ts';
import { hashOf } from '../../../src/documents/manifest.ts';
import { Failure } from '../../../src/domain/values/failure.ts';
import { createSchema } from '../../../src/graph/build-schema.ts';

const known = '{ me { id } }';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await createSchema({ federation: true });
});

function documents(
  trust: DocumentsOptions['trust'],
  { automatic = false }: { readonly automatic?: boolean } = {},
): Documents {
  const limits = { tokens: 250, depth: 3 };
  const rules = { schema, limits, introspection: false };
  const id = hashOf(known);
  const listed = readDocument({ id, text: known }, rules);
  const trusted = new Map<string, Document>(trust === 'off' ? [] : [[id, listed]]);
  return new Documents({ trust, trusted, rules, automatic });
}

/** Returns the text of the document, or the code of the refusal. */
function find(of: Documents, named: { readonly text?: string; readonly id?: string }): string {
  try {
    return of.find({ text: named.text, id: named.id }).text;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

const notFound = 'PERSISTED_QUERY_NOT_FOUND';

describe.each(['off', 'prefer'] as const)('APQ=on with TRUSTED_DOCUMENTS=%s', (trust) => {
  test('caches 1 000 documents, and evicts the least recently used', () => {
    const of = documents(trust, { automatic: true });
    const text = (n: number): string => `{ gatewayCaller { realm } } # ${n}`;
    const register = (n: number): string => find(of, { text: text(n), id: hashOf(text(n)) });
    for (let n = 0; n < 1000; n += 1) register(n);

    expect(find(of, { id: hashOf(text(0)) })).toBe(text(0));
    register(1000);

    expect(find(of, { id: hashOf(text(0)) })).toBe(text(0));
    expect(find(of, { id: hashOf(text(1)) })).toBe(notFound);
    expect(find(of, { id: hashOf(text(2)) })).toBe(text(2));
    expect(find(of, { id: hashOf(text(1000)) })).toBe(text(1000));
  });

  test('caches at most four million characters', () => {
    const of = documents(trust, { automatic: true });
    const text = (n: number): string => `{ gatewayCaller { realm } } # ${n} ${'x'.repeat(400_000)}`;
    for (let n = 0; n < 12; n += 1) find(of, { text: text(n), id: hashOf(text(n)) });

    const kept = Array.from({ length: 12 }, (_, n) => find(of, { id: hashOf(text(n)) }));

    expect(kept.filter((found) => found !== notFound)).toHaveLength(9);
    expect(kept.at(-1)).toBe(text(11));
  });
});

test('valid and invalid documents are parsed and validated once', () => {
  const of = documents('off');

  for (const text of [known, '{ nothing }', '{ a']) {
    const first = of.find({ text, id: undefined });

    expect(of.find({ text, id: undefined })).toBe(first);
    expect(of.get(hashOf(text))).toBe(first);
  }
});
