import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { refusalOf } from '../../commands/line/exit.ts';
import { ListenRefused, type ListenPlace } from '../../commands/line/listen-refused.ts';
import { unreachable } from '../../commands/line/finding.ts';
import { channelsOf } from '../../config/channels.ts';
import { loadConfig, type Config, type Environment } from '../../config/load-config.ts';
import { requireFolder } from '../../store/opening/data-folder.ts';
import { LedgerInUse } from '../../store/tables/ledger-refused.ts';
import { openLedger, type OpenLedger } from '../../ledger/open-ledger.ts';
import type { LedgerOwner } from '../../store/tables/owner-rows.ts';
import { tryLedger } from '../../ledger/upkeep/try-ledger.ts';
import type { ProcessLog } from '../../telemetry/log.ts';
import { configuredBackend, openSandbox } from './backend.ts';
import { sandboxPresets, type SandboxStart } from './demo.ts';
import { listen } from './listen.ts';
import { openExecution, tryExecution, type ExecutionParts } from './open-execution.ts';
import { refusable, step, type Deployment } from './start-step.ts';

/**
 * The steps of a start, in their order. A new step is checked without further ado: `attempt` is
 * required, and a test wants a broken deployment for each step.
 */
export const startSteps = {
  configuration: step({
    open: async ({ environment, sandbox }: Started) =>
      loadConfig(environment, sandbox && (await sandboxPresets(environment, sandbox))),
    // A deployment has a valid configuration.
    attempt: async () => null,
  }),
  ledger: step({
    open: ({ config, owner, log }: LedgerParts) => openConfigured(config, owner, log),
    attempt: async ({ config, isServing }) => {
      try {
        return await tryConfigured(config);
      } catch (error) {
        if (!(error instanceof LedgerInUse) || !(await isServing())) throw error;
        return 'the gateway that runs has it open';
      }
    },
  }),
  documents: step({
    open: ({ config, ...parts }: ExecutionParts & { readonly config: Config }) =>
      openExecution(config, parts),
    attempt: ({ config, schemaFolder }) => tryExecution(config, schemaFolder),
  }),
  'port for operators': step({
    open: ({ server, port, host }: Serving) =>
      listen(server, { port, host, option: 'METRICS_PORT' }),
    attempt: async ({ config: { metricsPort: port, host }, isServing }) =>
      port === 'off' ? null : tryPort({ port, host, option: 'METRICS_PORT' }, isServing),
  }),
  port: step({
    open: ({ server, port, host }: Serving) => listen(server, { port, host, option: 'PORT' }),
    attempt: ({ config: { port, host }, isServing }) =>
      tryPort({ port, host, option: 'PORT' }, isServing),
  }),
};

/** The AM that a deployment names, or a sandbox, which only a start has. */
export const openBackend = refusable(
  async ({ config, environment, sandbox }: Started & { readonly config: Config }) =>
    sandbox === undefined ? configuredBackend(config) : openSandbox(environment, sandbox),
);

/** What is started: a deployment, or with a sandbox. */
export interface Started {
  readonly environment: Environment;
  readonly sandbox?: SandboxStart | undefined;
}

/** What a start opens its ledger with. */
interface LedgerParts {
  readonly config: Config;
  readonly owner: LedgerOwner;
  readonly log: ProcessLog;
}

async function openConfigured(
  config: Config,
  owner: LedgerOwner,
  { warn, security: signal }: ProcessLog,
): Promise<OpenLedger> {
  const { enrolment } = config;
  const { workingHours, folder } = config.ledger;
  requireFolder(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const channels = channelsOf(config);
  const reporting = { warn, signal, workingHours, channels };
  return openLedger(config.ledger, { ...reporting, owner, enrolment });
}

async function tryConfigured(config: Config): Promise<string> {
  const { ledger } = config;
  try {
    return await tryLedger(ledger, { owner: 'AM', channels: channelsOf(config) });
  } catch (error) {
    if (ledger.postgres === undefined || refusalOf(error) !== null) throw error;
    const url = new URL(ledger.postgres.url);
    const caOption = 'sslrootcert of DATABASE_URL';
    throw unreachable(error, { option: 'DATABASE_URL', caOption, url });
  }
}

/** Where to listen. */
type Place = ListenPlace & { readonly host: string };

/** What listens, and where. */
type Serving = Omit<Place, 'option'> & { readonly server: Server };

/** Listens for a moment. */
async function tryPort(place: Place, isServing: Deployment['isServing']): Promise<string> {
  const server = createServer();
  const { port, host } = place;
  try {
    await listen(server, place);
    return port === 0 ? `${host}, any free port` : `${host}:${port} is free`;
  } catch (error) {
    const isTaken = error instanceof ListenRefused && error.isTaken;
    if (!isTaken || !(await isServing())) throw error;
    return `${host}:${port} is used by the gateway that runs`;
  } finally {
    server.close();
  }
}
