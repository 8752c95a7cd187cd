/** Runs the steps of docs/front-end.md in an empty folder, with other ports. */
import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Background, startInBackground } from '../support/background.ts';
import { useFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { followPage, type PageBlock } from '../support/page.ts';

const home = useFolder();
let env: NodeJS.ProcessEnv;
let gateway: Background | undefined;

beforeAll(async () => {
  env = {
    ...process.env,
    HOME: home.path,
    PORT: `${await freePort()}`,
    SANDBOX_PORT: `${await freePort()}`,
    NODE_ENV: 'development',
    NODE_OPTIONS: '',
    npm_config_cache: execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim(),
    npm_config_userconfig: join(homedir(), '.npmrc'),
    npm_config_prefer_offline: 'true',
    npm_config_ignore_scripts: 'true', // the tests begin with the build that prepack would repeat
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
});
afterAll(() => gateway?.stop());

/** Starts the gateway in the checkout, whose packages are installed. Stops a running one first. */
async function start({ text }: PageBlock): Promise<string> {
  await gateway?.stop();
  const script = text.replace('npm ci && ', '');
  gateway = await startInBackground({ script, folder: process.cwd(), env, ready: '/graphql' });
  return '';
}

test('every block has the documented result', async () => {
  const { wanted, got } = await followPage('docs/front-end.md', {
    follower: { folder: process.cwd(), env },
    adapt: (text) => text.replaceAll(':4000', `:${env['PORT']}`),
    also: { start },
  });

  expect(got).toEqual(wanted);
}, 900_000);
