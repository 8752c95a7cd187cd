import { fields, firstText } from './wire.ts';

/** Reads the first value of each attribute that has one, by the keys of the attributes. */
export function readValues(
  json: unknown,
  attributes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const user = fields(json, 'user');
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, attribute]) => {
      const value = firstText(user, attribute)?.trim() ?? '';
      return value === '' ? [] : [[key, value]];
    }),
  );
}
