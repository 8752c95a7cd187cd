/** A name in words, and its number. */
export type Row = readonly [name: string, count: number];

/** Adds up the rows of one name: several codes can have it. The order stays. */
export function joined(rows: readonly Row[]): Row[] {
  const sums = new Map<string, number>();
  for (const [name, count] of rows) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums];
}
