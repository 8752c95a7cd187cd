import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from './config/load-config.ts';
import type { Config, Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { unknownNames } from './config/unknown-names.ts';
import { startGateway } from './gateway.ts';
import { LogLevel } from './log-level.ts';
import { openLedger } from './ledger/open-ledger.ts';
import type { OpenLedger } from './ledger/open-ledger.ts';
import { LedgerRefused } from './ledger/ledger-refused.ts';
import { unrecorded } from './ledger/unrecorded.ts';
import { createReload } from './reload.ts';
import { createLog } from './telemetry/log.ts';
import type { Log } from './telemetry/log.ts';
import { logUnhandledRejections } from './unhandled-rejections.ts';

/**
 * sysexits.h: EX_CONFIG for an invalid configuration, EX_UNAVAILABLE for a port in use, EX_TEMPFAIL for requests that
 * were given up at the limit of the drain.
 */
const exitConfig = 78;
const exitUnavailable = 69;
const exitGivenUp = 75;

/** Stops something that has been started, and returns how many requests were given up. */
type Stop = () => Promise<number>;

const schemaFolder = fileURLToPath(new URL('../schema', import.meta.url));
const pagesFolder = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Whether this is an installed package, which has the commands but not the npm scripts. */
const isInstalled = schemaFolder.split(sep).includes('node_modules');

/**
 * Starts the gateway, and the sandbox AM if no `AM_URL` is given. Exits the process with an error code if the
 * start fails, and with 0 after a signal to stop, but with 75 where requests had to be given up.
 */
export function runProgram(environment: Environment): Promise<void> {
  return start(environment).catch(exitWithError);
}

async function start(environment: Environment): Promise<void> {
  stopWithShell(environment);
  outliveReaders();
  const config = loadConfig(environment);
  if (config.workers === 1) return serve(config, environment);
  const { configOfWorker, isPrimary, runPrimary } = await import('./workers.ts');
  return isPrimary ? runPrimary(config) : serve(configOfWorker(config, environment), environment);
}

async function serve(given: Config, environment: Environment): Promise<void> {
  const log = createLog(given.logLevel, { worker: given.worker });
  logUnhandledRejections(log);
  const level = new LogLevel(log, given.logLevel);
  process.on('SIGUSR2', level.toggle);
  const reloading = reloadOnSignal();
  for (const line of unknownNames(environment)) log.warn(line);
  const started: Stop[] = [];
  stopOnSignals(started);
  const { url: amUrl } = given.am;
  const { config, ...am } =
    amUrl === undefined
      ? await openSandbox(given, environment)
      : givenAm(given, environment, amUrl);
  const { close } = am;
  if (close !== undefined) started.unshift(() => close().then(() => 0));
  const ledger = config.ledger.on ? await openRecords(config.ledger, log) : undefined;
  if (ledger !== undefined) started.unshift(() => ledger.close().then(() => 0));
  const clocks = { now: Date.now, elapsed: () => performance.now() };
  const gateway = await startGateway(config, {
    amUrl: am.url,
    log,
    ledger: ledger ?? unrecorded,
    ...clocks,
    schemaFolder,
    pagesFolder,
    ...(am.peoplePage !== undefined && { peoplePage: am.peoplePage }),
    ...(ledger !== undefined && { pageSessions: ledger.pageSessions }),
  });
  started.unshift(() => gateway.stop());
  reloading.reload = createReload({ ...am, config, gateway, level, log });
  const hint = config.production ? '' : '   (open it in a browser to explore)';
  const metrics = gateway.metricsUrl === null ? [] : [`Metrics   ${gateway.metricsUrl}/metrics`];
  const pages = gateway.servesPages
    ? [`Pages     ${gateway.url}/   (My devices, Help desk, History)`]
    : [];
  const graphql = `GraphQL   ${gateway.url}/graphql${hint}`;
  print([...pages, graphql, ...metrics, ...am.about].join('\n'));
}

/**
 * SIGHUP calls what is set here, and nothing before that. In a terminal it ends the process as it always does: there it
 * says that the terminal is gone.
 */
function reloadOnSignal(): { reload: () => void } {
  const reloading = { reload: (): void => undefined };
  if (!process.stdin.isTTY) process.on('SIGHUP', () => reloading.reload());
  return reloading;
}

async function openRecords(settings: Config['ledger'], log: Log): Promise<OpenLedger> {
  const { warn, security: signal } = log;
  const { workingHours } = settings;
  const ledger = await openLedger(settings, { now: Date.now, warn, signal, workingHours });
  void ledger.checkEnds();
  return ledger;
}

/** On a signal, stops everything that has been started, the last started first, and exits. */
function stopOnSignals(started: readonly Stop[]): void {
  let stopping: Promise<number> | undefined;
  const stop: Stop = async () => {
    let givenUp = 0;
    for (const stopOne of started) givenUp += await stopOne();
    return givenUp;
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Ctrl-C under npm arrives twice; both signals wait for the same stop.
      stopping ??= stop();
      stopping.then((givenUp) => process.exit(givenUp > 0 ? exitGivenUp : 0), exitWithError);
    });
  }
}

