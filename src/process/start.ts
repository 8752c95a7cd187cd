import { reportDefect, reportFailure } from '../commands/line/exit.ts';
import { ignoreOutputErrors, type Terminal } from '../commands/line/terminal.ts';
import type { Config } from '../config/load-config.ts';
import { createLog, type ProcessLog } from '../telemetry/log.ts';
import { standardOutput } from '../telemetry/log-target.ts';
import type { Gateway } from './gateway/gateway.ts';
import { openDeployment, type ProcessParts } from './open-deployment.ts';
import { reloadOnHangUp, Shutdown, stopWithShell } from './signals.ts';
import { StartRefused } from './steps/start-step.ts';
import type { Started } from './steps/start-steps.ts';
import { logUnhandledRejections } from './unhandled-rejections.ts';

/**
 * How often readiness is checked, so that the log has each change although no probe arrives. The
 * time is up to a fifth shorter or longer by chance, so that gateways do not call AM together.
 */
const checkMs = 5_000;

/**
 * Starts the gateway, and perhaps the sandbox. The process exits with an error code if the start
 * fails, with 0 after a signal to stop, or with 75 if requests were given up.
 */
export async function start(started: Started, terminal: Terminal): Promise<void> {
  // What no step has refused is a defect.
  const exitWith = (error: unknown): never =>
    process.exit(
      error instanceof StartRefused
        ? reportFailure(error.cause, terminal)
        : reportDefect(error, terminal),
    );
  try {
    stopWithShell(started.environment['npm_command']);
    ignoreOutputErrors();
    const { gateway, config, banner, output, showDemo } = await openDeployment(started, (first) =>
      openProcess(first, exitWith),
    );
    // In production the log says it, and its lines are JSON. One write, so that a reader of the
    // pipe never sees half a banner.
    if (!config.production || config.logFormat === 'pretty')
      terminal.print([...bannerOf(gateway, config), ...banner].join('\n'));
    checkRegularly(gateway.health);
    // After the banner: the gateway serves before the demo is full. The line is the last one: the
    // log lines of the requests that have filled the demo go before it.
    const line = (await showDemo?.()) ?? null;
    if (line !== null) await output?.append(`${line}\n`);
  } catch (error) {
    exitWith(error);
  }
}

/** Connects the log and the signals with the process. */
function openProcess(
  { production, logFormat, logLevel }: Config,
  exitWith: (error: unknown) => never,
): ProcessParts {
  const isWatched = !production && process.stdout.isTTY;
  const format = logFormat ?? (isWatched ? 'pretty' : 'json');
  const output = standardOutput();
  const log = createLog(logLevel, { destination: output, pretty: format === 'pretty' });
  logLife(log);
  logUnhandledRejections(log);
  const shutdown = new Shutdown(log, exitWith);
  return {
    log,
    output,
    onSignals: ({ level, reload }) => {
      process.on('SIGUSR2', level.toggle);
      reloadOnHangUp(reload);
    },
    onOpen: (close) => shutdown.add(close),
  };
}

/** Logs the first and the last step of the process, whatever ends it. */
function logLife(log: ProcessLog): void {
  log.process({ step: 'start', node: process.versions.node, pid: process.pid });
  // Before the listener that flushes the log.
  process.prependListener('exit', (exitCode) => log.process({ step: 'end', exitCode }));
}

function checkRegularly(health: Gateway['health']): void {
  void health.readiness();
  setTimeout(() => checkRegularly(health), checkMs * (0.8 + Math.random() * 0.4)).unref();
}

function bannerOf({ url, metricsUrl, servesPages }: Gateway, { isExplorable }: Config): string[] {
  const hint = isExplorable ? '   (open it in a browser to explore)' : '';
  return [
    ...(servesPages ? [`Pages     ${url}/   (My devices, Help desk, History)`] : []),
    `GraphQL   ${url}/graphql${hint}`,
    ...(metricsUrl === null ? [] : [`Metrics   ${metricsUrl}/metrics`]),
  ];
}
