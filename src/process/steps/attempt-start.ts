import type { Config } from '../../config/load-config.ts';
import type { Check } from '../../commands/line/finding.ts';
import { schemaFolder } from './folders.ts';
import { startSteps } from './start-steps.ts';

/** How long a gateway may take to say that it lives, in milliseconds. */
const liveMs = 1_000;

/** The steps of a start, as checks that leave nothing behind. */
export function attemptStart(config: Config): readonly Check[] {
  let answer: Promise<boolean> | undefined;
  const isServing = (): Promise<boolean> => (answer ??= serves(config));
  const deployment = { config, schemaFolder, isServing };
  return Object.entries(startSteps).map(([name, { attempt }]) => [name, () => attempt(deployment)]);
}

/** Whether a gateway answers at `HOST` and `PORT`. */
async function serves({ host, port }: Config): Promise<boolean> {
  const anyHosts: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const name = anyHosts[host] ?? (host.includes(':') ? `[${host}]` : host);
  try {
    const answer = await fetch(`http://${name}:${port}/health/live`, {
      signal: AbortSignal.timeout(liveMs),
    });
    return (await answer.text()) === '{"status":"live"}';
  } catch {
    return false;
  }
}
