import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { ApprovalState } from '../domain/change/approval.ts';
import type { CallRecord } from '../domain/values/call-record.ts';
import type { EndedChange } from '../domain/change/change-record.ts';
import { deviceKinds } from '../domain/devices/device.ts';
import { errorCodes, requestErrorCodes } from '../domain/values/failure.ts';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import type { OutboxFigures } from '../domain/outbox/outbox.ts';
import { ledgerOperations } from '../domain/ledger-ports/ledger-calls.ts';
import type { Log, RequestRecord } from './log.ts';
import {
  metricTable,
  type CounterName,
  type FigureName,
  type GaugeName,
  type HistogramName,
  type LabelOf,
  type MetricName,
  type Read,
  type Reading,
} from './metric-table.ts';
import { readOnce, Readings } from './readings.ts';
import { version } from './version.ts';
import type { LedgerWatcher } from './watched-ledger.ts';

/** Upper bounds in seconds, finer below 100 ms because most requests are that fast. */
const buckets = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The maximum number of operations with their own series; manifests may list any number. */
const mostOperations = 200;

/** The label value for everything without its own series. */
const other = 'other';

const methods: readonly string[] = ['GET', 'POST', 'OPTIONS'];

/** The codes of failures, and of requests that are not executed. */
const knownCodes: ReadonlySet<string> = new Set([...errorCodes, ...requestErrorCodes]);

