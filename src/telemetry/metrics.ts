import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { deviceKinds } from '../domain/device.ts';
import { errorCodes } from '../domain/failure.ts';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import { buckets, Durations } from './durations.ts';
import type { ChangeRecord, Log, RequestRecord, UpstreamRecord } from './log.ts';
import { version } from './version.ts';
import type { LedgerWatcher } from './watched-ledger.ts';

/** The most operations that have a series of their own; a deployment's manifests may list any number. */
const mostOperations = 200;

/** What stands in a label for everything that has no series of its own. */
const other = 'other';

const methods: readonly string[] = ['GET', 'POST', 'OPTIONS'];

/** Codes of requests that are not executed, beside those of failures. */
const known: ReadonlySet<string> = new Set([
  ...errorCodes,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** How figures that are read are told. */
export interface ReadingsOptions {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly labelNames: readonly string[];
}

/** A figure and its labels. */
type Reading = readonly [labels: Readonly<Record<string, string>>, value: number];

/**
 * What the process counts, for Prometheus. No label holds a client's own words: they are routes, templates and
 * codes of the gateway, statuses, and names of operations that the deployment trusts.
 */
export class Metrics {
  /** Where further parts of the gateway register what they count. */
  readonly registry = new Registry();
  readonly #server = new Durations({
    name: 'http_server_request_duration_seconds',
    help: 'How long requests took.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    registry: this.registry,
  });
  readonly #operations = new Durations({
    name: 'identity_gateway_operation_duration_seconds',
    help: 'How long GraphQL operations took, by name where they are trusted.',
    labelNames: ['graphql_operation_type', 'graphql_operation_name'],
    registry: this.registry,
  });
  readonly #client = new Durations({
    name: 'http_client_request_duration_seconds',
    help: 'How long calls to AM and to the token issuer took, their retry included.',
    labelNames: ['http_request_method', 'url_template', 'http_response_status_code', 'error_type'],
    registry: this.registry,
  });
  readonly #retries: Counter<'url_template'>;
  readonly #errors: Counter<'code'>;
  readonly #changes: Counter<'effect' | 'kind' | 'outcome'>;
  readonly #caches: Counter<'cache' | 'result'>;
  readonly #ledger: Histogram<'operation' | 'result'>;
  readonly #completions: Counter<'result'>;
  readonly #names = new Set<string>();

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    const counter = <L extends string>(
      name: string,
      help: string,
      ...labelNames: L[]
    ): Counter<L> =>
      new Counter({ name: `identity_gateway_${name}_total`, help, labelNames, registers });
    this.#retries = counter(
      'upstream_retries',
      'Calls to AM that were sent again.',
      'url_template',
    );
    this.#errors = counter('errors', 'Errors that were told to clients, by code.', 'code');
    this.#changes = counter('changes', 'Changes that have ended.', 'effect', 'kind', 'outcome');
    this.#caches = counter('cache_requests', 'Questions to the caches.', 'cache', 'result');
    this.#completions = counter('ledger_outcomes', 'Where outcomes of changes went.', 'result');
    this.#ledger = new Histogram({
      name: 'identity_gateway_ledger_duration_seconds',
      help: 'How long the ledger took.',
      labelNames: ['operation', 'result'],
      buckets,
      registers,
    });
    this.#startAtZero();
    const info = { name: 'identity_gateway_info', help: 'The running version.', registers };
    new Gauge({ ...info, labelNames: ['version'] }).set({ version }, 1);
  }

  /** Registers figures of one name, one for each combination of labels, that are read when somebody asks for the metrics. */
  readings(
    { name, help, type, labelNames }: ReadingsOptions,
    read: () => MaybePromise<Iterable<Reading>>,
  ): void {
    const options = { name: `identity_gateway_${name}`, help, labelNames, registers: [] };
    const metric =
      type === 'gauge'
        ? new Gauge({
            ...options,
            async collect(this: Gauge<string>) {
              const figures = await read();
              this.reset();
              for (const [labels, value] of figures) this.set(labels, value);
            },
          })
        : new Counter({
            ...options,
            async collect(this: Counter<string>) {
              const figures = await read();
              this.reset();
              for (const [labels, value] of figures) this.inc(labels, value);
            },
          });
    this.registry.registerMetric(metric);
  }

  /** The same for one figure without labels. */
  gauge(name: string, help: string, read: () => MaybePromise<number>): void {
    const options = { name, help, type: 'gauge', labelNames: [] } as const;
    this.readings(options, async () => [[{}, await read()]]);
  }

  /** The same for one that only grows. */
  total(name: string, help: string, read: () => number): void {
    const options = { name: `${name}_total`, help, type: 'counter', labelNames: [] } as const;
    this.readings(options, () => [[{}, read()]]);
  }

  request({
    method,
    route,
    status,
    durationMs,
    operationType,
    operationName,
    codes,
  }: RequestRecord): void {
    for (const code of codes) this.#errors.inc({ code: known.has(code) ? code : other });
    const seconds = durationMs / 1000;
    this.#server.count(seconds, methods.includes(method) ? method : other, route, status);
    if (operationType === null) return;
    this.#operations.count(seconds, operationType, this.#known(operationName));
  }

  upstream({ method, template, result, durationMs, attempts }: UpstreamRecord): void {
    if (attempts === 0) return;
    const [status, error] = typeof result === 'number' ? [result, ''] : ['', result];
    this.#client.count(durationMs / 1000, method, template, status, error);
    if (attempts > 1) this.#retries.inc({ url_template: template });
  }

  change({ effect, results }: ChangeRecord): void {
    for (const { kind, outcome } of results) this.#changes.inc({ effect, kind, outcome });
  }

  /** Counts a question to a cache. */
  cache(name: string, isHit: boolean): void {
    this.#caches.inc({ cache: name, result: isHit ? 'hit' : 'miss' });
  }

  /** Counts the questions to a ledger. */
  readonly ledger: LedgerWatcher = {
    ended: ({ operation, isGood, startedAt, endedAt }) =>
      this.#ledger.observe(
        { operation, result: isGood ? 'ok' : 'error' },
        (endedAt - startedAt) / 1000,
      ),
    recorded: (where) => this.#completions.inc({ result: where }),
  };

  /** What has not happened yet is 0 and not absent: the growth of a series that begins at 1 is not seen. */
  #startAtZero(): void {
    for (const code of [...known, other]) this.#errors.inc({ code }, 0);
    for (const result of ['recorded', 'already recorded', 'spooled', 'lost']) {
      this.#completions.inc({ result }, 0);
    }
    for (const operation of ['begin', 'complete', 'refuse', 'search', 'read']) {
      for (const result of ['ok', 'error']) this.#ledger.zero({ operation, result });
    }
    for (const kind of deviceKinds) {
      for (const outcome of ['DONE', 'UNKNOWN']) {
        this.#changes.inc({ effect: 'reset', kind, outcome }, 0);
      }
    }
  }

  #known(operationName: string | null): string {
    if (operationName === null) return other;
    if (this.#names.size < mostOperations) this.#names.add(operationName);
    return this.#names.has(operationName) ? operationName : other;
  }
}

/** A log whose records are counted, too. */
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
