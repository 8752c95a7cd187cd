/** An unhandled rejection is logged and the process continues; an unhandled exception ends it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from './am-traffic.ts';
import { createWorkplace, type GatewayProcess, type Workplace } from './built-gateway.ts';

const failures = {
  error: "Promise.reject(new Error('SEC' + 'RET'))",
  parser: "Promise.reject(new SyntaxError('Not JSON: SEC' + 'RET'))",
  'no-error': "Promise.reject({ tokenId: 'SEC' + 'RET' })",
  exception: "(() => { throw new Error('thrown'); })()",
};

/** Fails beside the gateway's own work, as the path of a request says. */
const preload = `import { subscribe } from 'node:diagnostics_channel';
  const failures = { ${Object.entries(failures)
    .map(([name, code]) => `'/${name}': () => ${code}`)
    .join(', ')} };
  subscribe('http.server.request.start', ({ request }) => setTimeout(() => failures[request.url]?.()));`;

let workplace: Workplace;
let gateway: GatewayProcess;
let url: string;

beforeAll(async () => {
  workplace = await createWorkplace();
  gateway = workplace.start({
    PORT: '0',
    AM_URL: 'http://127.0.0.1:9/am',
    LOG_LEVEL: 'error',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}`,
  });
  url = await gateway.listening();
});
afterAll(async () => {
  await gateway?.kill();
  await workplace?.remove();
});

function failuresIn(output: string): readonly unknown[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line): unknown => JSON.parse(line));
}

test.each<[keyof typeof failures, RegExp]>([
  ['error', /^Error\n +at /],
  ['parser', /^SyntaxError\n +at /],
  ['no-error', /^no error but object$/],
])('a rejection with %s is logged, and the process serves on', async (name, stack) => {
  const before = failuresIn(gateway.output()).length;

  await fetch(`${url}/${name}`);
  await until('it is logged', () => failuresIn(gateway.output()).length > before);
  const after = await fetch(`${url}/health/live`);

  expect(after.status).toBe(200);
  expect(failuresIn(gateway.output()).slice(before)).toEqual([
    {
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
    },
  ]);
  expect(gateway.output()).not.toContain('SECRET');
});

test('an exception ends the process with 1', async () => {
  await fetch(`${url}/exception`).catch(() => undefined);

  expect(await gateway.exited()).toBe(1);
  expect(gateway.errors()).toContain('Error: thrown');
  expect(gateway.output()).toMatch(/"event":"process","step":"end","exitCode":1\}\n$/);
});
