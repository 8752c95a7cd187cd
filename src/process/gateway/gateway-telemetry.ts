import { once } from 'node:events';
import type { Server } from 'node:http';
import type { BulkheadStats, OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import type { CallRecord } from '../../domain/values/call-record.ts';
import type { OpenLedger } from '../../ledger/open-ledger.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { Realms } from '../../domain/people/realm.ts';
import type { ClockOffsets } from '../../domain/values/clock-offset.ts';
import { startSteps } from '../steps/start-steps.ts';
import type { Admission, AdmissionStats } from '../../server/admission.ts';
import type { Drain } from '../../server/drain.ts';
import type { Health, Readiness } from '../../server/health.ts';
import { createOperationsServer } from '../../server/operations-server.ts';
import type { ProcessLog } from '../../telemetry/log.ts';
import { countInto, Metrics } from '../../telemetry/metrics.ts';
import { threatMetrics } from '../../telemetry/ledger-metrics.ts';
import type { Tracing } from '../../telemetry/tracing.ts';
import { watchedLedger, type LedgerCall } from '../../telemetry/watched-ledger.ts';

/** A ledger with the figures for its metrics. */
type MeasuredLedger = Ledger &
  Pick<
    OpenLedger,
    | 'spooledBytes'
    | 'damagedSpoolFiles'
    | 'unreadableChanges'
    | 'unreadableLevels'
    | 'clockOffsetMs'
  >;

/** The figures of a gateway that are read when the metrics are requested. */
export interface GatewayFigures {
  readonly connections: () => Promise<number>;
  readonly requestsUnderWay: () => number;
  readonly callsUnderWay: () => number;
  readonly bulkheads: () => readonly BulkheadStats[];
  /** Null if load is not shed. */
  readonly admission: () => AdmissionStats | null;
  readonly clockOffsets: () => ClockOffsets;
  readonly health: {
    readonly last: Pick<Readiness, 'ready' | 'degraded'> | null;
    readiness(): Promise<unknown>;
  };
}

/** The log, metrics and traces of a gateway. Wraps the log and the ledger to count their calls. */
export class GatewayTelemetry {
  readonly log: ProcessLog;
  readonly ledger: Ledger;
  /** Undefined if nothing is traced. */
  readonly tracing: Tracing | undefined;
  /** Undefined if metrics are off. */
  readonly metrics: Metrics | undefined;
  readonly #deadlineMs: number;
  readonly #measured: MeasuredLedger;
  #server: Server | undefined;

  constructor(
    { metricsPort, requestDeadlineMs }: Pick<Config, 'metricsPort' | 'requestDeadlineMs'>,
    { log, ledger }: { readonly log: ProcessLog; readonly ledger: MeasuredLedger },
    tracing?: Tracing,
  ) {
    this.metrics = metricsPort === 'off' ? undefined : new Metrics();
    this.tracing = tracing;
    const counted = this.metrics === undefined ? log : { ...log, ...countInto(this.metrics, log) };
    const upstream = (record: CallRecord): void => {
      tracing?.upstream(record);
      counted.upstream(record);
    };
    this.log = { ...counted, upstream };
    this.#deadlineMs = requestDeadlineMs;
    this.ledger =
      this.metrics === undefined
        ? ledger
        : watchedLedger(ledger, this.metrics.ledger, requestDeadlineMs);
    this.#measured = ledger;
    const { metrics } = this;
    if (metrics !== undefined) ledger.approvals.onState((state) => metrics.approval(state));
  }

  /** Imports OpenTelemetry only if tracing is configured. */
  static async open(
    config: Pick<Config, 'metricsPort' | 'tracing' | 'requestDeadlineMs'>,
    parts: { readonly log: ProcessLog; readonly ledger: MeasuredLedger },
  ): Promise<GatewayTelemetry> {
    if (config.tracing === undefined) return new GatewayTelemetry(config, parts);
    const { openTracing } = await import('../../telemetry/tracing.ts');
    return new GatewayTelemetry(config, parts, openTracing(config.tracing));
  }

  /** The ledger of one request. Its operations become spans of that request. */
  ledgerOf({ tally }: { readonly tally?: CallRecord['tally'] }): { readonly ledger: Ledger } {
    const { tracing, ledger } = this;
    if (tracing === undefined) return { ledger };
    const ended = (call: LedgerCall): void => tracing.ledger(tally, call);
    return { ledger: watchedLedger(ledger, { ended }, this.#deadlineMs) };
  }

  /** Serves metrics and health. Returns the address, or null if they are switched off. */
  async serve(
    { metricsPort, host, access }: Pick<Config, 'metricsPort' | 'host' | 'access'>,
    parts: {
      readonly server: Server;
      readonly drain: Drain;
      readonly health: Health;
      readonly am: OpenAm;
      readonly admission: Admission | null;
      readonly now: () => number;
    },
  ): Promise<string | null> {
    if (metricsPort === 'off' || this.metrics === undefined) return null;
    const { server, drain, health, am, admission, now } = parts;
    this.#showLevels(access.realms, now);
    this.registerGauges({
      connections: () => connectionsOf(server),
      requestsUnderWay: () => drain.underWay,
      callsUnderWay: am.callsUnderWay,
      bulkheads: am.stats,
      admission: () => admission?.stats() ?? null,
      clockOffsets: () => clockOffsets(am, this.#measured),
      health,
    });
    const place = { port: metricsPort, host };
    const operations = createOperationsServer({ metrics: this.metrics, health, log: this.log });
    const url = await startSteps['port for operators'].open({ ...place, server: operations });
    this.#server = operations;
    return url;
  }

  /** Shows the threat levels. */
  #showLevels({ all }: Realms, now: () => number): void {
    const { metrics, ledger } = this;
    if (metrics === undefined) return;
    threatMetrics(metrics, ledger.threats, { realms: all.map(({ name }) => name), now });
  }

  /** Must be called last, so that probes are answered during the drain. */
  async close(): Promise<void> {
    await this.tracing?.close();
    if (this.#server === undefined) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  registerGauges({ health, ...figures }: GatewayFigures): void {
    const { metrics } = this;
    if (metrics === undefined) return;
    metrics.gauge('identity_gateway_requests_in_flight', figures.requestsUnderWay);
    metrics.gauge('identity_gateway_connections', figures.connections);
    metrics.gauge('identity_gateway_upstream_calls_in_flight', figures.callsUnderWay);
    metrics.gauge('identity_gateway_ready', () => {
      // Does not wait for the next check: if AM hangs, the other figures must still be served.
      void health.readiness();
      return health.last?.ready === true ? 1 : 0;
    });
    metrics.gauge('identity_gateway_degraded', () => health.last?.degraded.length ?? 0);
    metrics.readings('identity_gateway_clock_offset_seconds', () =>
      Object.entries(figures.clockOffsets()).flatMap(([of, offsetMs]) =>
        offsetMs === null ? [] : [[{ of }, offsetMs / 1_000] as const],
      ),
    );
    metrics.readings('identity_gateway_security_events_total', () =>
      [...this.log.securityEvents()].map(([type, count]) => [{ type }, count]),
    );
    metrics.readings('identity_gateway_log_lines_dropped_total', () => [[{}, this.log.dropped()]]);
    registerBulkheads(metrics, figures.bulkheads);
    registerAdmission(metrics, figures.admission);
    const { spooledBytes, damagedSpoolFiles, unreadableChanges, approvals } = this.#measured;
    metrics.gauge('identity_gateway_pending_changes', () => approvals.count());
    metrics.gauge('identity_gateway_ledger_spool_bytes', spooledBytes);
    metrics.gauge('identity_gateway_ledger_unreadable_changes', unreadableChanges);
    metrics.gauge('identity_gateway_ledger_spool_damaged_files', damagedSpoolFiles);
  }
}

function registerBulkheads(metrics: Metrics, bulkheads: GatewayFigures['bulkheads']): void {
  const by = (valueOf: (one: BulkheadStats) => number) => () =>
    bulkheads().map((one) => [labelsOf(one), valueOf(one)] as const);
  metrics.readings(
    'identity_gateway_upstream_waiting',
    by(({ waiting }) => waiting),
  );
  const isOpen = by(({ breaker }) => (breaker === 'open' ? 1 : 0));
  metrics.readings('identity_gateway_upstream_breaker_open', isOpen);
  metrics.readings('identity_gateway_upstream_refused_total', () =>
    bulkheads().flatMap((one) =>
      Object.entries(one.refused).map(
        ([reason, count]) => [{ ...labelsOf(one), reason }, count] as const,
      ),
    ),
  );
}

function labelsOf({ realm, template }: BulkheadStats): Record<'realm' | 'url_template', string> {
  return { realm, url_template: template };
}

function registerAdmission(metrics: Metrics, admission: GatewayFigures['admission']): void {
  metrics.gauge('identity_gateway_busy', () => (admission()?.busy === true ? 1 : 0));
  metrics.readings('identity_gateway_requests_shed_total', () =>
    Object.entries(admission()?.refused ?? {}).map(
      ([priority, count]) => [{ priority }, count] as const,
    ),
  );
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(error === null ? count : 0));
  });
}

/** What AM and the database said last. */
export function clockOffsets(
  am: Pick<OpenAm, 'clockOffsetMs'>,
  ledger: Pick<OpenLedger, 'clockOffsetMs'>,
): ClockOffsets {
  return { am: am.clockOffsetMs(), database: ledger.clockOffsetMs() };
}
