/**
 * Loaded into a gateway by `--import`. Counts promises; on SIGQUIT it writes how many there were.
 * Counting makes each request slower, so CPU time is measured in another process.
 */
import { createHook } from 'node:async_hooks';
import { writeFileSync } from 'node:fs';
import { probeFileOf } from '../lib/probe.ts';

let promises = 0;

createHook({
  init: (_asyncId, type) => {
    if (type === 'PROMISE') promises += 1;
  },
}).enable();

process.on('SIGQUIT', () => writeFileSync(probeFileOf(process.pid), `${promises}\n`));
