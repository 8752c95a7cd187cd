import { crc32 } from 'node:zlib';

/** A JSON object with unknown members. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses a text as JSON. Returns undefined if it is not JSON (contract §18 U34: AM skips such
 * profiles).
 */
export function tryParseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Returns AM's `_rev`: a hash of the item as a decimal 32-bit number (contract §3.4). */
export function revisionOf(value: unknown): string {
  return String(crc32(JSON.stringify(value)) | 0);
}

/** Returns the named members in the requested order, as `_fields` does (contract §1.3). */
export function pickFields(item: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((name) => name in item).map((name) => [name, item[name]]),
  );
}

/** Whether a value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
