/** Starts the slow upstream: Node, with a delay and a count of waves. */
import { join } from 'node:path';
import { deployPath } from './am-bodies.ts';
import { places } from './places.ts';
import { startServer } from './server-process.ts';

/** The counters of the upstream. */
export interface Counts {
  readonly calls: number;
  /** Transitions from idle to busy. */
  readonly waves: number;
}

/** A running upstream. */
export interface NodeUpstream {
  readonly amUrl: string;
  readonly origin: string;
  counts(): Promise<Counts>;
}

/** Starts an upstream. */
export async function startNodeUpstream(folder: string, delayMs: number): Promise<NodeUpstream> {
  const script = join(places.servers, 'node-upstream.main.ts');
  const { url } = await startServer({
    name: 'node-upstream',
    folder,
    command: process.execPath,
    args: (port) => [script, String(port), String(delayMs)],
    env: () => ({}),
  });
  return {
    amUrl: `${url}${deployPath}`,
    origin: url,
    counts: async () => {
      const counts: Counts = JSON.parse(await (await fetch(`${url}/bench/calls`)).text());
      return counts;
    },
  };
}
