/** The SDK of OpenTelemetry is loaded where spans have somewhere to go, and nowhere else: who does not trace pays nothing. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';

/** Tells of every file that Node loads. */
const tellLoads = `data:text/javascript,
import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  process.stderr.write(url + '\\n');
  return next(url, context);
} });`;

let workplace: Workplace;
let gateway: GatewayProcess;

beforeAll(async () => {
  workplace = await createWorkplace();
});
afterEach(() => gateway?.kill());
afterAll(() => workplace?.remove());

/** The packages of OpenTelemetry that a gateway loads until it listens; that of metrics needs the API in any case. */
async function loadedBy(env: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
  const NODE_OPTIONS = `--import=${encodeURI(tellLoads.replaceAll('\n', ''))}`;
  gateway = workplace.start({ PORT: '0', SANDBOX_PORT: '0', NODE_OPTIONS, ...env });
  await gateway.listening();
  const told = gateway.errors();
  expect(told).toContain('/dist/gateway.js\n');
  const packages = [...told.matchAll(/@opentelemetry\/([\w-]+)/g)].map(([, name = '']) => name);
  return new Set(packages.filter((name) => name !== 'api'));
}

test('without a collector nothing of it', async () => {
  expect([...(await loadedBy({}))]).toEqual([]);
});

test('with a collector what makes spans and what sends them', async () => {
  const loaded = await loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });

  expect([...loaded]).toEqual(expect.arrayContaining(['sdk-trace', 'exporter-trace-otlp-http']));
});
