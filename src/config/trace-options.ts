import { headerPairs, share } from './network-readers.ts';
import type { OptionGroup } from './option.ts';
import { baseUrl, text } from './readers.ts';

/** The options of traces, under OpenTelemetry's own names. */
export const traceOptions = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    read: baseUrl,
    absent: 'nothing is traced, and the SDK of OpenTelemetry is not loaded',
    meaning:
      'The collector that takes spans by OTLP over HTTP, such as `http://127.0.0.1:4318`; `/v1/traces` is added.',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    read: baseUrl,
    absent: 'as above',
    meaning: 'The same with its path, in place of it.',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    read: headerPairs,
    absent: 'none',
    meaning: 'Headers for the collector, as `name=value`, comma-separated.',
    secret: true,
  },
  OTEL_SERVICE_NAME: {
    read: text,
    default: 'identity-gateway',
    meaning: 'What spans call this service.',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    read: share,
    default: '1',
    meaning:
      'The share of traces that is recorded where the caller has not decided it (`traceparent`).',
    unit: 'from 0 to 1',
  },
} satisfies OptionGroup;
