import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { loadConfig, type Config, type Environment } from '../../config/load-config.ts';
import { sandboxChoices } from '../../config/sandbox.ts';
import type { DemoPeople } from '../../server/explorer/explorer.ts';
import { packageFile } from '../../package-files/package-files.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { importSandbox, type SandboxStart } from './demo.ts';
import { orRefused } from './listen.ts';

/** The AM behind the gateway: the configured one, or the sandbox. */
export interface Backend {
  readonly config: Config;
  /** What counts if an option is not set. */
  readonly presets: Environment;
  /** Lines about AM for the banner. */
  readonly banner: readonly string[];
  /** The sandbox, if it is the AM. */
  readonly sandbox?: Pick<
    Sandbox,
    'clearReceived' | 'configure' | 'cookieName' | 'demo' | 'onReset'
  >;
  /** The sandbox's users. */
  readonly demo?: DemoPeople;
  readonly close?: () => Promise<void>;
}

/** Returns the AM of a deployment. */
export function configuredBackend(config: Config): Backend {
  const { url, flavor } = config.am;
  return { config, presets: {}, banner: [`AM        ${url.href} (${flavor})`] };
}

/** Starts the sandbox. */
export async function openSandbox(
  environment: Environment,
  { isDemo }: SandboxStart,
): Promise<Backend> {
  const { castOf, demoEnvironment, sandboxPassword, startSandbox } = await importSandbox();
  const choices = { ...sandboxChoices(environment), isDemo };
  const { port } = choices;
  const sandbox = await orRefused(
    { port, option: 'SANDBOX_PORT' },
    startSandbox({ ...choices, hasVendor: true, nodeEnv: environment['NODE_ENV'] ?? '' }),
  );
  const program = packageFile('dist/sign-in.js');
  // An installed package has no npm scripts. `npx` would download a package of this name elsewhere.
  const isInstalled = program.split(sep).includes('node_modules');
  const signIn = isInstalled ? `node ${program}` : 'npm run -s sign-in --';
  // The ledger lives and dies with the sandbox.
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-sandbox-'));
  const presets = { DATA_DIR: folder, ...demoEnvironment(sandbox, choices) };
  return {
    config: loadConfig(environment, presets),
    presets,
    banner: [
      `Sandbox   ${sandbox.url}   (an AM in memory, flavour ${sandbox.flavor})`,
      `People    alice, bob, carol, dave (inactive), helen (help desk), oscar (administrator), vera (privileged), rita (auditor), amadmin; password ${sandboxPassword}`,
      `Sign in   ${signIn} alice   (prints the header to send; --bearer alice for an access token)`,
      `Phones    ${sandbox.origin}/sandbox/people   (everybody's codes and mail, and where they sign in)`,
    ],
    demo: {
      page: `${sandbox.origin}/sandbox/people`,
      names: castOf(choices).map(({ name }) => name),
    },
    sandbox,
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
