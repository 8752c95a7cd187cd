/** Open changes are looked for at the start, once more, and then ever more rarely while some are left (R23). */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Failure } from '../../src/domain/failure.ts';
import type { RecordedChange } from '../../src/domain/change-record.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { Settling } from '../../src/settling.ts';
import { anIntent } from '../ledger/builders.ts';

const minute = 60_000;
const change: RecordedChange = {
  id: 'open',
  at: '2026-11-25T12:00:00.000Z',
  intent: anIntent(),
  outcome: null,
  refusal: null,
  overrode: [],
};
const nothing = { closed: 0, left: [] };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Starts on an AM that answers so, one look after the other, the last for ever; returns when it was asked, in minutes. */
function started(...answers: readonly object[]): {
  readonly asked: number[];
  readonly log: string[];
  stop: () => void;
} {
  const begunAt = Date.now();
  const [asked, log]: [number[], string[]] = [[], []];
  const settle = async () => {
    asked.push((Date.now() - begunAt) / minute);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return { ...nothing, ...answer };
  };
  const settling = new Settling({
    ledger: unrecorded,
    am: { settle, settleAs: async () => nothing },
    log: { note: (text) => void log.push(text), warn: (text) => void log.push(text) },
  });
  settling.start();
  return { asked, log, stop: () => settling.stop() };
}

test('where nothing is left it is looked twice', async () => {
  const { asked } = started({ left: [change] }, nothing);

  await jest.advanceTimersByTimeAsync(600 * minute);

  expect(asked).toEqual([0, 2.5]);
});

test('while AM or the ledger is away it is looked again, once an hour in the end', async () => {
  const away = new Failure('AUDIT_UNAVAILABLE', 'away');
  const { asked, log } = started(away, away, { left: [change] });

  await jest.advanceTimersByTimeAsync(240 * minute);

  expect(asked).toEqual([0, 2.5, 7.5, 17.5, 37.5, 77.5, 137.5, 197.5]);
  expect(log[0]).toBe('Changes that were left open cannot be looked for: AUDIT_UNAVAILABLE.');
});

test('what is closed is told, and ends the looks', async () => {
  const { asked, log } = started({ left: [change] }, { left: [change] }, { closed: 1 });

  await jest.advanceTimersByTimeAsync(600 * minute);

  expect(asked).toEqual([0, 2.5, 7.5]);
  expect(log).toEqual(['1 changes that were left open are closed by reading AM.']);
});

test('a stop ends the looks', async () => {
  const { asked, stop } = started({ left: [change] });
  await jest.advanceTimersByTimeAsync(minute);

  stop();

  await jest.advanceTimersByTimeAsync(600 * minute);
  expect(asked).toEqual([0]);
});
