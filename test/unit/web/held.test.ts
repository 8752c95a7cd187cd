/** For which kinds the help desk can make a new setup code without a removal. */
import { expect, test } from '@jest/globals';
import { kindsOfNewCode } from '../../../web/src/help-desk/held.ts';
import type { Person } from '../../../web/src/help-desk/person.ts';
import { needsNewCode, type Enrolment } from '../../../web/src/parts/enrolment.ts';
import { personWith, phone } from './removal-samples.ts';

const open: Enrolment = {
  __typename: 'DeviceEnrolment',
  state: 'OPEN',
  until: '2026-03-01T12:00:00Z',
  isCodeUsable: true,
  usedAt: null,
  endedAt: null,
  deviceName: null,
};

/** Bob, whose reset of this kind holds, with this list. */
function heldWith(devices: readonly (typeof phone)[] | null): Person {
  const person = personWith([]);
  const lists = [{ __typename: 'DevicesOfKind', kind: 'OATH', devices }];
  const history = { edges: [{ node: { kinds: ['OATH'], enrolment: open } }] };
  return Object.assign(person, { devicesByKind: lists, history });
}

test.each([
  ['an empty list', [], ['OATH']],
  ['a list with a device, whose removal makes a code', [phone], []],
  ['a list that was not read', null, []],
] as const)('%s', (_label, devices, kinds) => {
  expect(kindsOfNewCode(heldWith(devices))).toEqual(kinds);
});

test.each([
  [{}, false],
  [{ isCodeUsable: false }, true],
  [{ state: 'OVER', isCodeUsable: false }, false],
] as const)('%j needs a new code: %s', (change, needs) => {
  expect(needsNewCode({ ...open, ...change })).toBe(needs);
});
