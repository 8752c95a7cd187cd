/** An unhandled rejection is logged and the process continues; an unhandled exception ends it. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { until } from './am-traffic.ts';
import { createWorkplace, type GatewayProcess, type Workplace } from './built-gateway.ts';

let workplace: Workplace;
let gateway: GatewayProcess;

beforeAll(async () => {
  workplace = await createWorkplace();
});
afterEach(() => gateway?.kill());
afterAll(() => workplace?.remove());

/** Starts a gateway that runs a statement at the start of every request, beside its own work. */
async function startWith(statement: string): Promise<string> {
  const preload = `import { subscribe } from 'node:diagnostics_channel';
    subscribe('http.server.request.start', () => setTimeout(() => { ${statement} }));`;
  gateway = workplace.start({
    PORT: '0',
    AM_URL: 'http://127.0.0.1:9/am',
    LOG_LEVEL: 'error',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}`,
  });
  return gateway.listening();
}

function failuresIn(output: string): readonly unknown[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line): unknown => JSON.parse(line));
}

test.each([
  ['an error', "new Error('SEC' + 'RET')", /^Error\n +at /],
  ['a parser', "new SyntaxError('Not JSON: SEC' + 'RET')", /^SyntaxError\n +at /],
  ['no error', "{ tokenId: 'SECRET' }", /^no error but object$/],
])('a rejection with %s is logged, and the process serves on', async (_label, reason, stack) => {
  const url = await startWith(`Promise.reject(${reason});`);

  await fetch(`${url}/health/live`);
  await until('it is logged', () => gateway.output().includes('INTERNAL'));
  const after = await fetch(`${url}/health/live`);

  expect(after.status).toBe(200);
  expect(failuresIn(gateway.output())[0]).toEqual({
    level: 'error',
    time: expect.any(String),
    version: expect.any(String),
    cause: null,
    event: 'failure',
    correlationId: 'process',
    code: 'INTERNAL',
    field: null,
    detail: 'A rejection was left unhandled.',
    stack: expect.stringMatching(stack),
  });
  expect(gateway.output()).not.toContain('SECRET');
});

test('an exception ends the process with 1', async () => {
  const url = await startWith("throw new Error('thrown');");

  await fetch(`${url}/health/live`).catch(() => undefined);

  expect(await gateway.exited()).toBe(1);
  expect(gateway.errors()).toContain('Error: thrown');
  expect(gateway.output()).toMatch(/"event":"process","step":"end","exitCode":1\}\n$/);
});
