import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Live } from '../domain/live.ts';
import type { Tally } from '../domain/tally.ts';
import type { RequestRecord, UpstreamRecord } from './log.ts';
import { version } from './version.ts';
import type { LedgerQuestion } from './watched-ledger.ts';

/** Where spans go, and how many. */
export interface TracingOptions {
  /** The place that takes OTLP over HTTP, with its path. */
  readonly url: string;
  /** Sent with them, such as a key. */
  readonly headers: Live<Readonly<Record<string, string>>> | undefined;
  readonly serviceName: string;
  /** The share of traces that is recorded where no caller has decided it. */
  readonly ratio: number;
}

/** How long the last spans may take at the end. */
const closeMs = 2_000;

/** How long a batch may take, with all that is tried again. */
const exportMs = 5_000;

/**
 * Spans of requests, of calls to AM and of questions to the ledger. Attributes hold routes, templates, codes, roles and
 * names of trusted operations, and nothing that a client or AM says: the ready-made instrumentation of HTTP
 * clients would record paths, which hold the names of people.
 */
export class Tracing {
  readonly #tracer: Tracer;
  readonly #shutdown: () => Promise<void>;

  constructor(tracer: Tracer, shutdown: () => Promise<void>) {
    this.#tracer = tracer;
    this.#shutdown = shutdown;
  }

  /** Begins the span of a request, within the caller's where it names one, and notes it in the request's tally. */
  begin(tally: Tally, traceparent: string | undefined, startedAt: number): void {
    const span = this.#tracer.startSpan(
      'request',
      { kind: SpanKind.SERVER, startTime: timeOf(startedAt) },
      parentIn(traceparent),
    );
    tally.trace = span;
    const { traceId, spanId, traceFlags } = span.spanContext();
    tally.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  /** Ends the span of a request. */
  end({ trace: begun }: Tally, record: RequestRecord): void {
    if (!isSpan(begun)) return;
    const { method, route, status, operationType, operationName, lane, role, codes } = record;
    begun.updateName(operationType ?? `${method} ${route}`);
    begun.setAttributes({
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      ...(operationType !== null && { 'graphql.operation.type': operationType }),
      ...(operationName !== null && { 'graphql.operation.name': operationName }),
      ...(lane !== null && { 'identity_gateway.lane': lane }),
      ...(role !== null && { 'identity_gateway.role': role }),
    });
    const [code] = codes;
    if (code !== undefined) fail(begun, code);
    begun.end();
  }

  /** Records a call to AM that has ended just now. */
  upstream({ method, template, result, durationMs, attempts, tally }: UpstreamRecord): void {
    if (attempts === 0) return;
    const endedAt = performance.now();
    const span = this.#startWithin(tally, `${method} ${template}`, endedAt - durationMs);
    span.setAttributes({
      'http.request.method': method,
      'url.template': template,
      ...(typeof result === 'number' && { 'http.response.status_code': result }),
      ...(attempts > 1 && { 'http.request.resend_count': attempts - 1 }),
    });
    if (typeof result === 'string' || result >= 500) fail(span, String(result));
    span.end(timeOf(endedAt));
  }

  /** Records a question to the ledger. */
  ledger(
    tally: Tally | undefined,
    { operation, isGood, startedAt, endedAt }: LedgerQuestion,
  ): void {
    const span = this.#startWithin(tally, `ledger ${operation}`, startedAt);
    span.setAttributes({ 'db.operation.name': operation });
    if (!isGood) fail(span, 'AUDIT_UNAVAILABLE');
    span.end(timeOf(endedAt));
  }

  /** Sends what is left; a collector that does not answer is not waited for long. */
  async close(): Promise<void> {
    const timeout = new Promise((resolve) => setTimeout(resolve, closeMs).unref());
    await Promise.race([this.#shutdown().catch(() => undefined), timeout]);
  }

  #startWithin(tally: Tally | undefined, name: string, startedAt: number): Span {
    const parent = tally?.trace;
    const within = isSpan(parent) ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    return this.#tracer.startSpan(
      name,
      { kind: SpanKind.CLIENT, startTime: timeOf(startedAt) },
      within,
    );
  }
}

/** Begins to trace. Only where that is configured this file is loaded, and OpenTelemetry's SDK with it. */
export function openTracing({ url, headers, serviceName, ratio }: TracingOptions): Tracing {
  const exporter = new OTLPTraceExporter({
    url,
    headers: async () => ({ ...headers?.current }),
    timeoutMillis: exportMs,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return new Tracing(provider.getTracer('identity-gateway', version), () => provider.shutdown());
}

/** The caller's span, as W3C's Trace Context writes it; a header that is none begins a trace of its own. */
function parentIn(traceparent: string | undefined): Context {
  const [, traceId = '', spanId = '', flags = ''] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(traceparent ?? '') ??
    [];
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const parent: SpanContext = { traceId, spanId, traceFlags, isRemote: true };
  return trace.isSpanContextValid(parent)
    ? trace.setSpanContext(ROOT_CONTEXT, parent)
    : ROOT_CONTEXT;
}

function fail(span: Span, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'spanContext' in value;
}

/** Milliseconds since the epoch, of a time of `performance.now()`. */
function timeOf(at: number): number {
  return performance.timeOrigin + at;
}
