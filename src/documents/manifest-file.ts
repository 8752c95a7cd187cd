import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { isNativeError } from 'node:util/types';
import type { Document } from './document.ts';
import { readManifests } from './manifest.ts';

/** What of some documents was added to a manifest, or why nothing was. */
export type Addition =
  | { readonly kind: 'added'; readonly documents: readonly Document[] }
  | { readonly kind: 'broken manifest'; readonly problems: readonly string[] }
  | { readonly kind: 'in use'; readonly lock: string };

/**
 * Adds the documents that a manifest does not have yet, in the format that the file has; a new file gets Apollo's. The
 * new text is written beside the file and takes its place in one step, so that a gateway that starts meanwhile reads
 * the old one or the new one. The file beside it is the lock, too: a second process is told that it is in use.
 * @throws Error of the file system where the file cannot be read or written
 */
export function addToManifest(place: string, documents: readonly Document[]): Addition {
  const stats = statSync(place, { throwIfNoEntry: false });
  const isThere = stats !== undefined;
  // A link stays a link.
  const path = isThere ? realpathSync(place) : place;
  const lock = `${path}.new`;
  const file = openNew(lock, stats?.mode);
  if (file === null) return { kind: 'in use', lock };
  try {
    const known = isThere ? readManifests([path]) : { documents: [], problems: [] };
    if (known.problems.length > 0) return { kind: 'broken manifest', problems: known.problems };
    const ids = new Set(known.documents.map(({ id }) => id));
    const added = documents.filter(({ id }) => !ids.has(id));
    if (added.length > 0) {
      writeSync(file, textWith(isThere ? readFileSync(path, 'utf8') : newManifest, added));
      fsyncSync(file);
      renameSync(lock, path);
    }
    return { kind: 'added', documents: added };
  } finally {
    closeSync(file);
    // Nothing is there after the renaming.
    rmSync(lock, { force: true });
  }
}

const newManifest = '{"format":"apollo-persisted-query-manifest","version":1,"operations":[]}';

/** Makes a file; null where there is one. */
function openNew(path: string, mode?: number): number | null {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    if (isNativeError(error) && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}

/** The text of a manifest with more documents, behind those that it has. */
function textWith(manifest: string, added: readonly Document[]): string {
  const json: object = JSON.parse(manifest);
  const operations: unknown = Reflect.get(json, 'operations');
  const more = Array.isArray(operations)
    ? { operations: [...operations, ...added.map(asApolloLists)] }
    : Object.fromEntries(added.map(({ id, text }) => [id, text]));
  return `${JSON.stringify({ ...json, ...more }, null, 2)}\n`;
}

function asApolloLists({ id, text, operations: [first] }: Document): object {
  return { id, name: first?.name ?? '', type: first?.type ?? 'query', body: text };
}
