import { once } from 'node:events';
import type { Server } from 'node:http';
import type { OpenAm } from './am/open-am.ts';
import type { Config } from './config/load-config.ts';
import type { Ledger } from './domain/ledger.ts';
import type { Tally } from './domain/tally.ts';
import { listen } from './listen.ts';
import type { CompartmentStats } from './am/http/compartment.ts';
import type { Admission, AdmissionStats } from './server/admission.ts';
import type { Drain } from './server/drain.ts';
import type { Health, Readiness } from './server/health.ts';
import { createOperationsServer } from './server/operations-server.ts';
import type { ProcessLog } from './telemetry/log.ts';
import { countInto, Metrics } from './telemetry/metrics.ts';
import type { Tracing } from './telemetry/tracing.ts';
import { watchedLedger } from './telemetry/watched-ledger.ts';
import type { LedgerQuestion } from './telemetry/watched-ledger.ts';

/** A ledger that may keep outcomes on disk. */
export type SpoolingLedger = Ledger & { readonly spooledBytes?: () => Promise<number> };

/** What of a gateway is read when somebody asks for the metrics. */
export interface Gauged {
  readonly connections: () => Promise<number>;
  readonly requestsUnderWay: () => number;
  readonly callsUnderWay: () => number;
  /** What waits for AM and is refused, by realm and kind of endpoint. */
  readonly compartments: () => readonly CompartmentStats[];
  /** What is refused because of load; null where nothing is. */
  readonly admission: () => AdmissionStats | null;
  readonly health: {
    readonly last: Pick<Readiness, 'ready' | 'degraded'> | null;
    readiness(): Promise<unknown>;
  };
}

/** The parts of a gateway that are looked at. */
export interface WatchedParts {
  readonly server: Server;
  readonly drain: Drain;
  readonly health: Health;
  readonly am: OpenAm;
  readonly admission: Admission | null;
}

/** How a gateway is watched: its log and its ledger, which are counted where metrics are on. */
export class GatewayTelemetry {
  readonly log: ProcessLog;
  readonly ledger: Ledger;
  /** Undefined where nothing is traced. */
  readonly tracing: Tracing | undefined;
  /** Undefined where metrics are off. */
  readonly metrics: Metrics | undefined;
  readonly #spooledBytes: SpoolingLedger['spooledBytes'];
  #server: Server | undefined;

  constructor(
    { metricsPort, worker = 1 }: Pick<Config, 'metricsPort' | 'worker'>,
    { log, ledger }: { readonly log: ProcessLog; readonly ledger: SpoolingLedger },
    tracing?: Tracing,
  ) {
    this.metrics = metricsPort === 'off' ? undefined : new Metrics();
    this.tracing = tracing;
    const counted = this.metrics === undefined ? log : { ...log, ...countInto(this.metrics, log) };
    this.log = tracing === undefined ? counted : { ...counted, upstream: both(counted, tracing) };
    this.ledger = this.metrics === undefined ? ledger : watchedLedger(ledger, this.metrics.ledger);
    // All workers keep outcomes in one folder: told by each, they would be added up.
    this.#spooledBytes = worker === 1 ? ledger.spooledBytes : undefined;
  }

  /** Loads what traces only where that is configured. */
  static async open(
    config: Pick<Config, 'metricsPort' | 'tracing' | 'worker'>,
    parts: { readonly log: ProcessLog; readonly ledger: SpoolingLedger },
  ): Promise<GatewayTelemetry> {
    if (config.tracing === undefined) return new GatewayTelemetry(config, parts);
    const { openTracing } = await import('./telemetry/tracing.ts');
    return new GatewayTelemetry(config, parts, openTracing(config.tracing));
  }

  /** The ledger of one request, whose questions are spans below it. */
  ledgerOf({ tally }: { readonly tally?: Tally | undefined }): { readonly ledger: Ledger } {
    const { tracing, ledger } = this;
    if (tracing === undefined) return { ledger };
    const ended = (question: LedgerQuestion): void => tracing.ledger(tally, question);
    return { ledger: watchedLedger(ledger, { ended }) };
  }

