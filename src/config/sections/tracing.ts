import { baseUrl, encodedPairs } from '../things/network-readers.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import type { Reader } from '../values/reader.ts';
import { oneOf, share } from '../values/readers.ts';
import type { Environment } from '../source/given.ts';
import type { Source } from '../source/source.ts';

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

/** The variables of OpenTelemetry that the gateway reads, or that must say what it can do. */
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
} as const;

/** Those that its SDK reads. */
const ofSdk =
  /^OTEL_(?:SERVICE_NAME|EXPORTER_OTLP_(?:TRACES_)?(?:TIMEOUT|COMPRESSION|CERTIFICATE|CLIENT_KEY|CLIENT_CERTIFICATE|HEADERS))$|^OTEL_EXPORTER_OTLP_HEADERS_FILE$/;

/** Returns a warning for each variable of OpenTelemetry without an effect. */
export function tracingWarnings(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('OTEL_'))
    .filter((name) => !Object.hasOwn(variables, name) && !ofSdk.test(name))
    .map((name) => `${name} has no effect: the gateway sends traces only, by OTLP over HTTP.`);
}

type Variables = {
  readonly [Name in keyof typeof variables]: ReturnType<(typeof variables)[Name]> | undefined;
};

function variablesIn(environment: Environment, source: Source): Variables;
function variablesIn(environment: Environment, source: Source): object {
  const read = Object.entries<Reader<unknown>>(variables).map(([name, reader]) => {
    const text = (environment[name] ?? '').trim();
    return [name, text === '' ? undefined : source.attempt(name, () => reader(text))];
  });
  return Object.fromEntries(read);
}

/** Returns how spans are exported; undefined if tracing is off. */
export function tracingConfig(
  { headers }: Values<typeof tracingOptions>,
  environment: Environment,
  source: Source,
) {
  const given = variablesIn(environment, source);
  const base = given.OTEL_EXPORTER_OTLP_ENDPOINT?.href.replace(/\/$/, '');
  const url = given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.href ?? (base && `${base}/v1/traces`);
  const isOff = given.OTEL_SDK_DISABLED === 'true' || given.OTEL_TRACES_EXPORTER === 'none';
  if (url === undefined || isOff) return undefined;
  return {
    url,
    headers,
    sampler: given.OTEL_TRACES_SAMPLER ?? 'parentbased_traceidratio',
    ratio: given.OTEL_TRACES_SAMPLER_ARG ?? 1,
  };
}
