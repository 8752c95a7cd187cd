import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { ApprovalState } from '../domain/approval.ts';
import type { CallRecord } from '../domain/call-record.ts';
import type { EndedChange } from '../domain/change-record.ts';
import { deviceKinds } from '../domain/device.ts';
import { errorCodes } from '../domain/failure.ts';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { OutboxFigures } from '../domain/outbox.ts';
import { ledgerOperations } from '../domain/ledger-calls.ts';
import type { Log, RequestRecord } from './log.ts';
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
const knownCodes: ReadonlySet<string> = new Set([
  ...errorCodes,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** A metric whose figures are read when the metrics are requested; the name has no prefix. */
interface ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly labelNames: readonly string[];
}

type Reading = readonly [labels: Readonly<Record<string, string>>, value: number];

/**
 * The metrics of the process, for Prometheus. No label contains text from a client. Labels are
 * routes, templates and codes of the gateway, statuses, and names of trusted operations.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #server = this.#histogram(
    'http_server_request_duration_seconds',
    'How long requests took.',
    ['http_request_method', 'http_route', 'http_response_status_code'],
  );
  readonly #operations = this.#histogram(
    'identity_gateway_operation_duration_seconds',
    'How long GraphQL operations took, by name if they are trusted.',
    ['graphql_operation_type', 'graphql_operation_name'],
  );
  readonly #client = this.#histogram(
    'http_client_request_duration_seconds',
    'How long calls to AM and to the token issuer took, their retry included.',
    ['http_request_method', 'url_template', 'http_response_status_code', 'error_type'],
  );
  readonly #ledger = this.#histogram(
    'identity_gateway_ledger_duration_seconds',
    'How long the ledger took.',
    ['operation', 'result'],
  );
  readonly #retries = this.#counter('upstream_retries', 'Calls to AM that were sent again.', [
    'url_template',
  ]);
  readonly #errors = this.#counter('errors', 'Errors in responses to clients, by code.', ['code']);
  readonly #changes = this.#counter('changes', 'Changes that have ended.', [
    'effect',
    'kind',
    'outcome',
  ]);
  readonly #caches = this.#counter('cache_requests', 'Look-ups in the caches.', [
    'cache',
    'result',
  ]);
  readonly #completions = this.#counter('ledger_outcomes', 'Where outcomes of changes went.', [
    'result',
  ]);
  readonly #approvals = this.#counter(
    'pending_change_states',
    'States that requested changes have entered.',
    ['state'],
  );
  readonly #deliveries = this.#counter('outbox_attempts', 'Attempts to deliver a message.', [
    'channel',
    'result',
  ]);
  readonly #names = new Set<string>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.#startAtZero();
    const info = { name: 'info', help: 'The running version.', type: 'gauge' } as const;
    this.readings({ ...info, labelNames: ['version'] }, () => [[{ version }, 1]]);
  }

  readings({ name, type, ...rest }: ReadMetric, read: () => MaybePromise<Iterable<Reading>>): void {
    const collect = async (): Promise<void> => {
      const figures = await read();
      metric.reset();
      for (const [labels, value] of figures) metric.inc(labels, value);
    };
    const registers = [this.registry];
    const options = { ...rest, name: `identity_gateway_${name}`, registers, collect };
    const metric = type === 'gauge' ? new Gauge(options) : new Counter(options);
  }

  gauge(name: string, help: string, read: () => MaybePromise<number>): void {
    const options = { name, help, type: 'gauge', labelNames: [] } as const;
    this.readings(options, async () => [[{}, await read()]]);
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

  delivery(channel: string, result: string): void {
    this.#deliveries.inc({ channel, result });
  }

  approval(state: ApprovalState): void {
    this.#approvals.inc({ state });
  }

  /** Shows the messages that wait. */
  outbox(read: () => Promise<readonly OutboxFigures[]>): void {
    // A scrape collects the gauges at once; they share one read.
    let reading: ReturnType<typeof read> | undefined;
    const figures = (): ReturnType<typeof read> =>
      (reading ??= read().finally(() => (reading = undefined)));
    const gauge = (name: string, help: string, valueOf: (one: OutboxFigures) => number): void =>
      this.readings(
        { name: `outbox_${name}`, help, type: 'gauge', labelNames: ['channel'] },
        async () => (await figures()).map((one) => [{ channel: one.channel }, valueOf(one)]),
      );
    gauge('waiting', 'Messages that wait to be delivered.', ({ waiting }) => waiting);
    gauge('oldest_seconds', 'The age of the oldest one.', ({ oldestMs }) => oldestMs / 1_000);
    gauge('off', 'Whether a receiver refuses all messages: 1 or 0.', ({ isOff }) => Number(isOff));
  }

  readonly ledger: LedgerWatcher = {
    ended: ({ operation, isGood, startedAt, endedAt }) => {
      const labels = { operation, result: isGood ? 'ok' : 'error' };
      this.#ledger.observe(labels, (endedAt - startedAt) / 1000);
    },
    recorded: (where) => this.#completions.inc({ result: where }),
  };

  #histogram<L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    const options = { name: `identity_gateway_${name}_total`, help, labelNames };
    return new Counter({ ...options, registers: [this.registry] });
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