  /** Serves metrics and health; returns where, null where that is off. */
  async serve(
    { metricsPort, host }: Pick<Config, 'metricsPort' | 'host'>,
    { server, drain, health, am, admission }: WatchedParts,
  ): Promise<string | null> {
    if (metricsPort === 'off' || this.metrics === undefined) return null;
    this.registerGauges({
      connections: () => connectionsOf(server),
      requestsUnderWay: () => drain.underWay,
      callsUnderWay: am.callsUnderWay,
      compartments: am.stats,
      admission: () => admission?.stats() ?? null,
      health,
    });
    this.#server = createOperationsServer({ metrics: this.metrics, health });
    return listen(this.#server, { port: metricsPort, host, exclusive: true });
  }

  /** Called last, so that probes are answered during the drain. */
  async close(): Promise<void> {
    await this.tracing?.close();
    if (this.#server === undefined) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Registers the figures that are not counted but looked at. */
  registerGauges({ connections, requestsUnderWay, callsUnderWay, health, ...parts }: Gauged): void {
    const { metrics } = this;
    if (metrics === undefined) return;
    metrics.gauge('requests_in_flight', 'Requests without an answer.', requestsUnderWay);
    metrics.gauge('connections', 'Open connections of clients.', connections);
    metrics.gauge('upstream_calls_in_flight', 'Calls to AM without an answer.', callsUnderWay);
    metrics.gauge('ready', 'Whether requests can be served, as found out last: 1 or 0.', () => {
      // Found out anew for the next time: waiting for AM now would lose all other figures while it hangs.
      void health.readiness();
      return health.last?.ready === true ? 1 : 0;
    });
    metrics.gauge('degraded', 'How many parts do not work although requests are served.', () =>
      health.last === null ? 0 : health.last.degraded.length,
    );
    metrics.total('log_lines_dropped', 'Log lines that the target did not take.', () =>
      this.log.dropped(),
    );
    registerCompartments(metrics, parts.compartments);
    registerAdmission(metrics, parts.admission);
    if (this.#spooledBytes !== undefined) {
      metrics.gauge('ledger_spool_bytes', 'Outcomes that wait on disk.', this.#spooledBytes);
    }
  }
}

/** Realms are those of the configuration, templates those of the gateway. */
function registerCompartments(metrics: Metrics, compartments: Gauged['compartments']): void {
  const labelNames = ['realm', 'url_template'];
  const gauge = (name: string, help: string, valueOf: (one: CompartmentStats) => number): void =>
    metrics.readings({ name: `upstream_${name}`, help, type: 'gauge', labelNames }, () =>
      compartments().map((one) => [labelsOf(one), valueOf(one)]),
    );
  gauge('waiting', 'Calls to AM that wait for a place.', ({ waiting }) => waiting);
  gauge('breaker_open', 'Whether a part of AM is left alone because it fails: 1 or 0.', (one) =>
    one.breaker === 'open' ? 1 : 0,
  );
  metrics.readings(
    {
      name: 'upstream_refused_total',
      help: 'Calls to AM that were not sent: too many are under way, or the breaker is open.',
      type: 'counter',
      labelNames: [...labelNames, 'reason'],
    },
    () =>
      compartments().flatMap((one) =>
        Object.entries(one.refused).map(
          ([reason, count]) => [{ ...labelsOf(one), reason }, count] as const,
        ),
      ),
  );
}

function labelsOf({ realm, template }: CompartmentStats): Record<'realm' | 'url_template', string> {
  return { realm, url_template: template };
}

function registerAdmission(metrics: Metrics, admission: Gauged['admission']): void {
  metrics.gauge('busy', 'Whether the process has as much to do as it can: 1 or 0.', () =>
    admission()?.busy === true ? 1 : 0,
  );
  metrics.readings(
    {
      name: 'requests_shed_total',
      help: 'Requests that were refused because of load.',
      type: 'counter',
      labelNames: ['priority'],
    },
    () =>
      Object.entries(admission()?.refused ?? {}).map(([priority, count]) => [{ priority }, count]),
  );
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(error === null ? count : 0));
  });
}

function both(log: ProcessLog, tracing: Tracing): ProcessLog['upstream'] {
  return (record) => {
    tracing.upstream(record);
    log.upstream(record);
  };
}
