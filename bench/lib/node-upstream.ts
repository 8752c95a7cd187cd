/** Starts the upstream on Node, which answers after a while and counts waves. */
import { join } from 'node:path';
import { deployPath } from './am-bodies.ts';
import { places } from './places.ts';
import { startServer } from './server-process.ts';

/** What the upstream has counted. */
export interface Counts {
  readonly calls: number;
  /** How often it went from idle to busy. */
  readonly waves: number;
}

/** It, while it runs. */
export interface NodeUpstream {
  readonly amUrl: string;
  readonly origin: string;
  counts(): Promise<Counts>;
}

/** Starts it. */
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
