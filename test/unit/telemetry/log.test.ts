/** The log is one JSON line a fact, with the level that an operator filters by. */
import { expect, test } from '@jest/globals';
import { createLog } from '../../../src/telemetry/log.ts';
import type { Log } from '../../../src/telemetry/log.ts';

function written(level: string, write: (log: Log) => void): unknown[] {
  const lines: string[] = [];
  write(createLog(level, { write: (line: string) => void lines.push(line) }));
  expect(lines.every((line) => line.endsWith('\n') && !line.slice(0, -1).includes('\n'))).toBe(
    true,
  );
  return lines.map((line): unknown => JSON.parse(line));
}

const request = {
  correlationId: 'c',
  operationName: null,
  operationType: 'query',
  status: 200,
  durationMs: 1.2345,
  codes: ['FORBIDDEN'],
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

test.each<[string, (log: Log) => void, object]>([
  [
    'a request',
    (log) => log.request(request),
    { level: 30, event: 'request', ...request, durationMs: 1.2 },
  ],
  ...[{ result: 'DEADLINE' }, { result: 500 }, { attempts: 2 }].map(
    (about): [string, (log: Log) => void, object] => [
      `a call to AM with ${JSON.stringify(about)}`,
      (log) => log.upstream({ ...upstream, ...about }),
      { level: 30, event: 'upstream', ...upstream, ...about, durationMs: 0 },
    ],
  ),
  [
    'a failure that was foreseen',
    (log) => log.failure(failure),
    { level: 40, event: 'failure', ...failure },
  ],
  [
    'a defect of our own',
    (log) => log.failure({ ...failure, stack }),
    { level: 50, event: 'failure', ...failure, stack },
  ],
  ['a note', (log) => log.note('a\nb'), { level: 30, event: 'note', msg: 'a\nb' }],
  ['a warning', (log) => log.warn('careful'), { level: 40, event: 'note', msg: 'careful' }],
])('%s', (_label, write, line) => {
  expect(written('info', write)).toEqual([{ time: expect.any(Number), ...line }]);
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
    (log, text) => log.request({ ...request, codes: text.split('').fill('FORBIDDEN') }),
  ],
])('%s is at most 16 KiB long, whatever is in it', (_label, write) => {
  for (const character of ['x', '\0', '"', '€', '📱']) {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });

    write(log, character.repeat(30_000));

    expect(lines).toHaveLength(1);
    expect(Buffer.byteLength(lines.join())).toBeLessThanOrEqual(16_384);
    expect(Buffer.byteLength(lines.join())).toBeGreaterThan(500);
  }
});
