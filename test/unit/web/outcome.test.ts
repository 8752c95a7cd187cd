/** The outcome of a removal, which both pages show. */
import { describe, expect, test } from '@jest/globals';
import {
  outcomeAfterCheck,
  outcomeOfRemoval,
  outcomeOfReset,
  isSignOutUnmet,
  outcomeWithoutAnswer,
} from '../../../web/src/removal/outcome.ts';
import {
  changeError,
  codesRemoval,
  kindReset,
  oldPhone,
  phone,
  phoneRemoval,
  removePayload,
  resetPayload,
  tablet,
} from './removal-samples.ts';

const both = [phone, oldPhone];
const bothIds = [phone.id, oldPhone.id];

describe('a reset of one kind', () => {
  test.each([
    ['DONE and verified', kindReset('DONE', both), 'done', 'gone', bothIds, 2],
    [
      'DONE, not verified',
      kindReset('DONE', both, { isVerified: false }),
      'unknown',
      'unknown',
      bothIds,
      2,
    ],
    ['NOTHING_TO_RESET', kindReset('NOTHING_TO_RESET'), 'alreadyGone', 'alreadyGone', bothIds, 0],
    ['NOT_DONE', kindReset('NOT_DONE'), 'notDone', 'notGone', [], 0],
    [
      'NOT_DONE for one device',
      kindReset('NOT_DONE', [phone]),
      'partly',
      'partlyGone',
      [phone.id],
      1,
    ],
    ['UNKNOWN', kindReset('UNKNOWN'), 'unknown', 'unknown', [], 0],
    ['WOULD_REMOVE', kindReset('WOULD_REMOVE', both), 'notDone', 'notGone', [], 0],
  ] as const)('%s', (...[, result, status, kindStatus, goneIds, removedCount]) => {
    const outcome = outcomeOfReset(codesRemoval, resetPayload([result]));

    expect(outcome).toMatchObject({ status, goneIds, removedCount, reference: 'c-1' });
    expect(outcome.kinds).toMatchObject([
      { kind: 'OATH', status: kindStatus, devices: both },
      { kind: 'PUSH', status: 'notTouched', devices: [tablet] },
    ]);
    expect(outcome.checkedAt === null).toBe(status === 'unknown');
  });

  test('is not done if the payload has no result for the kind', () => {
    expect(outcomeOfReset(codesRemoval, resetPayload([])).status).toBe('notDone');
  });

  test.each([
    ['REFUSED_BY_AM', 'refused'],
    ['NOT_SUPPORTED', 'notSupported'],
    ['NOT_DONE', 'notDone'],
  ] as const)('%s is the cause of a failure', (name, cause) => {
    const result = kindReset('NOT_DONE', [], { errors: [changeError(name)] });

    expect(outcomeOfReset(codesRemoval, resetPayload([result])).cause).toBe(cause);
  });

  test('a success has no cause', () => {
    expect(outcomeOfReset(codesRemoval, resetPayload([kindReset('DONE', both)])).cause).toBeNull();
  });
});

describe('a reset of two kinds', () => {
  const twoKinds = { ...codesRemoval, targets: [...both, tablet] };

  test.each([
    ['DONE', 'done'],
    ['NOTHING_TO_RESET', 'done'],
    ['NOT_DONE', 'partly'],
    ['UNKNOWN', 'unknown'],
  ] as const)('DONE and %s is %s', (outcome, status) => {
    const results = [kindReset('DONE', both), kindReset(outcome, [], { kind: 'PUSH' })];

    expect(outcomeOfReset(twoKinds, resetPayload(results)).status).toBe(status);
  });
});

describe('the removal of one device', () => {
  test.each([
    ['DONE', [], 'done', [phone.id], 1],
    ['NOT_DONE', [changeError('REFUSED_BY_AM')], 'notDone', [], 0],
    ['NOT_DONE', [changeError('DEVICE_NOT_FOUND')], 'alreadyGone', [phone.id], 0],
    ['UNKNOWN', [changeError('OUTCOME_UNKNOWN')], 'unknown', [], 0],
  ] as const)('%s with %j is %s', (...[outcome, errors, status, goneIds, removedCount]) => {
    const result = outcomeOfRemoval(phoneRemoval, removePayload(outcome, [...errors]));

    expect(result).toMatchObject({ status, goneIds, removedCount });
    expect(result.kinds[0]).toMatchObject({ kind: 'OATH', devices: [phone] });
  });
});

describe('a removal without an answer', () => {
  const lost = outcomeWithoutAnswer(codesRemoval, 'correlation');

  test('is unknown', () => {
    expect(lost).toMatchObject({ status: 'unknown', reference: 'correlation', checkedAt: null });
  });

  test.each([
    ['done if no device is left', [tablet], 'done', bothIds, null],
    ['partly done if one is left', [oldPhone], 'partly', [phone.id], 'stillThere'],
    ['not done if all are left', both, 'notDone', [], 'stillThere'],
  ] as const)('is %s after a check', (...[, devices, status, goneIds, cause]) => {
    const checkedAt = new Date();

    const after = outcomeAfterCheck(lost, devices, checkedAt);

    expect(after).toMatchObject({ status, goneIds, cause, checkedAt });
  });
});

test.each([
  ['ENDED', false],
  ['NOT_ASKED', false],
  ['FAILED', true],
  ['NOT_SUPPORTED', true],
] as const)('a sign-out elsewhere that is %s: the wish is unmet: %s', (sessions, isUnmet) => {
  expect(isSignOutUnmet({ sessions })).toBe(isUnmet);
});
