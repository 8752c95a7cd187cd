/** The sandbox knows everybody's password: only a process that starts it loads it. */
import { afterEach, beforeAll, afterAll, expect, test } from '@jest/globals';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';

const am = { AM_URL: 'http://127.0.0.1:9/am' };
const production = { NODE_ENV: 'production' };

/** Writes the URL of every module of the sandbox that the process loads to its error stream. */
const tellsLoaded = `import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      if (url.includes('/dist/sandbox/')) process.stderr.write('loaded ' + url + '\\n');
      return next(url, context);
    },
  });`;

let workplace: Workplace;
let gateway: GatewayProcess | undefined;

beforeAll(async () => {
  workplace = await createWorkplace();
});
afterEach(() => gateway?.kill());
afterAll(() => workplace?.remove());

/** The modules of the sandbox that a process has loaded once it listens, or has ended. */
async function loadedBy(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  gateway = workplace.start({
    PORT: '0',
    SANDBOX_PORT: '0',
    LOG_LEVEL: 'silent',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tellsLoaded)}`,
    ...env,
  });
  if ((await gateway.listening()) === '') await gateway.exited();
  const loaded = gateway.errors().matchAll(/^loaded .*\/dist\/(.*)$/gm);
  return [...loaded].map(([, name = '']) => name);
}

test.each([
  ['in production', { ...production, ...am }],
  ['in production without an AM, which ends at once', production],
  ['in front of an AM', am],
])('%s no module of the sandbox is loaded', async (_label, env) => {
  expect(await loadedBy(env)).toEqual([]);
});

test('in development without an AM the sandbox is loaded', async () => {
  expect(await loadedBy({})).toContain('sandbox/index.js');
});
