/** A removal whose answer the page did not see: its result is read, never guessed. */
import { expect, test } from '@jest/globals';
import { withShown } from '../../../web/src/removal/outcome.ts';
import { outcomeOfPending } from '../../../web/src/removal/pending.ts';
import type { RemovalRecord } from '../../../web/src/removal/pending.ts';
import { oldPhone, phone, tablet } from './removal-samples.ts';

const pending = {
  idempotencyKey: 'key',
  input: '{}',
  targets: [
    { id: phone.id, kind: 'OATH' as const },
    { id: oldPhone.id, kind: 'OATH' as const },
  ],
  sentAt: '2026-03-01T12:00:00Z',
  endSessions: true,
};

function recordOf(more: Partial<RemovalRecord> = {}): RemovalRecord {
  return {
    __typename: 'DeviceChange',
    id: 'DeviceChange=1',
    reference: 'c-1',
    at: '2026-03-01T12:00:00Z',
    effect: 'RESET',
    kinds: ['OATH'],
    outcome: 'DONE',
    refusal: null,
    removedDevices: [],
    sessionsEnding: 'ENDED',
    sessionsEnded: 2,
    enrolment: null,
    ticket: 'INC-20461',
    verification: null,
    ...more,
  };
}

const gone = {
  __typename: 'RemovedDevice',
  deviceId: phone.id,
  kind: 'OATH',
  name: 'Phone',
} as const;
const both = [phone, oldPhone];

test.each([
  ['done', recordOf({ removedDevices: [gone] }), [tablet], 'done', 'c-1', null, 'ENDED'],
  ['under way', recordOf({ outcome: null }), both, 'unknown', 'c-1', null, 'UNKNOWN'],
  ['unknown', recordOf({ outcome: 'UNKNOWN' }), [phone], 'unknown', 'c-1', null, 'UNKNOWN'],
  ['unknown, and listed as done', recordOf({ outcome: null }), [], 'done', 'c-1', null, 'UNKNOWN'],
  ['not done', recordOf({ outcome: 'NOT_DONE' }), both, 'notDone', 'c-1', 'notDone', 'ENDED'],
  ['in part', recordOf({ outcome: 'NOT_DONE' }), [phone], 'partly', 'c-1', 'notDone', 'ENDED'],
  [
    'refused',
    recordOf({ outcome: null, refusal: 'RATE_LIMITED', sessionsEnding: 'NOT_ASKED' }),
    both,
    'notDone',
    'c-1',
    'refused',
    'NOT_ASKED',
  ],
  ['done by another one', recordOf(), [tablet], 'alreadyGone', 'c-1', null, 'ENDED'],
  ['not recorded', null, both, 'notDone', null, 'stillThere', 'NOT_ASKED'],
  ['not recorded, with devices gone', null, [], 'alreadyGone', null, null, 'NOT_ASKED'],
  ['not looked up', undefined, [], 'unknown', null, null, 'UNKNOWN'],
  ['done, without a list', recordOf(), null, 'unknown', 'c-1', null, 'UNKNOWN'],
] as const)('a change that is %s', (...[, record, devices, status, reference, cause, sessions]) => {
  const outcome = outcomeOfPending(pending, { record, devices, at: new Date() });

  expect(outcome).toMatchObject({ status, reference, cause, sessions });
});

test('a code stays while the record says that it works, and is never read again', () => {
  const enrolment = {
    __typename: 'DeviceEnrolment',
    state: 'OPEN',
    until: '2026-03-04T12:00:00Z',
    isCodeUsable: true,
    usedAt: null,
    endedAt: null,
    deviceName: null,
  } as const;
  const outcomeWith = (isCodeUsable: boolean) =>
    outcomeOfPending(pending, {
      record: recordOf({ removedDevices: [gone], enrolment: { ...enrolment, isCodeUsable } }),
      devices: [tablet],
      at: new Date(),
    });
  const shown = { ...outcomeWith(true), setupCode: '7K3MX-QT2BW' };

  expect(outcomeWith(true)).toMatchObject({ setupCode: null, enrolment });
  expect(withShown(shown, outcomeWith(true)).setupCode).toBe('7K3MX-QT2BW');
  expect(withShown(shown, outcomeWith(false)).setupCode).toBeNull();
  expect(withShown({ ...shown, reference: 'c-2' }, outcomeWith(true)).setupCode).toBeNull();
});

test('a device keeps its name that the page shows, although the record has none', () => {
  const outcome = outcomeOfPending(pending, { record: recordOf(), devices: [], at: new Date() });
  const [target] = outcome.targets;
  const shown = { ...outcome, targets: [{ ...oldPhone, id: target?.id ?? '' }] };

  const { targets, kinds } = withShown(shown, outcome);

  expect([target?.name, targets[0]?.name]).toEqual([null, oldPhone.name]);
  expect(kinds.flatMap(({ devices }) => devices)[0]?.name).toBe(oldPhone.name);
});

test('the record names a device that is no longer listed', () => {
  const record = recordOf({ removedDevices: [gone] });

  const { targets } = outcomeOfPending(pending, { record, devices: [], at: new Date() });

  expect(targets.map(({ name }) => name)).toEqual(['Phone', null]);
  expect(targets).toMatchObject([{ isNameUnread: false }, { isNameUnread: true }]);
});
