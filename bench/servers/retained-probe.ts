/**
 * Loaded into a gateway by `--import`. On SIGQUIT it collects garbage and writes a file with what
 * the process retains.
 */
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { queryObjects } from 'node:v8';
import { probeFileOf } from '../lib/probe.ts';
import type { Retained } from '../lib/retained.ts';

const { constructor: Timeout } = setTimeout(() => undefined, 0);

/** Counts the objects of a class, including idle ones that keep no process alive. */
function count(constructor: Function): number {
  return queryObjects(constructor, { format: 'count' });
}

process.on('SIGQUIT', () => {
  globalThis.gc?.();
  const retained: Retained = {
    heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
    sockets: count(Socket),
    timers: count(Timeout),
  };
  writeFileSync(probeFileOf(process.pid), `${JSON.stringify(retained)}\n`);
});
