import { fileURLToPath } from 'node:url';
import { requireFolder } from '../commands/check-ledger.ts';
import { reportFailure } from '../commands/exit.ts';
import { ignoreOutputErrors, type Terminal } from '../commands/terminal.ts';
import { channelsOf } from '../config/channels.ts';
import { loadConfig, type Config, type Environment } from '../config/load-config.ts';
import { environmentWarnings } from '../config/warnings.ts';
import { openLedger, type OpenLedger } from '../ledger/open-ledger.ts';
import { unrecorded } from '../ledger/unrecorded.ts';
import { createLog } from '../telemetry/log.ts';
import { standardOutput } from '../telemetry/log-target.ts';
import { openBackend } from './backend.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { LogLevel } from './log-level.ts';
import { createReload } from './reload.ts';
import { reloadOnHangUp, Shutdown, stopWithShell } from './signals.ts';
import { logUnhandledRejections } from './unhandled-rejections.ts';

const schemaFolder = fileURLToPath(new URL('../../schema', import.meta.url));
const pagesFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

/**
 * How often readiness is checked, so that the log has each change although no probe arrives. The
 * time is up to a fifth shorter or longer by chance, so that gateways do not call AM together.
 */
const checkMs = 5_000;

/**
 * Starts the gateway, and the sandbox AM if `AM_URL` is not set. The process exits with an error
 * code if the start fails, with 0 after a signal to stop, or with 75 if requests were given up.
 */
export async function start(environment: Environment, terminal: Terminal): Promise<void> {
  const exitWith = (error: unknown): never => process.exit(reportFailure(error, terminal));
  try {
    await startAll(environment, { terminal, shutdown: new Shutdown(exitWith) });
  } catch (error) {
    exitWith(error);
  }
}

async function startAll(
  given: Environment,
  { terminal, shutdown }: { readonly terminal: Terminal; readonly shutdown: Shutdown },
): Promise<void> {
  stopWithShell(given['npm_command']);
  ignoreOutputErrors();
  const first = loadConfig(given);
  const isWatched = !first.production && process.stdout.isTTY;
  const format = first.logFormat ?? (isWatched ? 'pretty' : 'json');
  const output = standardOutput();
  const log = createLog(first.logLevel, { destination: output, pretty: format === 'pretty' });
  logUnhandledRejections(log);
  for (const line of environmentWarnings(given)) log.warn(line);
  const { config, environment, ...am } = await openBackend(first, given);
  const { close } = am;
  if (close !== undefined) shutdown.add(() => close().then(() => 0));
  const level = new LogLevel(log, config.logLevel);
  process.on('SIGUSR2', level.toggle);
  reloadOnHangUp(createReload({ environment, config, level, log }));
  const { warn, security: signal } = log;
  const { workingHours } = config.ledger;
  if (config.ledger.postgres !== undefined) requireFolder(config.ledger);
  const owner = am.onReset === undefined ? 'AM' : 'sandbox';
  const ledger = config.ledger.on
    ? await openLedger(config.ledger, {
        warn,
        signal,
        workingHours,
        watchMs: config.ledger.watchMs,
        owner,
        channels: channelsOf(config),
      })
    : undefined;
  void ledger?.checkEnds();
  if (ledger !== undefined) {
    am.onReset?.(() => ledger.empty());
    shutdown.add(() => ledger.close().then(() => 0));
  }
  const gateway = await startGateway(config, {
    amUrl: am.url,
    log,
    ledger: ledger ?? unrecorded,
    now: Date.now,
    elapsed: () => performance.now(),
    schemaFolder,
    pagesFolder,
    ...(am.demo !== undefined && { demo: am.demo }),
    output,
    ...(ledger !== undefined && besideRecords(ledger)),
  });
  shutdown.add(() => gateway.stop());
  // One write, so that a reader of the pipe never sees half a banner.
  terminal.print([...bannerOf(gateway, config), ...am.banner].join('\n'));
  checkRegularly(gateway.health);
}

function checkRegularly(health: Gateway['health']): void {
  void health.readiness();
  setTimeout(() => checkRegularly(health), checkMs * (0.8 + Math.random() * 0.4)).unref();
}

/** What the ledger stores beside its records, or derives from them. */
function besideRecords({ outbox, trail, watches }: OpenLedger) {
  return { outbox, trail, watches };
}

function bannerOf({ url, metricsUrl, servesPages }: Gateway, { isExplorable }: Config): string[] {
  const hint = isExplorable ? '   (open it in a browser to explore)' : '';
  return [
    ...(servesPages ? [`Pages     ${url}/   (My devices, Help desk, History)`] : []),
    `GraphQL   ${url}/graphql${hint}`,
    ...(metricsUrl === null ? [] : [`Metrics   ${metricsUrl}/metrics`]),
  ];
}
