/** Returns an own member of a value from outside; undefined if it has none of this name. */
export function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name))
    return undefined;
  return Reflect.get(holder, name);
}

/** Returns a string member of an input, or undefined. Other types are a defect of the schema. */
export function textOf(input: unknown, name: string): string | undefined {
  const value = memberOf(input, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} is not a string`);
}
