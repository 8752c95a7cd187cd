/** A member of an input, whatever it is. */
export function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}

/** A text of an input; null and absent mean the same, and anything else is a defect of the schema. */
export function textOf(input: unknown, name: string): string | undefined {
  const value = memberOf(input, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} is not a text`);
}
