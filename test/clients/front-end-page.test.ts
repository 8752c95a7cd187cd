/** docs/front-end.md, followed word for word in a clean folder; only the ports are others. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { blocksOf, runBlock, writeBlock } from '../support/page.ts';
import type { Follower, PageBlock } from '../support/page.ts';
import { npmStart } from '../support/started-gateway.ts';
import type { StartedGateway } from '../support/started-gateway.ts';

const runFile = promisify(execFile);
let home: string;
let follower: Follower;
let gateway: StartedGateway | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
  const { stdout } = await runFile('npm', ['config', 'get', 'cache']);
  const npm = {
    npm_config_cache: stdout.trim(),
    npm_config_userconfig: join(homedir(), '.npmrc'),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
  };
  follower = { folder: process.cwd(), env: { ...process.env, ...npm, HOME: home } };
});
afterAll(async () => {
  await gateway?.stop();
  await rm(home, { recursive: true, force: true });
});

/** `npm start` with the options before it; a gateway that runs is stopped first. Its dependencies are there. */
async function restart({ text }: PageBlock): Promise<void> {
  const options = [...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace('~', home),
  ]);
  expect(text.trim().split(' ').slice(-2)).toEqual(['npm', 'start']);
  await gateway?.stop();
  gateway = await npmStart({ ...ports(), ...Object.fromEntries(options) });
  follower.env['SANDBOX_PORT'] = `${gateway.sandboxPort}`;
}

/** Those of the gateway that ran before, because the files of the page name one. */
function ports(): Record<string, string> {
  if (gateway === undefined) return {};
  return { PORT: `${gateway.port}`, SANDBOX_PORT: `${gateway.sandboxPort}` };
}

test('every block does what the page says', async () => {
  const printed: { readonly wanted: string; readonly got: string }[] = [];
  let output = '';
  for (const block of await blocksOf('docs/front-end.md')) {
    if (block.use === 'start') await restart(block);
    else if (block.use === 'try') output = await runBlock(block, follower);
    else if (block.use === 'prints') printed.push({ wanted: block.text, got: output });
    else await writeBlock(withPort(block), follower);
  }

  expect(printed.map(({ got }) => got)).toEqual(printed.map(({ wanted }) => wanted));
  expect(printed).toHaveLength(5);
}, 120_000);

function withPort({ use, text }: PageBlock): PageBlock {
  expect(use).toMatch(/^file=[\w-]+\.(ts|json|yml|graphql)$/);
  return { use, text: text.replaceAll(':4000', `:${gateway?.port}`) };
}
