/** Medians, percentiles and noise. */

/** The median; for an even count, the mean of the two middle values. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** A percentile, interpolated linearly. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const index = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(index)] ?? Number.NaN;
  const above = sorted[Math.ceil(index)] ?? Number.NaN;
  return below + (above - below) * (index - Math.floor(index));
}

/**
 * The standard error of the median, estimated from the median absolute deviation. A single outlier
 * does not make it large.
 */
export function noiseOf(values: readonly number[]): number {
  const middle = median(values);
  const deviation = 1.4826 * median(values.map((value) => Math.abs(value - middle)));
  return (1.2533 * deviation) / Math.sqrt(values.length);
}
