/** Settling looks for open changes at startup and every two minutes (R23, R35). */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Failure } from '../../src/domain/values/failure.ts';
import type { RecordedChange } from '../../src/domain/change/change-record.ts';
import type { OpenQuery } from '../../src/domain/ledger-ports/ledger.ts';
import { Settling } from '../../src/changes/left-open/settling.ts';
import { createUserIdRule } from '../../src/domain/people/user-id.ts';
import { anIntent } from '../ledger/builders.ts';
import { hangingLedger } from '../support/ledger-ports.ts';
import { settingsOf } from '../unit/domain/access-settings.ts';

const minute = 60_000;
const change: RecordedChange = {
  id: 'open',
  at: '2026-11-25T12:00:00.000Z',
  intent: anIntent(),
  outcome: null,
  settled: null,
  refusal: null,
  overrode: [],
  report: null,
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Starts with a ledger that returns these results. `queries` are its reads, in minutes. */
function started(...answers: readonly (Error | readonly RecordedChange[])[]): {
  readonly queries: { readonly at: number; readonly from: number; readonly to: number }[];
  readonly log: string[];
  stop: () => void;
} {
  const startedAt = Date.now();
  const minutes = (time: number): number => (time - startedAt) / minute;
  const queries: { at: number; from: number; to: number }[] = [];
  const log: string[] = [];
  const openIntents = async ({ before, after }: OpenQuery) => {
    const [from, to] = [minutes(after?.getTime() ?? 0), minutes(before.getTime())];
    queries.push({ at: minutes(Date.now()), from, to });
    const answer = answers[Math.min(queries.length, answers.length) - 1] ?? [];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const settling = new Settling({
    ledger: { ...hangingLedger, openIntents, now: () => Date.now() },
    service: null,
    realms: settingsOf().realms,
    userIds: createUserIdRule('pingam'),
    log: { note: (text) => void log.push(text), warn: (text) => void log.push(text) },
  });
  settling.start();
  return { queries, log, stop: () => settling.stop() };
}

test('looks for ever: another gateway may end, and an outcome may be lost', async () => {
  const { queries } = started([]);

  await jest.advanceTimersByTimeAsync(600 * minute);

  expect(queries.map(({ at }) => at)).toEqual(Array.from({ length: 301 }, (_, look) => 2 * look));
});

test('the first look reads a month, later ones only what they have not read, and a margin', async () => {
  const { queries } = started([]);

  await jest.advanceTimersByTimeAsync(4 * minute);

  const month = 30 * 24 * 60;
  expect(queries).toEqual([
    { at: 0, from: -month, to: -2 },
    { at: 2, from: -12, to: 0 },
    { at: 4, from: -10, to: 2 },
  ]);
});

test('what could not be read while the ledger was away is read at the next look', async () => {
  const away = new Failure('AUDIT_UNAVAILABLE', 'away');
  const { queries, log } = started(away, away, [change]);

  await jest.advanceTimersByTimeAsync(4 * minute);

  const month = 30 * 24 * 60;
  expect(queries.map(({ at, from }) => at - from)).toEqual([month, month, month]);
  expect(log[0]).toBe(
    'Unfinished changes cannot be read: AUDIT_UNAVAILABLE. They stay open until the next try.',
  );
});

test('stops looking when it is stopped', async () => {
  const { queries, stop } = started([change]);
  await jest.advanceTimersByTimeAsync(minute);

  stop();

  await jest.advanceTimersByTimeAsync(600 * minute);
  expect(queries).toHaveLength(1);
});
