import type { Config } from '../config/load-config.ts';
import { environmentWarnings } from '../config/warnings.ts';
import type { ProcessLog } from '../telemetry/log.ts';
import type { LogTarget } from '../telemetry/log-target.ts';
import { pagesFolder, schemaFolder } from './steps/folders.ts';
import { startGateway, type Gateway } from './gateway/gateway.ts';
import { showDemo } from './demo/show-demo.ts';
import { LogLevel } from './log-level.ts';
import { createReload } from './reload.ts';
import { openBackend, startSteps, type Started } from './steps/start-steps.ts';

/** What a deployment needs of its process. */
export interface ProcessParts {
  readonly log: ProcessLog;
  /** What the log writes to. */
  readonly output?: LogTarget;
  /** Called before the slow steps, so that signals find their handlers. */
  readonly onSignals: (handlers: { readonly level: LogLevel; readonly reload: () => void }) => void;
  /** Adds what a stop closes, the last added first. `close` returns how many requests it cut. */
  readonly onOpen: (close: () => Promise<number>) => void;
}

/** A gateway with its ledger, and perhaps the sandbox. */
export interface OpenDeployment {
  readonly gateway: Gateway;
  readonly config: Config;
  /** Lines about AM for the banner. */
  readonly banner: readonly string[];
  /** What the log writes to. */
  readonly output: LogTarget | undefined;
  /** Fills and opens the demo; returns a line about it. Absent if none is wanted. */
  readonly showDemo?: () => Promise<string | null>;
}

/**
 * Opens a deployment, step by step. `openProcess` is called once the configuration is known.
 * @throws StartRefused if a step is refused; every other error is a defect
 */
export async function openDeployment(
  started: Started,
  openProcess: (config: Config) => ProcessParts,
): Promise<OpenDeployment> {
  const { environment } = started;
  const first = await startSteps.configuration.open(started);
  const { log, output, onSignals, onOpen } = openProcess(first);
  for (const line of environmentWarnings(environment)) log.warn(line);
  const am = await openBackend({ ...started, config: first });
  const { config, presets, close, sandbox } = am;
  if (close !== undefined) onOpen(() => close().then(() => 0));
  const level = new LogLevel(log, config.logLevel);
  onSignals({ level, reload: createReload({ environment, presets, config, level, log }) });
  const owner = sandbox === undefined ? 'AM' : 'sandbox';
  const ledger = await startSteps.ledger.open({ config, owner, log });
  void ledger.checkEnds();
  sandbox?.onReset(() => ledger.empty());
  onOpen(() => ledger.close().then(() => 0));
  const gateway = await startGateway(config, {
    amUrl: config.am.url,
    log,
    ledger,
    now: Date.now,
    elapsed: () => performance.now(),
    schemaFolder,
    pagesFolder,
    ...(am.demo !== undefined && { demo: am.demo }),
    output,
  });
  onOpen(() => gateway.stop());
  return {
    gateway,
    config,
    banner: am.banner,
    output,
    ...(sandbox !== undefined &&
      started.sandbox?.isDemo === true && {
        showDemo: () => showDemo({ sandbox, gateway, config, ledger, log }),
      }),
  };
}
