/** How a requested change ended, as the pages show it. */
import { expect, test } from '@jest/globals';
import { endOf } from '../../../web/src/approvals/request.ts';
import type { MadeChange, Request } from '../../../web/src/approvals/request.ts';

const removed = {
  deviceId: 'd1',
  kind: 'OATH',
  name: 'Phone',
  __typename: 'RemovedDevice',
} as const;

function change(outcome: MadeChange['outcome'], count = 0): MadeChange {
  const removedDevices = Array.from({ length: count }, () => removed);
  return { id: '7K3M-9QXT-2BW4-C0HJ', outcome, removedDevices };
}

test.each([
  { change: change('DONE', 2), end: 'done' },
  { change: change('CONFIRMED', 2), end: 'done' },
  { change: change('NOT_DONE', 1), end: 'partly' },
  { change: change('NOT_DONE'), end: 'notDone' },
  { change: change('NOTHING_TO_RESET'), end: 'notDone' },
  { change: change('UNKNOWN'), end: 'unknown' },
  { change: change(null), end: 'unknown' },
  { change: null, end: 'unknown' },
])('an approval with the outcome $change.outcome is $end', ({ change: made, end }) => {
  expect(endOf({ state: 'APPROVED', decision: null }, made)).toBe(end);
});

const decisionWith = (code: NonNullable<Request['decision']>['code']): Request['decision'] => ({
  __typename: 'PendingDeviceChangeDecision',
  at: '2026-11-25T12:00:00.000Z',
  by: null,
  note: null,
  code,
});

test.each([
  { state: 'WAITING', code: null, end: null },
  { state: 'REJECTED', code: null, end: 'rejected' },
  { state: 'WITHDRAWN', code: null, end: 'withdrawn' },
  { state: 'EXPIRED', code: null, end: 'expired' },
  { state: 'REFUSED', code: 'DEVICES_CHANGED', end: 'changed' },
  { state: 'REFUSED', code: 'DEVICES_GONE', end: 'gone' },
  { state: 'REFUSED', code: 'FORBIDDEN', end: 'refused' },
] as const)('a request in the state $state ($code) is $end', ({ state, code, end }) => {
  expect(endOf({ state, decision: decisionWith(code) }, null)).toBe(end);
});
