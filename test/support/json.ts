/** Reads members of unknown JSON. A test fails if a required member is missing. */

/** Returns the member at a path; undefined if it does not exist. */
export function fieldAt(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce(memberOf, json);
}

/** Returns the text at a path. Throws if it is not a text. */
export function textAt(json: unknown, ...path: readonly string[]): string {
  const value = fieldAt(json, ...path);
  if (typeof value !== 'string') throw missing('text', path, json);
  return value;
}

/** Returns the list at a path. Throws if it is not a list. */
export function listAt(json: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = fieldAt(json, ...path);
  if (!Array.isArray(value)) throw missing('list', path, json);
  return value;
}

function memberOf(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return undefined;
  return (json as Readonly<Record<string, unknown>>)[name];
}

function missing(what: string, path: readonly string[], json: unknown): Error {
  return new Error(`No ${what} "${path.join('.')}" in ${JSON.stringify(json)?.slice(0, 500)}`);
}
