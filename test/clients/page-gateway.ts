/** The gateway that a page of docs starts, with its own home folder and other ports. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withCommand } from '../support/installed-command.ts';
import { type Follower, type PageBlock, runBlock } from '../support/page.ts';
import { start, type StartedGateway } from '../support/started-gateway.ts';

/** The environment in which a page's steps run. */
export interface PageGateway {
  readonly follower: Follower;
  /**
   * Runs a `start` block: `npm start` with the options before it. Stops a running gateway first.
   */
  restart(block: PageBlock): Promise<void>;
  /** Returns a text of the page with the port of the running gateway. */
  withPort(text: string): string;
  /** Runs a `try` block. */
  run(block: PageBlock): Promise<string>;
  remove(): Promise<void>;
}

/** Creates the home folder. `env` is for the commands of the page. */
export async function openPageGateway(env: NodeJS.ProcessEnv = {}): Promise<PageGateway> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const PATH = withCommand(home);
  const follower: Follower = {
    folder: process.cwd(),
    env: { ...process.env, PATH, ...env, HOME: home },
  };
  let gateway: StartedGateway | undefined;
  /** The ports of the previous gateway, because files of a page contain one. */
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
      // The command of `npm start` after its build; the tests start with a build.
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
