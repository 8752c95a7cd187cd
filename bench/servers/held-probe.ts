/** Loaded into a gateway by `--import`: on SIGQUIT it collects garbage and tells in a file what is still held. */
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { queryObjects } from 'node:v8';
import { heldFileOf } from '../lib/held.ts';
import type { Held } from '../lib/held.ts';

const { constructor: Timeout } = setTimeout(() => undefined, 0);

/** How many objects of a class are held; idle ones too, which keep no process alive. */
function count(constructor: Function): number {
  return queryObjects(constructor, { format: 'count' });
}

process.on('SIGQUIT', () => {
  globalThis.gc?.();
  const held: Held = {
    heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
    sockets: count(Socket),
    timers: count(Timeout),
  };
  writeFileSync(heldFileOf(process.pid), `${JSON.stringify(held)}\n`);
});
