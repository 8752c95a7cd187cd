/** What a stage opens before the tests of its file. */

/** Returns `acts` with the parts that are opened later. To read a part before that throws. */
export function whenOpen<Parts extends object, Acts extends object>(
  opened: Partial<Parts>,
  acts: Acts,
): Acts & Readonly<Parts> {
  const get = (_: object, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(name in acts ? acts : opened, name);
    // A promise that resolves to a stage asks whether it is a promise itself.
    if (value !== undefined || name === 'then') return value;
    throw new Error(`The stage has no ${String(name)} yet.`);
  };
  return new Proxy(acts, { get }) as Acts & Readonly<Parts>;
}
