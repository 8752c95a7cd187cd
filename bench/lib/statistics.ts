/** Figures of several rounds, made one. */

/** The middle one; of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** A percentile, interpolated between neighbours. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Half of what lies between the least and the greatest: what one figure may be off by. */
export function halfSpread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / 2;
}
