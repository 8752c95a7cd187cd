/**
 * Reads what a gateway with the probe `servers/retained-probe.ts` retains after garbage collection.
 */
import { askProbe } from './probe.ts';

/** What a process retains. */
export interface Retained {
  readonly heapMegabytes: number;
  readonly sockets: number;
  readonly timers: number;
}

/** Triggers the probe and reads its file. */
export async function readRetained(pid: number): Promise<Retained> {
  const retained: Retained = JSON.parse(await askProbe(pid));
  return retained;
}
