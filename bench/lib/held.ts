/** What a gateway with the probe of `servers/held-probe.ts` holds, told by itself after it has collected garbage. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from './say.ts';

/** What stays. */
export interface Held {
  readonly heapMegabytes: number;
  readonly sockets: number;
  readonly timers: number;
}

/** Where the probe tells it. */
export function heldFileOf(pid: number): string {
  return join(tmpdir(), `identity-gateway-held-${pid}`);
}

/** Asks the probe. */
export async function heldBy(pid: number): Promise<Held> {
  const file = heldFileOf(pid);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGQUIT');
  for (let tries = 0; tries < 500; tries += 1) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) {
      const held: Held = JSON.parse(text);
      return held;
    }
    await sleep(20);
  }
  throw new Trouble('The gateway did not tell what it holds.');
}
