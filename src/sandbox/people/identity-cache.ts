import type { KnownAttributes } from './person.ts';

/** An entry whose attributes OpenAM's cache may contain. */
export interface CacheEntry {
  readonly known: Map<string, KnownAttributes>;
}

/** Returns the cache key of a realm path and a spelling of the name. */
export function cachePath(realm: string, writtenName: string): string {
  return `${realm} ${writtenName.toLowerCase()}`;
}

/**
 * OpenAM 16.0.5 serves an identity from its cache without checking the caller. After an authorized
 * read, every signed-in caller can read the same realm and spelling until the identity is written
 * (seen on the real server). A 403 for a stranger is therefore no protection.
 */
export function mayReadCached(
  entry: CacheEntry,
  path: string,
  fields: readonly string[] | undefined,
): boolean {
  const known = entry.known.get(path);
  if (known === undefined) return false;
  return fields === undefined
    ? known.isComplete
    : fields.every((field) => known.names.has(field.toLowerCase()));
}

/**
 * Updates the cache. A complete read fills it; a partial read adds its attributes and makes it
 * incomplete.
 */
export function noteRead(
  entry: CacheEntry,
  path: string,
  fields: readonly string[] | undefined,
  all: readonly string[],
): void {
  const known = entry.known.get(path);
  if (fields === undefined) {
    const names = lowerCased([...(known?.names ?? []), ...all]);
    entry.known.set(path, { isComplete: true, names });
  } else if (known === undefined || !mayReadCached(entry, path, fields)) {
    const names = lowerCased([...(known?.names ?? []), ...fields]);
    entry.known.set(path, { isComplete: false, names });
  }
}

function lowerCased(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
