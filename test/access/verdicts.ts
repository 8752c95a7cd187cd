/** What an answer reports for each selected field. */
import type { ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';

type Answer = Pick<ClientAnswer<unknown>, 'data' | 'errors'>;

/**
 * The verdict at a place of an answer: `yes` for a value; the code of the error that took it or
 * what holds it; `nobody` where it is null without an error; `no such thing` where a list holds
 * none.
 */
export function verdictAt({ data, errors }: Answer, place: readonly string[]): string {
  const codes = new Map(
    errors.map(({ path = [], extensions }) => [placeOf(path).join('.'), extensions.code]),
  );
  let value: unknown = data;
  for (const [index, key] of place.entries()) {
    if (value === null || value === undefined) return 'nobody';
    value = memberOf(value, key);
    if (isListOfNulls(value)) value = null;
    const code = codes.get(place.slice(0, index + 1).join('.'));
    if (code !== undefined) return value === null ? code : `${code} beside a value`;
    if (value === undefined) return 'no such thing';
  }
  return value === null ? 'nobody' : 'yes';
}

/** Entities that are refused or missing are null within their list. */
function isListOfNulls(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => item === null);
}

function placeOf(path: readonly (string | number)[]): readonly string[] {
  return path.filter((part) => typeof part === 'string');
}

/** A member of an object, or of the first list item that has it; nested lists are flattened. */
function memberOf(value: unknown, key: string): unknown {
  if (!Array.isArray(value)) return fieldAt(value, key);
  const found = value.map((item) => fieldAt(item, key)).filter((one) => one !== undefined);
  return found.length > 1 && found.every((one) => Array.isArray(one)) ? found.flat() : found[0];
}
