import { percentile } from './statistics.ts';

/** Percentiles in milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

/** The percentiles of many durations. */
export function timesOf(durations: readonly number[]): Times {
  return { p50: percentile(durations, 50), p99: percentile(durations, 99) };
}

/** Makes calls one after the other and times them. */
export async function timeCalls(
  times: number,
  call: (number: number) => Promise<unknown>,
): Promise<Times> {
  const durations: number[] = [];
  for (let number = 0; number < times; number += 1) {
    const started = performance.now();
    await call(number);
    durations.push(performance.now() - started);
  }
  return timesOf(durations);
}
