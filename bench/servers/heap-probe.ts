/** Loaded into a gateway by `--import`: on SIGQUIT it collects garbage and tells in a file what is still held. */
import { writeFileSync } from 'node:fs';
import { heapFileOf } from '../lib/heap-file.ts';

process.on('SIGQUIT', () => {
  globalThis.gc?.();
  writeFileSync(heapFileOf(process.pid), `${process.memoryUsage().heapUsed}\n`);
});
