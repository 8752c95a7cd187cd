/** Log lines are text for people on a terminal in development, and JSON elsewhere. */
import { spawn } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { followProcess, type GatewayProcess } from '../support/gateway-process.ts';

let gateway: GatewayProcess;

afterEach(() => gateway.kill());

test.each([
  ['pretty', 'a terminal', { NODE_ENV: 'development' }],
  ['json', 'a terminal', { NODE_ENV: 'production' }],
  ['json', 'a pipe', { NODE_ENV: 'development' }],
  ['pretty', 'a pipe', { NODE_ENV: 'production', LOG_FORMAT: 'pretty' }],
])('%s on %s with %j', async (format, output, given) => {
  const isTerminal = output === 'a terminal';
  const [program, args] = isTerminal
    ? ['script', ['-qec', `exec ${process.execPath} dist/main.js`, '/dev/null']]
    : [process.execPath, ['dist/main.js']];
  const env = {
    AM_URL: 'http://127.0.0.1:1/am',
    AM_COOKIE_NAME: 'session',
    // The first line of the log is of interest; a start that is refused soon has it, too.
    DATA_DIR: '/proc/ledger',
    PORT: '0',
    METRICS_PORT: 'off',
    ...given,
  };
  gateway = followProcess(spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));

  await gateway.exited();

  const pretty = /^\d\d:\d\d:\d\d\.\d{3} INFO {2}process step=start /m;
  const json = /^\{.*"event":"process","step":"start".*\}\r?$/m;
  expect([pretty, json].map((form) => form.test(gateway.output()))).toEqual([
    format === 'pretty',
    format === 'json',
  ]);
});