/**
 * The metrics of the process, for Prometheus. No label contains text from a client. Labels are
 * routes, templates and codes of the gateway, statuses, and names of trusted operations.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #readings = new Readings();
  readonly #server = this.#histogram('http_server_request_duration_seconds');
  readonly #operations = this.#histogram('identity_gateway_operation_duration_seconds');
  readonly #client = this.#histogram('http_client_request_duration_seconds');
  readonly #ledger = this.#histogram('identity_gateway_ledger_duration_seconds');
  readonly #retries = this.counter('identity_gateway_upstream_retries_total');
  readonly #errors = this.counter('identity_gateway_errors_total');
  readonly #changes = this.counter('identity_gateway_changes_total');
  readonly #caches = this.counter('identity_gateway_cache_requests_total');
  readonly #unreadable = this.counter('identity_gateway_upstream_unreadable_members_total');
  readonly #completions = this.counter('identity_gateway_ledger_outcomes_total');
  readonly #approvals = this.counter('identity_gateway_pending_change_states_total');
  readonly #deliveries = this.counter('identity_gateway_outbox_attempts_total');
  readonly #failedReadings = this.counter('identity_gateway_readings_failed_total');
  readonly #names = new Set<string>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.#startAtZero();
    this.readings('identity_gateway_info', () => [[{ version }, 1]]);
  }

  /**
   * Shows figures that are read when the metrics are requested. Those that cannot be read in time
   * are left out, and counted.
   */
  readings<Name extends GaugeName | CounterName>(name: Name, read: Read<Name>): void {
    const isGauge = metricTable[name].type === 'gauge';
    const options = this.#optionsOf(name);
    const metric = isGauge ? new Gauge<string>(options) : new Counter<string>(options);
    this.#failedReadings.inc({ metric: name }, 0);
    const show = (figures: Iterable<Reading<Name>> | null): void => {
      metric.reset();
      // Without labels a reset shows 0.
      if (metricTable[name].labels.length === 0) metric.remove();
      for (const [labels, value] of figures ?? []) metric.inc(labels, value);
      if (figures === null) this.#failedReadings.inc({ metric: name });
    };
    this.#readings.add(async () => read(), show);
  }

  /** Returns all figures in Prometheus' text format, in less time than Prometheus waits. */
  async text(): Promise<string> {
    await this.#readings.refresh();
    return this.registry.metrics();
  }

  /** Shows one figure, without labels. */
  gauge(name: FigureName, read: () => MaybePromise<number>): void {
    this.readings(name, async () => [[{}, await read()]]);
  }

  counter<Name extends CounterName>(name: Name): Counter<LabelOf<Name>> {
    return new Counter(this.#optionsOf(name));
  }

  request(record: RequestRecord): void {
    const { method, route, status, durationMs, operationType, operationName, codes } = record;
    for (const code of codes) this.#errors.inc({ code: knownCodes.has(code) ? code : other });
    const seconds = durationMs / 1000;
    const http = {
      http_request_method: methods.includes(method) ? method : other,
      http_route: route,
      http_response_status_code: status,
    };
    this.#server.observe(http, seconds);
    if (operationType === null) return;
    const graphql_operation_name = this.#labelOf(operationName);
    this.#operations.observe(
      { graphql_operation_type: operationType, graphql_operation_name },
      seconds,
    );
  }

  upstream({ method, template, result, durationMs, attempts }: CallRecord): void {
    if (attempts === 0) return;
    const [status, error] = typeof result === 'number' ? [result, ''] : ['', result];
    const labels = {
      http_request_method: method,
      url_template: template,
      http_response_status_code: status,
      error_type: error,
    };
    this.#client.observe(labels, durationMs / 1000);
    if (attempts > 1) this.#retries.inc({ url_template: template });
  }

  change({ effect, results }: EndedChange): void {
    for (const { kind, outcome } of results) this.#changes.inc({ effect, kind, outcome });
  }

  cache(name: string, isHit: boolean): void {
    this.#caches.inc({ cache: name, result: isHit ? 'hit' : 'miss' });
  }

  unreadable(subject: string, member: string): void {
    this.#unreadable.inc({ subject, member });
  }

  delivery(channel: string, result: string): void {
    this.#deliveries.inc({ channel, result });
  }

  approval(state: ApprovalState): void {
    this.#approvals.inc({ state });
  }

  /** Shows the messages that wait. */
  outbox(read: () => Promise<readonly OutboxFigures[]>): void {
    const figures = readOnce(read);
    const by = (valueOf: (one: OutboxFigures) => number) => async () =>
      (await figures()).map((one) => [{ channel: one.channel }, valueOf(one)] as const);
    this.readings(
      'identity_gateway_outbox_waiting',
      by(({ waiting }) => waiting),
    );
    this.readings(
      'identity_gateway_outbox_oldest_seconds',
      by(({ oldestMs }) => oldestMs / 1_000),
    );
    this.readings(
      'identity_gateway_outbox_off',
      by(({ isOff }) => Number(isOff)),
    );
  }

  readonly ledger: LedgerWatcher = {
    ended: ({ operation, isGood, startedAt, endedAt }) => {
      const labels = { operation, result: isGood ? 'ok' : 'error' };
      this.#ledger.observe(labels, (endedAt - startedAt) / 1000);
    },
    recorded: (where) => this.#completions.inc({ result: where }),
  };

  #histogram<Name extends HistogramName>(name: Name): Histogram<LabelOf<Name>> {
    return new Histogram({ ...this.#optionsOf(name), buckets });
  }

  #optionsOf<Name extends MetricName>(name: Name) {
    const { help, labels } = metricTable[name];
    const labelNames: LabelOf<Name>[] = [...labels];
    return { name, help, labelNames, registers: [this.registry] };
  }

  /** Prometheus would miss the first increase of a series that starts at 1. */
  #startAtZero(): void {
    for (const code of [...knownCodes, other]) this.#errors.inc({ code }, 0);
    for (const result of ['recorded', 'already recorded', 'spooled', 'lost'])
      this.#completions.inc({ result }, 0);
    for (const state of Object.values(ApprovalState)) this.#approvals.inc({ state }, 0);
    for (const operation of ledgerOperations) {
      this.#ledger.zero({ operation, result: 'ok' });
      this.#ledger.zero({ operation, result: 'error' });
    }
    for (const kind of deviceKinds) {
      this.#changes.inc({ effect: 'reset', kind, outcome: 'DONE' }, 0);
      this.#changes.inc({ effect: 'reset', kind, outcome: 'UNKNOWN' }, 0);
    }
  }

  #labelOf(operationName: string | null): string {
    if (operationName === null) return other;
    if (this.#names.size < mostOperations) this.#names.add(operationName);
    return this.#names.has(operationName) ? operationName : other;
  }
}

/** Returns a log that also counts its records. */
export function countInto(metrics: Metrics, log: Log): Log {
  return {
    ...log,
    request: (record) => {
      metrics.request(record);
      log.request(record);
    },
    upstream: (record) => {
      metrics.upstream(record);
      log.upstream(record);
    },
    change: (record) => {
      metrics.change(record);
      log.change(record);
    },
  };
}
