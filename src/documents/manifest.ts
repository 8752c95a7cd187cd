import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { memberOf } from '../domain/values/member.ts';

/** A document in a manifest; `id` is the sha256 of the text in hexadecimal. */
export interface ListedDocument {
  readonly id: string;
  readonly text: string;
  readonly source: string;
}

/** The documents of manifests, and a message for each error in them. */
export interface ManifestContents {
  readonly documents: readonly ListedDocument[];
  readonly problems: readonly string[];
}

/** Returns the sha256 of a document's text, in hexadecimal. */
export function hashOf(text: string): string {
  return hash('sha256', text);
}

/**
 * Reads the files at paths, and the documents in the files. An error becomes a problem, and leaves
 * out what could not be read.
 */
export function readDocuments(
  paths: readonly string[],
  filesAt: (path: string) => string[],
  documentsIn: (file: string) => ListedDocument[],
): ManifestContents {
  const problems: string[] = [];
  const attempt = <T>(path: string, read: (at: string) => T[]): T[] => {
    try {
      return read(path);
    } catch (error) {
      problems.push(`${path}: ${isNativeError(error) ? error.message : String(error)}`);
      return [];
    }
  };
  const documents: ListedDocument[] = [];
  const readFile = (file: string): void => {
    const listed = attempt(file, documentsIn);
    documents.push(...listed);
    // UTF-8 cannot encode lone surrogates, so all of them would have the same hash.
    const wrong = listed.filter(({ id, text }) => !text.isWellFormed() || id !== hashOf(text));
    problems.push(...wrong.map(({ id }) => `${file}: ${id} is not the sha256 of its text`));
  };
  for (const path of paths) attempt(path, filesAt).forEach(readFile);
  return { documents, problems };
}

/** Reads manifest files, and every `.json` file in manifest folders. */
export function readManifests(paths: readonly string[]): ManifestContents {
  return readDocuments(paths, manifestsAt, documentsInManifest);
}

function manifestsAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => join(path, name));
}

/**
 * Supports Apollo's persisted query manifest, and the map from hash to text of Relay and GraphQL
 * Code Generator's client preset.
 */
export function documentsInManifest(source: string): ListedDocument[] {
  const listed = entriesIn(JSON.parse(readFileSync(source, 'utf8')));
  if (listed === null) throw new Error('neither a persisted query manifest nor a map of documents');
  return listed.map(([id, text]) => ({ id: id.replace(/^sha256:/, ''), text, source }));
}

/** Returns pairs of id and text; null if the format is not supported. */
function entriesIn(json: unknown): [string, string][] | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const operations = memberOf(json, 'operations');
  if (!Array.isArray(operations)) return pairsOf(Object.entries(json));
  if (memberOf(json, 'format') !== 'apollo-persisted-query-manifest') return null;
  return pairsOf(operations.map((one: unknown) => [memberOf(one, 'id'), memberOf(one, 'body')]));
}

function pairsOf(pairs: readonly (readonly unknown[])[]): [string, string][] | null {
  const texts = pairs.flatMap(([id, text]): [string, string][] =>
    typeof id === 'string' && typeof text === 'string' ? [[id, text]] : [],
  );
  return texts.length === pairs.length ? texts : null;
}
