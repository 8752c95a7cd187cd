/** How a bench asks a probe in a gateway: by a signal, which the probe answers with a file. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from './say.ts';

/** The file that a probe writes: one line of JSON. */
export function probeFileOf(pid: number): string {
  return join(tmpdir(), `identity-gateway-probe-${pid}`);
}

/** Triggers the probe of a process and reads its line. */
export async function askProbe(pid: number): Promise<string> {
  const file = probeFileOf(pid);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGQUIT');
  for (let tries = 0; tries < 500; tries += 1) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) return text;
    await sleep(20);
  }
  throw new BenchError('The probe in the gateway wrote no file within ten seconds.');
}
