/**
 * Reads what a gateway with the probe `servers/retained-probe.ts` retains after garbage collection.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from './say.ts';

/** What a process retains. */
export interface Retained {
  readonly heapMegabytes: number;
  readonly sockets: number;
  readonly timers: number;
}

/** The file that the probe writes. */
export function probeFileOf(pid: number): string {
  return join(tmpdir(), `identity-gateway-retained-${pid}`);
}

/** Triggers the probe and reads its file. */
export async function readRetained(pid: number): Promise<Retained> {
  const file = probeFileOf(pid);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGQUIT');
  for (let tries = 0; tries < 500; tries += 1) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) {
      const retained: Retained = JSON.parse(text);
      return retained;
    }
    await sleep(20);
  }
  throw new BenchError('The probe in the gateway wrote no file within ten seconds.');
}
