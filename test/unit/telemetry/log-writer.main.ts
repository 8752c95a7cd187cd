/** Writes log lines faster than they are read, and reports the result on standard error. */
import { createLog } from '../../../src/telemetry/log.ts';

const log = createLog('info');
const line = 'x'.repeat(1_000);
const before = process.memoryUsage().rss;
let longestMs = 0;

/** Writes in rounds, so that the event loop runs between them. */
function round(left: number): void {
  const started = performance.now();
  for (let count = 0; count < 100; count += 1) log.note(line);
  longestMs = Math.max(longestMs, performance.now() - started);
  if (left > 0) setImmediate(() => round(left - 1));
  else setTimeout(() => end(), 300);
}

function end(): void {
  const grownMiB = (process.memoryUsage().rss - before) / 1_048_576;
  process.stderr.write(JSON.stringify({ dropped: log.dropped(), grownMiB, longestMs }));
  process.exit(0);
}

round(999);
