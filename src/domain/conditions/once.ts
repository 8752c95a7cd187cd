/** Makes a fact: a function that reads a value at its first call, and then returns the same one. */
export function once<T>(read: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: read() }).value;
}
