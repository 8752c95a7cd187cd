import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from './config/load-config.ts';
import type { Config, Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { startGateway } from './gateway.ts';
import { demoEnvironment, startSandbox } from './sandbox/index.ts';
import type { Sandbox } from './sandbox/index.ts';
import { createLog } from './telemetry/log.ts';

/** sysexits.h: EX_CONFIG for a bad configuration, EX_UNAVAILABLE for a port that is taken. */
const exitConfig = 78;
const exitUnavailable = 69;

const schemaFolder = fileURLToPath(new URL('../schema', import.meta.url));

/** Whether this is the installed package, whose users have its commands but not its npm scripts. */
const isInstalled = schemaFolder.split(sep).includes('node_modules');

/**
 * Starts the gateway, and the sandbox AM where no `AM_URL` is given; ends the process with a fitting code
 * where that is not possible, and with 0 after a signal to stop.
 */
export function runProgram(environment: Environment): Promise<void> {
  return start(environment).catch(die);
}

async function start(environment: Environment): Promise<void> {
  const given = loadConfig(environment);
  const log = createLog(given.logLevel);
  const started: (() => Promise<void>)[] = [];
  stopOnSignals(started);
  const sandbox = given.am.url === undefined ? await openSandbox(given, environment) : undefined;
  // In front of the sandbox every kind of caller works at once; what is set still wins.
  const config =
    sandbox === undefined ? given : loadConfig({ ...demoEnvironment(sandbox), ...environment });
  if (sandbox !== undefined) started.unshift(() => sandbox.close());
  const amUrl = config.am.url ?? new URL(sandbox?.url ?? '');
  const gateway = await startGateway(config, { amUrl, log, now: Date.now, schemaFolder });
  started.unshift(() => gateway.stop());
  say(banner(config, gateway.url, sandbox));
}

/** Ends with 0 when everything that has been started is stopped, the last started first. */
function stopOnSignals(started: readonly (() => Promise<void>)[]): void {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    for (const stopOne of started) await stopOne();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Ctrl-C under npm arrives twice; every signal waits for the one stop.
      stopping ??= stop();
      stopping.then(() => process.exit(0), die);
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

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function die(error: unknown): never {
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
