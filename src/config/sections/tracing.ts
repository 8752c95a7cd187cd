import { baseUrl, encodedPairs } from '../things/network-readers.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import type { Reader } from '../values/reader.ts';
import { oneOf, share, text } from '../values/readers.ts';
import type { Environment, Source } from '../source/source.ts';

/** Traces: OpenTelemetry's SDK reads its own variables. What it cannot do is here. */
export const tracingOptions = {
  headers: option('OTEL_EXPORTER_OTLP_HEADERS', encodedPairs, {
    absent: 'none',
    meaning:
      'Headers for the collector, as `name=value`, comma-separated and percent-encoded. The SDK of OpenTelemetry reads [its other variables](deployment.md#metrics-and-traces).',
    secret: true,
    live: true,
  }),
} satisfies OptionTree;

/** How traces are chosen, by OpenTelemetry's names. */
export const samplerNames = [
  'parentbased_traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'traceidratio',
  'always_on',
  'always_off',
] as const;
export type SamplerName = (typeof samplerNames)[number];

/** What this exporter speaks. */
const protocol = oneOf(['http/json']);

/** The variables of OpenTelemetry that have an effect, most of them by its SDK. */
const variables = {
  OTEL_SDK_DISABLED: oneOf(['true', 'false']),
  OTEL_TRACES_EXPORTER: oneOf(['otlp', 'none']),
  OTEL_TRACES_SAMPLER: oneOf(samplerNames),
  OTEL_TRACES_SAMPLER_ARG: share,
  OTEL_PROPAGATORS: oneOf(['tracecontext', 'tracecontext,baggage']),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: baseUrl,
  OTEL_RESOURCE_ATTRIBUTES: encodedPairs,
  OTEL_SERVICE_NAME: text,
  ...Object.fromEntries(
    ['TIMEOUT', 'COMPRESSION', 'CERTIFICATE', 'CLIENT_KEY', 'CLIENT_CERTIFICATE', 'HEADERS']
      .flatMap((name) => [`OTEL_EXPORTER_OTLP_${name}`, `OTEL_EXPORTER_OTLP_TRACES_${name}`])
      .map((name) => [name, text]),
  ),
} satisfies Readonly<Record<string, Reader<unknown>>>;

/** Returns a warning for each variable of OpenTelemetry without an effect. */
export function tracingWarnings(environment: Environment): string[] {
  const isKnown = (name: string): boolean =>
    Object.hasOwn(variables, name) || name === 'OTEL_EXPORTER_OTLP_HEADERS_FILE';
  return Object.keys(environment)
    .filter((name) => name.startsWith('OTEL_') && !isKnown(name))
    .map((name) => `${name} has no effect: the gateway sends traces only, by OTLP over HTTP.`);
}

/** Returns how spans are exported; undefined if tracing is off. */
export function tracingConfig(
  { headers }: Values<typeof tracingOptions>,
  environment: Environment,
  source: Source,
) {
  const given = <T>(name: string, read: Reader<T>): T | undefined => {
    const value = (environment[name] ?? '').trim();
    return value === '' ? undefined : source.attempt(name, () => read(value));
  };
  for (const [name, read] of Object.entries<Reader<unknown>>(variables))
    if (name !== 'OTEL_EXPORTER_OTLP_HEADERS') given(name, read);
  const base = given('OTEL_EXPORTER_OTLP_ENDPOINT', baseUrl)?.href.replace(/\/$/, '');
  const whole = given('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', baseUrl)?.href;
  const url = whole ?? (base && `${base}/v1/traces`);
  const isOff =
    given('OTEL_SDK_DISABLED', text) === 'true' || given('OTEL_TRACES_EXPORTER', text) === 'none';
  if (url === undefined || isOff) return undefined;
  return {
    url,
    headers,
    sampler: given('OTEL_TRACES_SAMPLER', oneOf(samplerNames)) ?? 'parentbased_traceidratio',
    ratio: given('OTEL_TRACES_SAMPLER_ARG', share) ?? 1,
  };
}
