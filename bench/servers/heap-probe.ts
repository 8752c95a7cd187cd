/** Loaded into a gateway by `--import`: on SIGHUP it collects garbage and tells in a file what is still held. */
import { writeFileSync } from 'node:fs';

const path = process.env['BENCH_HEAP_FILE'] ?? '';

process.on('SIGHUP', () => {
  globalThis.gc?.();
  writeFileSync(path, `${process.memoryUsage().heapUsed}\n`);
});
