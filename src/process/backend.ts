import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { loadConfig, type Config, type Environment } from '../config/load-config.ts';
import type { DemoPeople } from '../server/explorer.ts';

/** The AM behind the gateway: the configured one, or the sandbox. */
export interface Backend {
  readonly config: Config;
  /** What the configuration was read from. */
  readonly environment: Environment;
  readonly url: URL;
  /** Lines about AM for the banner. */
  readonly banner: readonly string[];
  /** The sandbox's users. */
  readonly demo?: DemoPeople;
  /** Sets what a reset of the sandbox also empties. */
  readonly onReset?: (act: () => Promise<void>) => void;
  readonly close?: () => Promise<void>;
}

/** Returns the configured AM, or starts the sandbox if `AM_URL` is not set. */
export async function openBackend(config: Config, environment: Environment): Promise<Backend> {
  const { url, flavor } = config.am;
  if (url === undefined) return openSandbox(config, environment);
  return { config, environment, url, banner: [`AM        ${url.href} (${flavor})`] };
}

/** Imports the sandbox here, so that only a demo loads its public passwords. */
async function openSandbox(
  { am, sandboxPort, ledger, mail }: Config,
  environment: Environment,
): Promise<Backend> {
  const { cast, demoEnvironment, sandboxPassword, startSandbox } =
    await import('../sandbox/index.ts');
  const nodeEnv = environment['NODE_ENV'] ?? '';
  // Without a ledger no change is reported, so no mail is sent.
  const catchesMail = ledger.on && mail === undefined;
  const port = sandboxPort;
  const sandbox = await startSandbox({ flavor: am.flavor, port, nodeEnv, catchesMail });
  // An installed package has no npm scripts. `npx` would download a package of this name elsewhere.
  const isInstalled = import.meta.dirname.split(sep).includes('node_modules');
  const program = join(import.meta.dirname, '..', 'sandbox', 'sign-in.main.js');
  const signIn = isInstalled ? `node ${program}` : 'npm run -s sign-in --';
  // The ledger lives and dies with the sandbox. Options that are set take precedence.
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-sandbox-'));
  const demo = demoEnvironment(sandbox, { isRecorded: ledger.on });
  const merged = { DATA_DIR: folder, ...demo, ...environment };
  return {
    config: loadConfig(merged),
    environment: merged,
    url: new URL(sandbox.url),
    banner: [
      `Sandbox   ${sandbox.url}   (an AM in memory, flavour ${sandbox.flavor})`,
      `People    alice, bob, carol, dave (inactive), helen (help desk), oscar (administrator), vera (privileged), rita (auditor), amadmin; password ${sandboxPassword}`,
      `Sign in   ${signIn} alice   (prints the header to send; --bearer alice for an access token)`,
      `Phones    ${sandbox.origin}/sandbox/people   (everybody's codes and mail, and where they sign in)`,
    ],
    demo: { page: `${sandbox.origin}/sandbox/people`, names: cast.map(({ name }) => name) },
    onReset: (act) => sandbox.onReset(act),
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