/** Whoever reads what the process writes may be gone, or its disk full: unheard, that would end the process. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** npx runs a shell, which ends at SIGTERM and passes nothing on: its end stands for the signal. */
function stopWithShell(environment: Environment): void {
  if (environment['npm_command'] !== 'exec') return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

/** The AM in front of which the gateway stands: a given one, or the sandbox. */
interface Backend {
  readonly config: Config;
  /** What the configuration was read from. */
  readonly environment: Environment;
  readonly url: URL;
  /** What the banner says of it. */
  readonly about: readonly string[];
  /** The sandbox's page of people and their codes. */
  readonly peoplePage?: string;
  readonly close?: () => Promise<void>;
}

function givenAm(config: Config, environment: Environment, url: URL): Backend {
  return { config, environment, url, about: [`AM        ${url.href} (${config.am.flavor})`] };
}

/** Starts the sandbox. Only here is it loaded: a process in front of an AM never holds its public passwords. */
async function openSandbox(
  { am, sandboxPort }: Config,
  environment: Environment,
): Promise<Backend> {
  const { demoEnvironment, sandboxPassword, startSandbox } = await import('./sandbox/index.ts');
  const nodeEnv = environment['NODE_ENV'] ?? '';
  const sandbox = await startSandbox({ flavor: am.flavor, port: sandboxPort, nodeEnv });
  const signIn = isInstalled ? 'npx identity-gateway-sign-in' : 'npm run -s sign-in --';
  // In front of the sandbox every kind of caller works at once; what is set still wins.
  const whole = { ...demoEnvironment(sandbox), ...environment };
  return {
    config: loadConfig(whole),
    environment: whole,
    url: new URL(sandbox.url),
    about: [
      `Sandbox   ${sandbox.url}   (an AM in memory, flavour ${sandbox.flavor})`,
      `People    alice, bob, carol, dave (inactive), helen (help desk), oscar (administrator), vera (privileged), rita (auditor), amadmin; password ${sandboxPassword}`,
      `Sign in   ${signIn} alice   (prints the header to send; --bearer alice for an access token)`,
      `Phones    ${sandbox.origin}/sandbox/people   (everybody's codes, and where they sign in)`,
    ],
    peoplePage: `${sandbox.origin}/sandbox/people`,
    close: () => sandbox.close(),
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function exitWithError(error: unknown): never {
  if (error instanceof ConfigError || error instanceof LedgerRefused) {
    process.stderr.write(`${error.message}\n`);
    process.exit(exitConfig);
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : 'wanted';
    process.stderr.write(
      `Port ${port} is taken. Stop what listens there, or set PORT, METRICS_PORT or SANDBOX_PORT to another one.\n`,
    );
    process.exit(exitUnavailable);
  }
  if (isUnusableHost(error)) {
    process.stderr.write(`HOST: nothing can listen there: ${String(error.code)}.\n`);
    process.exit(exitConfig);
  }
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}

/** Whether a name or address to listen at is not one of this machine. */
function isUnusableHost(error: unknown): error is Error & { code: unknown } {
  if (!(error instanceof Error) || !('code' in error)) return false;
  // Of a worker the primary binds the port.
  const isOfListen =
    'syscall' in error && ['listen', 'bind', 'getaddrinfo'].includes(String(error.syscall));
  return (
    isOfListen && ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(String(error.code))
  );
}
