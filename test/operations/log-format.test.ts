/** Log lines are text for people on a terminal in development, and JSON elsewhere. */
import { spawn } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { until } from '../reliability/am-traffic.ts';
import { useFolder } from '../support/folder.ts';
import { followProcess, type GatewayProcess } from '../support/gateway-process.ts';

const { path: folder } = useFolder();
let gateway: GatewayProcess;

afterEach(() => gateway.kill());

test.each([
  ['pretty', 'a terminal', { NODE_ENV: 'development' }],
  ['json', 'a terminal', { NODE_ENV: 'production' }],
  ['json', 'a terminal', { NODE_ENV: 'development', LOG_FORMAT: 'json' }],
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
    DATA_DIR: folder,
    PORT: '0',
    METRICS_PORT: 'off',
    ...given,
  };
  gateway = followProcess(spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));

  const line = /^(?:.*WARN {2}readiness ready=false .*|.*"event":"readiness".*)$/m;
  await until('it logs that it is not ready', () => line.test(gateway.output()));

  const pretty = /^\d\d:\d\d:\d\d\.\d{3} WARN {2}readiness ready=false code=\w+ /m;
  expect(pretty.test(gateway.output())).toBe(format === 'pretty');
});
