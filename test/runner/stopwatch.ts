/** What a test file costs, in figures that hold on a busy machine. */
import { performance } from 'node:perf_hooks';

/** The cost of a test file, in seconds. */
export interface Cost {
  /** Seconds of CPU time of its worker. */
  readonly cpu: number;
  /** Seconds in which its worker waited for a timer, a process or a socket. */
  readonly idle: number;
}

/** Starts to measure. The returned function returns the cost since then. */
export function startStopwatch(): () => Cost {
  const [cpuBefore, loopBefore] = [process.cpuUsage(), performance.eventLoopUtilization()];
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    const { idle } = performance.eventLoopUtilization(loopBefore);
    return { cpu: rounded((user + system) / 1e6), idle: rounded(idle / 1e3) };
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
