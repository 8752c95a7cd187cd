/** What a gateway loads: a sandbox, and the SDK of OpenTelemetry, only where they are wanted. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';

/** Prints every file that Node loads. */
const printLoads = `import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  process.stderr.write(url + '\\n');
  return next(url, context);
} });`;

let workplace: Workplace;
let gateway: GatewayProcess | undefined;

beforeAll(async () => {
  workplace = await createWorkplace();
});
afterEach(() => gateway?.kill());
afterAll(() => workplace?.remove());

interface Loaded {
  readonly ofProgram: readonly string[];
  /** The packages of OpenTelemetry, except the API. */
  readonly ofTelemetry: readonly string[];
}

/** Returns what a process loads while it starts and stops. */
async function loadedBy(env: Readonly<Record<string, string>>): Promise<Loaded> {
  gateway = workplace.start({
    PORT: '0',
    SANDBOX_PORT: '0',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(printLoads)}`,
    ...env,
  });
  await gateway.listening();
  gateway.signal('SIGTERM');
  await gateway.exited();
  const files = [...gateway.errors().matchAll(/^file:.*\/dist\/(.*\.js)$/gm)];
  const sources = files.flatMap(([, name = '']) => sourcesOf(name)).join('\n');
  const namesOf = (pattern: RegExp): string[] =>
    [...sources.matchAll(pattern)].map(([, name = '']) => name);
  return {
    ofProgram: namesOf(/^(?:\.\.\/)+src\/(.*)$/gm),
    ofTelemetry: namesOf(/@opentelemetry\/(?!api\/)([\w-]+)/g),
  };
}

/** Returns the modules in a file of the bundle, by its source map. One small file has none. */
function sourcesOf(name: string): readonly string[] {
  if (!existsSync(`dist/${name}.map`)) return [];
  const map: { readonly sources: readonly string[] } = JSON.parse(
    readFileSync(`dist/${name}.map`, 'utf8'),
  );
  return map.sources;
}

const am = { AM_URL: 'http://127.0.0.1:9/am' };
const production = { NODE_ENV: 'production' };

test.each([
  ['in production', { ...production, ...am }, 'process/gateway/gateway.ts'],
  ['in production without an AM, which ends at once', production, 'main.ts'],
  ['in front of an AM', am, 'process/gateway/gateway.ts'],
])('%s there is no sandbox, and no package of OpenTelemetry', async (_label, env, reached) => {
  const { ofProgram, ofTelemetry } = await loadedBy(env);

  expect(ofProgram).toContain(reached);
  expect(ofProgram.filter((name) => name.startsWith('sandbox/'))).toEqual([]);
  expect(ofTelemetry).toEqual([]);
});

test('in development without AM_URL the sandbox is loaded; with a collector, the SDK', async () => {
  const { ofProgram, ofTelemetry } = await loadedBy({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  });

  expect(ofProgram).toContain('sandbox/am.ts');
  expect(ofTelemetry).toEqual(expect.arrayContaining(['sdk-trace', 'exporter-trace-otlp-http']));
});
