/** The SDK of OpenTelemetry is loaded only if a collector is configured. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';

/** Prints every file that Node loads. */
const printLoads = `data:text/javascript,
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

/** The packages of OpenTelemetry that a gateway loads while it starts and stops, except the API. */
async function loadedBy(env: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
  const NODE_OPTIONS = `--import=${encodeURI(printLoads.replaceAll('\n', ''))}`;
  gateway = workplace.start({ PORT: '0', SANDBOX_PORT: '0', NODE_OPTIONS, ...env });
  await gateway.listening();
  gateway.signal('SIGTERM');
  await gateway.exited();
  const output = gateway.errors();
  expect(output).toContain('/dist/process/gateway/gateway.js\n');
  const packages = [...output.matchAll(/@opentelemetry\/([\w-]+)/g)].map(([, name = '']) => name);
  return new Set(packages.filter((name) => name !== 'api'));
}

test('without a collector, no package is loaded', async () => {
  expect([...(await loadedBy({}))]).toEqual([]);
});

test('with a collector, the SDK and the exporter are loaded', async () => {
  const loaded = await loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });

  expect([...loaded]).toEqual(expect.arrayContaining(['sdk-trace', 'exporter-trace-otlp-http']));
});
