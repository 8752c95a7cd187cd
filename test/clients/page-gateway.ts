/** The gateway that a page of docs starts, in a home folder of its own; only the ports are others than the page says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBlock } from '../support/page.ts';
import type { Follower, PageBlock } from '../support/page.ts';
import { start } from '../support/started-gateway.ts';
import type { StartedGateway } from '../support/started-gateway.ts';

/** Where a page is followed. */
export interface PageGateway {
  readonly follower: Follower;
  /** Runs a `start` block: `npm start` with the options before it; a gateway that runs is stopped first. */
  restart(block: PageBlock): Promise<void>;
  /** A text of the page with the port of the gateway that runs. */
  withPort(text: string): string;
  /** Runs a `try` block. */
  run(block: PageBlock): Promise<string>;
  remove(): Promise<void>;
}

/** Makes the home folder; `env` is for the commands of the page. */
export async function openPageGateway(env: NodeJS.ProcessEnv = {}): Promise<PageGateway> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const follower: Follower = {
    folder: process.cwd(),
    env: { ...process.env, ...env, HOME: home },
  };
  let gateway: StartedGateway | undefined;
  /** Those of the gateway that ran before, because the files of a page name one. */
  const ports = (): Record<string, string> =>
    gateway === undefined
      ? {}
      : { PORT: `${gateway.port}`, SANDBOX_PORT: `${gateway.sandboxPort}` };
  return {
    follower,
    restart: async ({ text }) => {
      if (!/(^| )npm start$/.test(text.trim())) throw new Error(`${text} is no npm start`);
      const options = [...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
        name,
        value.replace('~', home),
      ]);
      await gateway?.stop();
      // What `npm start` runs once it has built; the tests begin with a build.
      const command = { command: 'node', args: ['dist/main.js'] };
      gateway = await start(command, { ...ports(), ...Object.fromEntries(options) });
      follower.env['SANDBOX_PORT'] = `${gateway.sandboxPort}`;
    },
    withPort: (text) => text.replaceAll(':4000', `:${gateway?.port}`),
    run: (block) => runBlock(block, follower),
    remove: async () => {
      await gateway?.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
