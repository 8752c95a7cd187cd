/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses text as JSON; undefined when it is not JSON (contract §18 U34: such profiles are skipped). */
export function tryParseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** AM's `_rev`: a hash of the item, as a decimal 32-bit number (contract §3.4). */
export function revisionOf(value: unknown): string {
  const text = JSON.stringify(value);
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return String(hash);
}

/** Picks the named members, in the order they were asked for, as `_fields` does (contract §1.3). */
export function pickFields(item: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((name) => name in item).map((name) => [name, item[name]]),
  );
}
