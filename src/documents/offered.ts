import { globSync, readFileSync, statSync } from 'node:fs';
import { GraphQLError, parse, validate } from 'graphql';
import { readDocument, rulesFor, type DocumentRules } from './document.ts';
import { documentsInManifest, hashOf, readDocuments } from './manifest.ts';
import type { ListedDocument, ManifestContents } from './manifest.ts';
import { costRefusal } from './operation-cost.ts';

interface OfferRules extends DocumentRules {
  readonly costLimit: number;
}

/** Reads files by names and patterns. A `.json` file is a manifest, any other file one document. */
export function readOffered(patterns: readonly string[]): ManifestContents {
  return readDocuments(patterns, filesOf, documentsIn);
}

/** Checks documents and their cost. Returns the number of distinct documents, and every problem. */
export function checkOffered(
  { documents, problems }: ManifestContents,
  rules: OfferRules,
): { readonly count: number; readonly problems: readonly string[] } {
  const distinct = [...new Map(documents.map((one) => [one.id, one])).values()];
  const found = distinct.flatMap((one) => problemsOf(one, rules));
  return { count: distinct.length, problems: [...problems, ...found] };
}

/** Returns the file of this name, or the files that match the pattern. */
function filesOf(pattern: string): string[] {
  if (statSync(pattern, { throwIfNoEntry: false }) !== undefined) return [pattern];
  const files = globSync(pattern).filter((file) => !statSync(file).isDirectory());
  if (files.length === 0) throw new Error('no such file');
  return files.toSorted();
}

function documentsIn(file: string): ListedDocument[] {
  if (statSync(file).isDirectory())
    throw new Error(`a folder; name files, or a pattern in quotes: '${file}/**/*.graphql'`);
  if (file.endsWith('.json')) return documentsInManifest(file);
  // Rejects invalid UTF-8: with replaced characters, the hashes of text and file would differ.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = decoder.decode(readFileSync(file));
  return [{ id: hashOf(text), text, source: file }];
}

function problemsOf(listed: ListedDocument, rules: OfferRules): readonly string[] {
  const { text, source } = listed;
  const { refusal, error, operations } = readDocument(listed, rules);
  if (refusal !== null) return [`${source}: ${refusal.message}`];
  if (error !== null)
    return errorsOf(text, rules).map((one) => `${placeOf(source, one)}: ${one.message}`);
  if (operations.length === 0) return [`${source}: it contains no operation`];
  return operations.flatMap(({ name, costOf }) => {
    // An absent variable counts as its default, or as the maximum value.
    const over = costRefusal(costOf({}), rules.costLimit);
    return over === null ? [] : [`${source}: ${name ?? 'the operation'}: ${over.message}`];
  });
}

/** Returns all errors of an invalid document. */
function errorsOf(text: string, { schema, introspection }: DocumentRules): readonly GraphQLError[] {
  try {
    return validate(schema, parse(text), rulesFor(introspection));
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function placeOf(source: string, { locations }: GraphQLError): string {
  const [first] = locations ?? [];
  return first === undefined ? source : `${source}:${first.line}:${first.column}`;
}
