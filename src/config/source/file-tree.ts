import { isFields, type Fields } from '../../domain/values/json.ts';

/** Adds values at their places. Several of one place have the items of a list, or their parts. */
export function withValues(
  file: Fields,
  added: readonly { readonly place: string; readonly value: unknown }[],
): Fields {
  return [...Map.groupBy(added, ({ place }) => place)]
    .map(([place, [first, ...others]]) => {
      const values = [first, ...others].map((one) => one?.value);
      return nested(place, others.length > 0 ? thingsOf(values.flat()) : first?.value);
    })
    .reduce(merged, file);
}

/** Returns a value at a place of an otherwise empty file. */
export function nested(place: string, value: unknown): Fields {
  const [key = '', ...rest] = place.split('.');
  return { [key]: rest.length === 0 ? value : nested(rest.join('.'), value) };
}

/** Merges two files, at any depth. */
function merged(one: Fields, other: Fields): Fields {
  const added = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    return [key, isFields(before) && isFields(value) ? merged(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(added) };
}

/** Merges the parts of each thing with a name. */
function thingsOf(parts: readonly unknown[]): readonly Fields[] {
  const byName = Map.groupBy(parts.filter(isFields), (one) => one['name'] ?? one);
  return [...byName.values()].map((list) =>
    list.reduce((thing, part) => {
      const added = Object.entries(part).map(([key, value]) => {
        const before = thing[key];
        const isList = Array.isArray(before) && Array.isArray(value);
        return [key, isList ? [...before, ...value] : value] as const;
      });
      return { ...thing, ...Object.fromEntries(added) };
    }),
  );
}
