import { globSync, readFileSync, statSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { GraphQLError, parse, validate } from 'graphql';
import { readDocument, rulesFor } from './document.ts';
import type { Document, DocumentRules } from './document.ts';
import { hashOf, readManifests } from './manifest.ts';
import type { ListedDocument, ManifestContents } from './manifest.ts';
import { costRefusal } from './operation-cost.ts';

/** What offered documents are checked against: a gateway's rules, and the most points that an operation may cost. */
export interface OfferRules extends DocumentRules {
  readonly costLimit: number;
}

/** Documents that fit, each once, and a message for everything that does not. */
export interface CheckedDocuments {
  readonly documents: readonly Document[];
  readonly problems: readonly string[];
}

/**
 * Reads the files that some names and patterns stand for. A `.json` file is a manifest; every other file is one
 * document, and its id is the sha256 of the file.
 */
export function readOffered(patterns: readonly string[]): ManifestContents {
  const read = patterns.map((pattern) => {
    const files = filesOf(pattern);
    return files.length > 0 ? files.map(contentsOf) : [problem(`${pattern}: no such file`)];
  });
  return {
    documents: read.flat().flatMap(({ documents }) => documents),
    problems: read.flat().flatMap(({ problems }) => problems),
  };
}

/** Checks documents as a gateway does at start, and what they cost; each of their errors is told. */
export function checkOffered(
  { documents: listed, problems }: ManifestContents,
  { costLimit, ...rules }: OfferRules,
): CheckedDocuments {
  const byId = new Map(listed.map((one) => [one.id, one]));
  const checked = [...byId.values()].map((one) => {
    const document = readDocument(one, rules);
    return { document, wrong: problemsOf(document, { rules, costLimit, source: one.source }) };
  });
  return {
    documents: checked.filter(({ wrong }) => wrong.length === 0).map(({ document }) => document),
    problems: [...problems, ...checked.flatMap(({ wrong }) => wrong)],
  };
}

/** A name that is a file's is that file, whatever a pattern would make of it. */
function filesOf(pattern: string): readonly string[] {
  if (statSync(pattern, { throwIfNoEntry: false }) !== undefined) return [pattern];
  return globSync(pattern)
    .filter((file) => !statSync(file).isDirectory())
    .toSorted();
}

function contentsOf(file: string): ManifestContents {
  if (statSync(file).isDirectory()) {
    return problem(`${file}: a folder; name files, or a pattern in quotes: '${file}/**/*.graphql'`);
  }
  if (file.endsWith('.json')) return readManifests([file]);
  try {
    // Bytes that are no UTF-8 would be read as other characters, and have another hash than the file.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      readFileSync(file),
    );
    return { documents: [{ id: hashOf(text), text, source: file }], problems: [] };
  } catch (error) {
    return problem(`${file}: ${isNativeError(error) ? error.message : String(error)}`);
  }
}

function problem(message: string): ManifestContents {
  return { documents: [], problems: [message] };
}

function problemsOf(
  { text, refusal, error, operations }: Document,
  {
    rules,
    costLimit,
    source,
  }: {
    readonly rules: DocumentRules;
    readonly costLimit: number;
    readonly source: ListedDocument['source'];
  },
): readonly string[] {
  if (refusal !== null) return [`${source}: ${refusal.message}`];
  if (error !== null)
    return errorsOf(text, rules).map((one) => `${placeOf(source, one)}: ${one.message}`);
  if (operations.length === 0) return [`${source}: it holds no operation`];
  return operations.flatMap(({ name, costOf }) => {
    // A variable that is not given counts as its default, or as the most that it may ask for.
    const tooDear = costRefusal(costOf({}), costLimit);
    return tooDear === null ? [] : [`${source}: ${name ?? 'the operation'}: ${tooDear.message}`];
  });
}

/** All errors of a document that is within the limits and has at least one. */
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
