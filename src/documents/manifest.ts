import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A document of a manifest; `id` is the sha256 of its text in hexadecimal. */
export interface ListedDocument {
  readonly id: string;
  readonly text: string;
  /** The manifest file, for messages. */
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
 * Reads manifest files, and every `.json` file of manifest folders. Two formats are supported: Apollo's persisted
 * query manifest, and an object from hash to text as Relay and GraphQL Code Generator's client preset write it.
 */
export function readManifests(places: readonly string[]): ManifestContents {
  const documents: ListedDocument[] = [];
  const problems: string[] = [];
  /** Returns the result of a step; where it throws, records a problem and returns an empty list. */
  const attempt = <T>(place: string, step: (at: string) => T[]): T[] => {
    try {
      return step(place);
    } catch (error) {
      problems.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  for (const file of places.flatMap((place) => attempt(place, filesAt))) {
    documents.push(...attempt(file, documentsIn));
  }
  // UTF-8 has no lone surrogates: every one would be hashed as the same character.
  const wrong = documents.filter(({ id, text }) => !text.isWellFormed() || id !== hashOf(text));
  problems.push(...wrong.map(({ id, source }) => `${source}: ${id} is not the sha256 of its text`));
  return { documents, problems };
}

function filesAt(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(place, name));
}

function documentsIn(source: string): ListedDocument[] {
  const json: unknown = JSON.parse(readFileSync(source, 'utf8'));
  const listed = entriesIn(json);
  if (listed === null) throw new Error('neither a persisted query manifest nor a map of documents');
  return listed.map(([id, text]) => ({ id: id.replace(/^sha256:/, ''), text, source }));
}

/** Returns pairs of id and text; null where the format is not supported. */
function entriesIn(json: unknown): [string, string][] | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const operations: unknown = Reflect.get(json, 'operations');
  if (!Array.isArray(operations)) return pairsOf(Object.entries(json));
  if (Reflect.get(json, 'format') !== 'apollo-persisted-query-manifest') return null;
  return pairsOf(
    operations.map((one: unknown) =>
      typeof one === 'object' && one !== null
        ? [Reflect.get(one, 'id'), Reflect.get(one, 'body')]
        : [],
    ),
  );
}

function pairsOf(pairs: readonly (readonly unknown[])[]): [string, string][] | null {
  const texts = pairs.flatMap(([id, text]): [string, string][] =>
    typeof id === 'string' && typeof text === 'string' ? [[id, text]] : [],
  );
  return texts.length === pairs.length ? texts : null;
}
