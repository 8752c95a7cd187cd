/** Runs the steps of docs/portal.md in a copy of the checkout, with other ports. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { blocksOf, followPage, type Follower, type PageBlock } from '../support/page.ts';
import { freePort } from '../support/free-port.ts';
import { type Background, startInBackground } from '../support/background.ts';
import { type Checkout, copyCheckout } from './checkout.ts';

/** The servers that the page starts, in order: the page's port, and the text printed when ready. */
const servers = [
  { port: 4000, ready: '/graphql' },
  { port: 4002, ready: 'Portal ' },
  { port: 4003, ready: 'Listening on' },
] as const;

let checkout: Checkout;
let ports: ReadonlyMap<number, number>;
let env: NodeJS.ProcessEnv;
const started: Background[] = [];

beforeAll(async () => {
  checkout = await copyCheckout({ withRouter: false });
  ports = new Map(
    await Promise.all(
      [4000, 4001, 4002, 4003].map(async (port) => [port, await freePort()] as const),
    ),
  );
  env = {
    ...process.env,
    NODE_ENV: 'development',
    NODE_OPTIONS: '',
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    SANDBOX_PORT: `${ports.get(4001)}`,
    IDENTITY_URL: `http://127.0.0.1:${ports.get(4000)}/graphql`,
    PORTAL_URL: `http://127.0.0.1:${ports.get(4002)}/`,
  };
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
  await checkout?.remove();
});

/** Starts the next server. Installs its dependencies, unless they are the root's. */
async function startNext({ text }: PageBlock): Promise<string> {
  const server = servers[started.length];
  if (server === undefined) throw new Error(`the page starts more than is known here: ${text}`);
  const { port, ready } = server;
  const script = port === 4000 ? text.replace('npm ci && ', '') : text;
  expect(text).toContain('npm ci');
  started.push(
    await startInBackground({
      script,
      folder: checkout.folder,
      env: { ...env, PORT: `${ports.get(port)}` },
      ready,
    }),
  );
  return '';
}

test('every block has the documented result', async () => {
  const begun = performance.now();
  const follower: Follower = { folder: checkout.folder, env };
  const adapt = (text: string): string => text.replaceAll(':4003', `:${ports.get(4003)}`);

  const { wanted, got } = await followPage('docs/portal.md', {
    follower,
    adapt,
    also: { start: startNext },
  });

  expect(got).toEqual(wanted);
  const shown = blocksOf('docs/portal.md').filter(({ use }) => use.startsWith('part='));
  expect(await Promise.all(shown.map(isPart))).toEqual([true]);
  expect(started).toHaveLength(servers.length);
  expect(performance.now() - begun).toBeLessThan(600_000);
}, 600_000);

/** Whether a block is part of the file that it names. */
async function isPart({ use, text }: PageBlock): Promise<boolean> {
  return (await readFile(use.replace('part=', ''), 'utf8')).includes(text);
}
