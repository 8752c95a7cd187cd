import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { CallRecord, Traced } from '../domain/values/call-record.ts';
import type { RequestRecord } from './log.ts';
import { version } from './version.ts';
import type { LedgerCall } from './watched-ledger.ts';

/** How traces are chosen, by the names of `OTEL_TRACES_SAMPLER`. */
const samplers = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio: number) => new TraceIdRatioBasedSampler(ratio),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (ratio: number) =>
    new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
};

/** What the SDK does not read itself. */
interface TracingOptions {
  /** Sent with each export, such as a key. */
  readonly headers: { readonly current: Readonly<Record<string, string>> } | undefined;
  readonly sampler: keyof typeof samplers;
  /** The share of traces that is recorded if the caller has not decided it. */
  readonly ratio: number;
}

/** How long exporting the last spans may take when the process stops. */
const closeMs = 2_000;

/**
 * Spans of requests, of calls to AM and of calls to the ledger. Attributes are routes, templates,
 * codes, roles and names of trusted operations, never text from a client or from AM. The
 * instrumentation of HTTP clients would record paths, which contain user names.
 */
export class Tracing {
  readonly #tracer: Tracer;
  readonly #provider: TracerProvider;

  constructor(provider: TracerProvider) {
    this.#tracer = provider.getTracer('identity-gateway', version);
    this.#provider = provider;
  }

  /** Starts the span of a request as a child of the caller's span, and stores it in the tally. */
  begin(tally: Traced, traceparent: string | undefined, startedAt: number): void {
    const about = { kind: SpanKind.SERVER, startTime: timeOf(startedAt) };
    const span = this.#tracer.startSpan('request', about, parentIn(traceparent));
    tally.trace = span;
    const { traceId, spanId, traceFlags } = span.spanContext();
    tally.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  end({ trace: span }: Traced, record: RequestRecord): void {
    if (!isSpan(span)) return;
    const { method, route, status, operationType, operationName, role, codes } = record;
    span.updateName(operationType ?? `${method} ${route}`);
    span.setAttributes({
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      ...(operationType !== null && { 'graphql.operation.type': operationType }),
      ...(operationName !== null && { 'graphql.operation.name': operationName }),
      ...(role !== null && { 'identity_gateway.role': role }),
    });
    const [code] = codes;
    if (code !== undefined) fail(span, code);
    span.end();
  }

  /** Records a call to AM that has just ended. */
  upstream({ method, template, result, durationMs, attempts, tally }: CallRecord): void {
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

  ledger(tally: Traced | undefined, { operation, isGood, startedAt, endedAt }: LedgerCall): void {
    const span = this.#startWithin(tally, `ledger ${operation}`, startedAt);
    span.setAttributes({ 'db.operation.name': operation });
    if (!isGood) fail(span, 'AUDIT_UNAVAILABLE');
    span.end(timeOf(endedAt));
  }

  /** Exports the remaining spans, and waits for the collector for `closeMs` at most. */
  async close(): Promise<void> {
    const timeout = new Promise((resolve) => setTimeout(resolve, closeMs).unref());
    await Promise.race([this.#provider.shutdown().catch(() => undefined), timeout]);
  }

  #startWithin(tally: Traced | undefined, name: string, startedAt: number): Span {
    const parent = tally?.trace;
    const within = isSpan(parent) ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const about = { kind: SpanKind.CLIENT, startTime: timeOf(startedAt) };
    return this.#tracer.startSpan(name, about, within);
  }
}

/**
 * Starts tracing. Only a gateway with tracing imports this file and OpenTelemetry, whose SDK reads
 * the collector, time limits, certificates and attributes from the environment of the process.
 */
export function openTracing({ headers, sampler, ratio }: TracingOptions): Tracing {
  const exporter = new OTLPTraceExporter({ headers: async () => ({ ...headers?.current }) });
  const own = resourceFromAttributes({ 'service.name': 'identity-gateway' });
  const given = detectResources({ detectors: [envDetector] });
  const provider = new TracerProvider({
    resource: own.merge(given).merge(resourceFromAttributes({ 'service.version': version })),
    sampler: samplers[sampler](ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return new Tracing(provider);
}

/** The caller's span, in the format of W3C Trace Context. An invalid header starts a new trace. */
function parentIn(traceparent: string | undefined): Context {
  const [, traceId = '', spanId = '', flags = ''] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(traceparent ?? '') ??
    [];
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const parent: SpanContext = { traceId, spanId, traceFlags, isRemote: true };
  if (!trace.isSpanContextValid(parent)) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

function fail(span: Span, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'spanContext' in value;
}

/** Converts a time of `performance.now()` to milliseconds since the epoch. */
function timeOf(at: number): number {
  return performance.timeOrigin + at;
}
