import type { Source } from './source.ts';

/** Where spans go; undefined where nothing is traced. */
export function loadTracing(source: Source) {
  const base = source.read('OTEL_EXPORTER_OTLP_ENDPOINT')?.href.replace(/\/$/, '');
  const url =
    source.read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')?.href ?? (base && `${base}/v1/traces`);
  const headers = source.readLive('OTEL_EXPORTER_OTLP_HEADERS');
  const serviceName = source.read('OTEL_SERVICE_NAME');
  const ratio = source.read('OTEL_TRACES_SAMPLER_ARG');
  return url === undefined ? undefined : { url, headers, serviceName, ratio };
}
