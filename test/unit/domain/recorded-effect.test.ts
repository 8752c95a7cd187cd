/** What a recorded result shows: certainly changed, perhaps changed, or not changed. */
import { expect, test } from '@jest/globals';
import type { RecordedDevice, RecordedResult } from '../../../src/domain/change/change-record.ts';
import type { ChangeEffect } from '../../../src/domain/policy/effects.ts';
import {
  goneDevices,
  hasChanged,
  mayHaveChanged,
  mayHaveChangedAny,
} from '../../../src/domain/change/recorded-effect.ts';

const device = (id: string | null, name = 'Key'): RecordedDevice => ({
  id,
  name,
  kind: 'WEB_AUTHN',
  registeredAt: null,
  lastUsedAt: null,
});
const two = [device('one'), device('two')];

type Lists = Pick<RecordedResult, 'outcome' | 'before' | 'after'>;

test.each<[string, ChangeEffect, Lists, readonly [certainly: boolean, perhaps: boolean]]>([
  ['done', 'reset', { outcome: 'DONE', before: two, after: [] }, [true, true]],
  ['confirmed', 'reset', { outcome: 'CONFIRMED', before: null, after: [] }, [true, true]],
  ['unknown', 'reset', { outcome: 'UNKNOWN', before: two, after: null }, [false, true]],
  ['not done', 'reset', { outcome: 'NOT_DONE', before: two, after: two }, [false, false]],
  [
    'partly done',
    'reset',
    { outcome: 'NOT_DONE', before: two, after: [device('two')] },
    [true, true],
  ],
  [
    'renamed meanwhile',
    'reset',
    { outcome: 'NOT_DONE', before: [device('one')], after: [device('one', 'New')] },
    [false, false],
  ],
  [
    'not done, nothing read before',
    'reset',
    { outcome: 'NOT_DONE', before: null, after: [] },
    [false, false],
  ],
  ['not done, as an old record says', 'reset', { outcome: 'NOT_DONE', after: [] }, [false, false]],
  [
    'not done, nothing read after',
    'reset',
    { outcome: 'NOT_DONE', before: two, after: null },
    [false, false],
  ],
  [
    'not renamed, and gone',
    'rename',
    { outcome: 'NOT_DONE', before: two, after: [] },
    [false, false],
  ],
  [
    'nothing to reset',
    'reset',
    { outcome: 'NOTHING_TO_RESET', before: [], after: [] },
    [false, false],
  ],
  ['a dry run', 'reset', { outcome: 'WOULD_RESET', before: two, after: [] }, [false, false]],
])('%s', (_label, effect, lists, [certainly, perhaps]) => {
  expect([hasChanged(effect, lists), mayHaveChanged(effect, lists)]).toEqual([certainly, perhaps]);
  const change = { outcome: lists.outcome, results: [lists] };
  expect(mayHaveChangedAny(effect, change)).toBe(perhaps);
});

test('devices without an id are gone once fewer are listed', () => {
  const before = [device(null, 'a'), device(null, 'b'), device('one')];

  expect(goneDevices(before, [device(null), device(null)])).toEqual([device('one')]);
  expect(goneDevices(before, [device(null), device('one')])).toEqual(before.slice(0, 2));
});

test.each([
  ['DONE', true],
  ['UNKNOWN', true],
  ['NOT_DONE', false],
] as const)('an end of sessions has no kinds: %s', (outcome, isSo) => {
  expect(mayHaveChangedAny('endSessions', { outcome, results: [] })).toBe(isSo);
});
