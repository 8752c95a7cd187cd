/** The log: one JSON line for each event, with its level. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createLog, type Log } from '../../../src/telemetry/log.ts';
import { prettyLine } from '../../../src/telemetry/pretty-line.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

function written(level: string, write: (log: Log) => void): unknown[] {
  const lines: string[] = [];
  write(createLog(level, { destination: { write: (line: string) => void lines.push(line) } }));
  expect(lines.every((line) => line.endsWith('\n') && !line.slice(0, -1).includes('\n'))).toBe(
    true,
  );
  return lines.map((line): unknown => JSON.parse(line));
}

test('a pretty line has the facts that are known, the stack, and no control character', () => {
  const stack = 'a (b.ts:1)\nc (d.ts:2)\u001b[2J';
  const line = JSON.stringify({
    level: 'warn',
    time: '2026-11-25T12:00:00.123Z',
    version: '1',
    event: 'failure',
    code: 'INTERNAL',
    field: null,
    codes: [],
    path: '/\u009b2J\u202e\n',
    stack,
    msg: 'two\nlines',
  });

  expect(prettyLine(line)).toBe(
    [
      '12:00:00.123 WARN  failure two\\nlines code=INTERNAL path=/\\u009b2J\\u202e\\n',
      'a (b.ts:1)',
      'c (d.ts:2)\\u001b[2J',
    ].join('\n      ') + '\n',
  );
});

const request = {
  correlationId: 'c',
  client: '192.0.2.7',
  method: 'POST',
  path: '/graphql',
  route: '/graphql',
  status: 200,
  requestBytes: 20,
  responseBytes: 40,
  durationMs: 1.2345,
  waitingMs: 0.04,
  upstreamMs: 0.96,
  upstreamCalls: 2,
  operationName: null,
  operationType: 'query',
  documentId: 'd',
  role: 'SELF',
  caller: 'h',
  codes: ['FORBIDDEN'],
};
const loggedRequest = {
  ...request,
  level: 'info',
  event: 'request',
  durationMs: 1.2,
  waitingMs: 0,
  upstreamMs: 1,
};
const upstream = {
  correlationId: 'c',
  method: 'GET',
  template: 'users/{id}',
  result: 200,
  durationMs: 0.04,
  attempts: 1,
};
const failure = {
  correlationId: 'c',
  code: 'FORBIDDEN',
  field: 'User.oathDevices',
  detail: 'd',
  stack: null,
};
const stack = 'Error: x\n  at y';
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test.each<[string, (log: Log) => void, object]>([
  ['a request', (log) => log.request(request), loggedRequest],
  ...['ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'].map(
    (result): [string, (log: Log) => void, object] => [
      `a call to AM that ends with ${result}`,
      (log) => log.upstream({ ...upstream, result }),
      { level: 'error', event: 'upstream', ...upstream, result, durationMs: 0 },
    ],
  ),
  [
    'a failure below which a certificate is at fault',
    (log) => log.failure({ ...failure, cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    { level: 'error', event: 'failure', ...failure, cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  ],
  [
    'a failure below which a connection broke',
    (log) => log.failure({ ...failure, cause: 'ECONNRESET' }),
    { level: 'warn', event: 'failure', ...failure, cause: 'ECONNRESET' },
  ],
  ...[{ result: 'DEADLINE' }, { result: 500 }, { attempts: 2 }].map(
    (about): [string, (log: Log) => void, object] => [
      `a call to AM with ${JSON.stringify(about)}`,
      (log) => log.upstream({ ...upstream, ...about }),
      { level: 'info', event: 'upstream', ...upstream, ...about, durationMs: 0 },
    ],
  ),
  [
    'an expected failure',
    (log) => log.failure(failure),
    { level: 'warn', event: 'failure', ...failure, cause: null },
  ],
  [
    'a defect of the gateway',
    (log) => log.failure({ ...failure, stack }),
    { level: 'error', event: 'failure', ...failure, cause: null, stack },
  ],
  ['a note', (log) => log.note('a\nb'), { level: 'info', event: 'note', msg: 'a\nb' }],
  ['a warning', (log) => log.warn('careful'), { level: 'warn', event: 'note', msg: 'careful' }],
])('%s', (_label, write, line) => {
  expect(written('info', write)).toEqual([
    { time: expect.stringMatching(isoTime), version: manifest.version, ...line },
  ]);
});

test.each([
  ['a probe that is answered', { route: '/health/live' }, false],
  ['a probe that is refused', { route: '/health/ready', status: 503 }, true],
  ['what does not exist', { route: 'other', status: 404 }, false],
  ['a document that is not found', { status: 404 }, true],
])('the line of %s is written at the level info: %p', (_label, about, isWritten) => {
  const write = (log: Log): void => log.request({ ...request, ...about });

  expect(written('info', write)).toHaveLength(isWritten ? 1 : 0);
  expect(written('debug', write)).toHaveLength(1);
});

test.each([
  ['debug', 5],
  ['info', 4],
  ['warn', 3],
  ['error', 1],
  ['fatal', 0],
  ['silent', 0],
])('at the level %p %p lines are written', (level, count) => {
  const lines = written(level, (log) => {
    log.request(request);
    log.upstream(upstream);
    log.failure(failure);
    log.failure({ ...failure, stack: 's' });
    log.warn('w');
  });

  expect(lines).toHaveLength(count);
});

test.each<[string, (log: Log, text: string) => void]>([
  ['a failure', (log, text) => log.failure({ ...failure, detail: text, stack: text })],
  ['a note', (log, text) => log.note(text)],
  ['a warning', (log, text) => log.warn(text)],
  [
    'a request',
    (log, text) => log.request({ ...request, path: text, codes: text.split('').fill('FORBIDDEN') }),
  ],
])('%s is at most 16 KiB long', (_label, write) => {
  for (const character of ['x', '\0', '"', '€', '📱']) {
    const lines: string[] = [];
    const log = createLog('info', {
      destination: { write: (line: string) => void lines.push(line) },
    });

    write(log, character.repeat(30_000));

    expect(lines).toHaveLength(1);
    expect(Buffer.byteLength(lines.join())).toBeLessThanOrEqual(16_384);
    expect(Buffer.byteLength(lines.join())).toBeGreaterThan(500);
  }
});
