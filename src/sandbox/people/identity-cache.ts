import type { KnownAttributes } from './person.ts';

/** An entry whose attributes OpenAM may have in its cache. */
export interface Cached {
  readonly known: Map<string, KnownAttributes>;
}

/** Where the cache keeps what was read by one realm path and one spelling of the name. */
export function cachePath(realm: string, asked: string): string {
  return `${realm} ${asked.toLowerCase()}`;
}

/**
 * OpenAM 16.0.5 serves an identity from its cache without asking who reads: what an entitled caller has
 * read, any signed-in caller then reads too, by the same realm and spelling, until the identity is written
 * (seen on the real server; a 403 on a stranger's read is therefore no protection).
 */
export function mayReadCached(
  entry: Cached,
  path: string,
  fields: readonly string[] | undefined,
): boolean {
  const known = entry.known.get(path);
  if (known === undefined) return false;
  return fields === undefined
    ? known.isComplete
    : fields.every((field) => known.names.has(field.toLowerCase()));
}

/** A whole read fills the cache; a partial one adds what it asked for and ends its completeness. */
export function noteRead(
  entry: Cached,
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
