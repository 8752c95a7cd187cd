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

/**
 * What a median may be off by: its standard error, from the median distance to it. One value that something
 * disturbed does not make it large, as it would a spread.
 */
export function noiseOf(values: readonly number[]): number {
  const middle = median(values);
  const deviation = 1.4826 * median(values.map((value) => Math.abs(value - middle)));
  return (1.2533 * deviation) / Math.sqrt(values.length);
}
