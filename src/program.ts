import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from './config/load-config.ts';
import type { Config, Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { startGateway } from './gateway.ts';
import { demoEnvironment, startSandbox } from './sandbox/index.ts';
import type { Sandbox } from './sandbox/index.ts';
import { createLog } from './telemetry/log.ts';

/** sysexits.h: EX_CONFIG for an invalid configuration, EX_UNAVAILABLE for a port in use. */
const exitConfig = 78;
const exitUnavailable = 69;

const schemaFolder = fileURLToPath(new URL('../schema', import.meta.url));

/** Whether this is an installed package, which has the commands but not the npm scripts. */
const isInstalled = schemaFolder.split(sep).includes('node_modules');

/**
 * Starts the gateway, and the sandbox AM if no `AM_URL` is given. Exits the process with an error code if the
 * start fails, and with 0 after a signal to stop.
 */
export function runProgram(environment: Environment): Promise<void> {
  return start(environment).catch(exitWithError);
}

async function start(environment: Environment): Promise<void> {
  const given = loadConfig(environment);
  const log = createLog(given.logLevel);
  const started: (() => Promise<void>)[] = [];
  stopOnSignals(started);
  const sandbox = given.am.url === undefined ? await openSandbox(given, environment) : undefined;
  // With the sandbox every kind of caller works by default; the environment's own values take precedence.
  const config =
    sandbox === undefined ? given : loadConfig({ ...demoEnvironment(sandbox), ...environment });
  if (sandbox !== undefined) started.unshift(() => sandbox.close());
  const amUrl = config.am.url ?? new URL(sandbox?.url ?? '');
  const gateway = await startGateway(config, { amUrl, log, now: Date.now, schemaFolder });
  started.unshift(() => gateway.stop());
  print(banner(config, gateway.url, sandbox));
}

/** On a signal, stops everything that has been started, the last started first, and exits with 0. */
function stopOnSignals(started: readonly (() => Promise<void>)[]): void {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    for (const stopOne of started) await stopOne();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Ctrl-C under npm arrives twice; both signals wait for the same stop.
      stopping ??= stop();
      stopping.then(() => process.exit(0), exitWithError);
    });
  }
}

function openSandbox(
  { am, sandboxPort }: Config,
  { NODE_ENV: nodeEnv = '' }: Environment,
): Promise<Sandbox> {
  return startSandbox({ flavor: am.flavor, port: sandboxPort, nodeEnv });
}

function banner(config: Config, url: string, sandbox: Sandbox | undefined): string {
  const where = `GraphQL   ${url}/graphql${config.production ? '' : '   (open it in a browser to explore)'}`;
  if (sandbox === undefined)
    return `${where}\nAM        ${config.am.url?.href} (${config.am.flavor})`;
  const signIn = isInstalled ? 'npx identity-gateway-sign-in' : 'npm run -s sign-in --';
  return [
    where,
    `Sandbox   ${sandbox.url}   (an AM in memory, flavour ${sandbox.flavor})`,
    'People    alice, bob, carol, dave (inactive), helen (help desk), oscar (administrator), vera (privileged), amadmin; password sandbox-password',
    `Sign in   ${signIn} alice   (prints the header to send; --bearer alice for an access token)`,
  ].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function exitWithError(error: unknown): never {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(exitConfig);
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : 'wanted';
    process.stderr.write(
      `Port ${port} is taken. Stop what listens there, or set PORT or SANDBOX_PORT to another one.\n`,
    );
    process.exit(exitUnavailable);
  }
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}
