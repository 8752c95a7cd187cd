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
const time = expect.any(Number);

test.each([
  {
    label: 'a request',
    write: (log: Log) => log.request(request),
    line: { level: 30, time, event: 'request', ...request, durationMs: 1.2 },
  },
  {
    label: 'a call to AM that got no answer',
    write: (log: Log) => log.upstream({ ...upstream, result: 'DEADLINE' }),
    line: { level: 30, time, event: 'upstream', ...upstream, result: 'DEADLINE', durationMs: 0 },
  },
  {
    label: 'a call to AM that went wrong there',
    write: (log: Log) => log.upstream({ ...upstream, result: 500 }),
    line: { level: 30, time, event: 'upstream', ...upstream, result: 500, durationMs: 0 },
  },
  {
    label: 'a call to AM that was tried again',
    write: (log: Log) => log.upstream({ ...upstream, attempts: 2 }),
    line: { level: 30, time, event: 'upstream', ...upstream, attempts: 2, durationMs: 0 },
  },
  {
    label: 'a failure that was foreseen',
    write: (log: Log) => log.failure(failure),
    line: { level: 40, time, event: 'failure', ...failure },
  },
  {
    label: 'a defect of our own',
    write: (log: Log) => log.failure({ ...failure, stack: 'Error: x\n  at y' }),
    line: { level: 50, time, event: 'failure', ...failure, stack: 'Error: x\n  at y' },
  },
  {
    label: 'a note',
    write: (log: Log) => log.note('started\nhere'),
    line: { level: 30, time, event: 'note', msg: 'started\nhere' },
  },
  {
    label: 'a warning',
    write: (log: Log) => log.warn('careful'),
    line: { level: 40, time, event: 'note', msg: 'careful' },
  },
])('$label', ({ write, line }) => {
  expect(written('info', write)).toEqual([line]);
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
