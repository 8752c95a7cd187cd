/** Loaded into a gateway by `--import`: on SIGUSR2 it collects garbage and tells in a file what is still held. */
import { writeFileSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);

process.on('SIGUSR2', () => {
  globalThis.gc?.();
  writeFileSync(path, `${process.memoryUsage().heapUsed}\n`);
});
