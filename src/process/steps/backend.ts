import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { loadConfig, type Config, type Environment } from '../../config/load-config.ts';
import { sandboxChoices } from '../../config/sandbox.ts';
import type { DemoPeople } from '../../server/explorer.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { importSandbox } from './demo.ts';
import { orRefused } from './listen.ts';

/** The AM behind the gateway: the configured one, or the sandbox. */
export interface Backend {
  readonly config: Config;
  /** What counts if an option is not set. */
  readonly presets: Environment;
  readonly url: URL;
  /** Lines about AM for the banner. */
  readonly banner: readonly string[];
  /** The sandbox, if no AM is configured. */
  readonly sandbox?: Pick<
    Sandbox,
    'clearReceived' | 'configure' | 'cookieName' | 'demo' | 'onReset'
  >;
  /** The sandbox's users. */
  readonly demo?: DemoPeople;
  readonly close?: () => Promise<void>;
}

/** Returns the configured AM, or starts the sandbox if `AM_URL` is not set. */
export async function openBackend(config: Config, environment: Environment): Promise<Backend> {
  const { url, flavor } = config.am;
  if (url === undefined) return openSandbox(config, environment);
  return { config, presets: {}, url, banner: [`AM        ${url.href} (${flavor})`] };
}

async function openSandbox({ sandboxPort }: Config, environment: Environment): Promise<Backend> {
  const { cast, demoEnvironment, sandboxPassword, startSandbox } = await importSandbox();
  const choices = sandboxChoices(environment);
  const nodeEnv = environment['NODE_ENV'] ?? '';
  const sandbox = await orRefused(
    { port: sandboxPort, option: 'SANDBOX_PORT' },
    startSandbox({ ...choices, port: sandboxPort, nodeEnv }),
  );
  // An installed package has no npm scripts. `npx` would download a package of this name elsewhere.
  const isInstalled = import.meta.dirname.split(sep).includes('node_modules');
  const program = join(import.meta.dirname, '..', '..', 'sandbox', 'sign-in.main.js');
  const signIn = isInstalled ? `node ${program}` : 'npm run -s sign-in --';
  // The ledger lives and dies with the sandbox.
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-sandbox-'));
  const presets = { DATA_DIR: folder, ...demoEnvironment(sandbox, choices) };
  return {
    config: loadConfig(environment, presets),
    presets,
    url: new URL(sandbox.url),
    banner: [
      `Sandbox   ${sandbox.url}   (an AM in memory, flavour ${sandbox.flavor})`,
      `People    alice, bob, carol, dave (inactive), helen (help desk), oscar (administrator), vera (privileged), rita (auditor), amadmin; password ${sandboxPassword}`,
      `Sign in   ${signIn} alice   (prints the header to send; --bearer alice for an access token)`,
      `Phones    ${sandbox.origin}/sandbox/people   (everybody's codes and mail, and where they sign in)`,
    ],
    demo: { page: `${sandbox.origin}/sandbox/people`, names: cast.map(({ name }) => name) },
    sandbox,
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
