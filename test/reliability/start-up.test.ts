/**
 * The process reports at once, on the right stream, whether it can run: one message with all
 * problems.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import { until } from './am-traffic.ts';
import { createWorkplace, type GatewayProcess, type Workplace } from './built-gateway.ts';

interface Scene extends Pick<Workplace, 'start' | 'writeDotenv'> {
  /** What a test closes at its end. */
  readonly closing: (() => unknown)[];
}

/** Each test has its own folder: processes start beside each other. */
async function onScene(act: (scene: Scene) => Promise<void>): Promise<void> {
  const workplace = await createWorkplace();
  const running: GatewayProcess[] = [];
  const closing: (() => unknown)[] = [];
  const start: Workplace['start'] = (env) => {
    const gateway = workplace.start({ PORT: '0', SANDBOX_PORT: '0', ...env });
    running.push(gateway);
    return gateway;
  };
  try {
    await act({ start, writeDotenv: workplace.writeDotenv, closing });
  } finally {
    await Promise.all(running.map((one) => one.kill()));
    await Promise.all(closing.map((close) => close()));
    await workplace.remove();
  }
}

describe('a bad configuration', () => {
  test.concurrent('ends it with 78 and every problem', () =>
    onScene(async ({ start }) => {
      const gateway = start({ PORT: 'http', AM_FLAVOR: 'oracle', AM_TIMEOUT_MS: '1' });

      expect(await gateway.exited()).toBe(78);
      expect(gateway.output()).toBe('');
      expect(gateway.errors()).toBe(
        [
          'The configuration has problems:',
          '  - PORT: expected a whole number from 0 to 65535, got "http"',
          '  - AM_FLAVOR: expected one of pingam, aic, openam, got "oracle"',
          '  - AM_TIMEOUT_MS: expected a whole number from 100 to 120000, got "1"',
          '',
        ].join('\n'),
      );
    }),
  );
});

test.concurrent(
  'a Node that is too old ends it with 78 and one sentence, before undici fails on it',
  () =>
    onScene(async ({ start }) => {
      const asOldNode = `import { registerHooks } from 'node:module';
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
    registerHooks({
      resolve(name, context, next) {
        if (name === 'undici') throw new Error('undici needs a newer Node');
        return next(name, context);
      },
    });`;

      const gateway = start({
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(asOldNode)}`,
      });

      expect(await gateway.exited()).toBe(78);
      expect(gateway.output()).toBe('');
      expect(gateway.errors()).toBe(
        'identity-gateway needs Node ^24.15.0 || ^26.0.0; this is Node 20.20.2.\n',
      );
    }),
);

describe('in development', () => {
  test.concurrent('the banner shows all addresses, and SIGUSR1 opens no debugger of Node', () =>
    onScene(async ({ start }) => {
      const gateway = start({ LOG_LEVEL: 'silent' });

      const url = await gateway.listening();

      expect(gateway.output().split('\n')).toEqual([
        `Pages     ${url}/   (My devices, Help desk, History)`,
        `GraphQL   ${url}/graphql   (open it in a browser to explore)`,
        expect.stringMatching(
          /^Sandbox {3}http:\/\/127\.0\.0\.1:\d+\/am {3}\(an AM in memory, flavour pingam\)$/,
        ),
        'People    alice, bob, carol, dave (inactive), helen (help desk), oscar (administrator), vera (privileged), rita (auditor), amadmin; password sandbox-password',
        'Sign in   npm run -s sign-in -- alice   (prints the header to send; --bearer alice for an access token)',
        expect.stringMatching(
          /^Phones {4}http:\/\/127\.0\.0\.1:\d+\/sandbox\/people {3}\(everybody's codes and mail, and where they sign in\)$/,
        ),
        '',
      ]);
      const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('ResetOathDevices');

      gateway.signal('SIGUSR1');

      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      gateway.signal('SIGTERM');
      expect(await gateway.exited()).toBe(0);
      expect(gateway.errors()).toBe('');
    }),
  );
});

test.concurrent('in production there is no .env, no explorer, no sandbox', () =>
  onScene(async ({ start, writeDotenv, closing }) => {
    await writeDotenv('AM_FLAVOR=oracle\n');
    const am = await startSandbox();
    closing.push(() => am.close());
    const gateway = start({ NODE_ENV: 'production', AM_URL: am.url });

    const url = await gateway.listening();
    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });

    expect([page.status, page.headers.get('content-type')]).toEqual([
      406,
      'application/json; charset=utf-8',
    ]);
    const lines = gateway.output().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).step)).toContain('listening');
  }),
);

test.concurrent.each([
  ['SIGTERM', 'without a .env file', '', 'pingam'],
  [
    'SIGINT',
    'with one, over which the environment wins',
    'AM_FLAVOR=openam\nLOG_LEVEL=loud\n',
    'openam',
  ],
] as const)(
  'an idle gateway ends on %s with 0, and its log has each step, %s',
  async (signal, _where, dotenv, flavor) =>
    onScene(async ({ start, writeDotenv }) => {
      if (dotenv !== '') await writeDotenv(dotenv);
      const gateway = start({ LOG_LEVEL: 'info' });
      const url = await gateway.listening();
      expect(gateway.output()).toContain(`flavour ${flavor}`);
      await until('it is ready', () => gateway.output().includes('"step":"ready"'));

      gateway.signal(signal);

      expect(await gateway.exited()).toBe(0);
      expect(gateway.errors()).toBe('');
      expect(stepsOf(gateway)).toMatchObject([
        { step: 'start' },
        { step: 'listening', url, metricsUrl: null },
        { step: 'ready' },
        { step: 'stop', signal },
        { step: 'drained', givenUp: 0 },
        { step: 'end', exitCode: 0 },
      ]);
    }),
);

/** The lines of the log about the process. */
function stepsOf(gateway: GatewayProcess): unknown[] {
  const lines = gateway.output().match(/^.*"event":"process".*$/gm) ?? [];
  return lines.map((line) => JSON.parse(line));
}

describe('the ledger', () => {
  test.concurrent('is created by default, belongs to one process, and is closed at the end', () =>
    onScene(async ({ start, closing }) => {
      const folder = await mkdtemp(join(tmpdir(), 'gateway-data-'));
      closing.push(() => rm(folder, { recursive: true }));
      const env = { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent' };
      const first = start(env);
      const url = await first.listening();

      const second = start(env);

      expect(await second.exited()).toBe(78);
      expect(second.output()).toBe('');
      expect(second.errors()).toBe(
        `Another process has the ledger ${folder}/data/ledger.db open; stop it, or set DATABASE_URL for more than one process.\n`,
      );
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      first.signal('SIGTERM');
      expect(await first.exited()).toBe(0);
      expect((await readdir(join(folder, 'data'))).toSorted()).toEqual([
        'ledger-is-here.txt',
        'ledger.db',
      ]);
    }),
  );
});
