/** What counts as a device, and each figure of a count. */
import { expect, test } from '@jest/globals';
import {
  coverageEnds,
  coverageFigures,
  isOfEveryone,
  CoverageTally,
  coveredKinds,
  devicesLeft,
  kindsOf,
  lockedOutBy,
  type CoverageFigures,
  type DeviceCounts,
} from '../../../src/domain/devices/coverage.ts';

test('credentials count, profiles and trusted browsers do not', () => {
  expect(coveredKinds).toEqual(['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'RECOGNIZE']);
});

const none = {
  withoutDevice: 0,
  withOneDevice: 0,
  withOneTimePasswordsOnly: 0,
  withoutSecondKind: 0,
};

/** One person, the figures that count them, and whether each reset locks them out. */
const people: readonly (readonly [
  string,
  DeviceCounts,
  Partial<CoverageFigures>,
  Readonly<Record<string, boolean>>,
])[] = [
  ['no device', {}, { withoutDevice: 1 }, { OATH: false, PUSH: false, 'OATH,PUSH': false }],
  ['zeros', { OATH: 0, PUSH: 0 }, { withoutDevice: 1 }, { OATH: false }],
  ['a trusted browser', { TRUSTED: 2, PROFILE: 1 }, { withoutDevice: 1 }, { OATH: false }],
  [
    'one generator',
    { OATH: 1 },
    { withOneDevice: 1, withOneTimePasswordsOnly: 1, withoutSecondKind: 1 },
    { OATH: true, PUSH: false, 'OATH,PUSH': true },
  ],
  [
    'a generator and a trusted browser',
    { OATH: 1, TRUSTED: 1 },
    { withOneDevice: 1, withOneTimePasswordsOnly: 1, withoutSecondKind: 1 },
    { OATH: true },
  ],
  [
    'two generators',
    { OATH: 2 },
    { withOneTimePasswordsOnly: 1, withoutSecondKind: 1 },
    { OATH: true, PUSH: false },
  ],
  [
    'one phone',
    { PUSH: 1 },
    { withOneDevice: 1, withoutSecondKind: 1 },
    { PUSH: true, OATH: false },
  ],
  [
    'a face',
    { RECOGNIZE: 1 },
    { withOneDevice: 1, withoutSecondKind: 1 },
    { RECOGNIZE: true, OATH: false },
  ],
  [
    'two keys',
    { WEB_AUTHN: 2 },
    { withoutSecondKind: 1 },
    { WEB_AUTHN: true, 'PUSH,WEB_AUTHN': true, 'OATH,PUSH': false },
  ],
  [
    'two kinds',
    { OATH: 1, PUSH: 1 },
    {},
    { OATH: false, PUSH: false, 'OATH,PUSH': true, 'OATH,PUSH,BOUND': true },
  ],
  [
    'every kind',
    { OATH: 1, PUSH: 1, WEB_AUTHN: 1, BOUND: 1, RECOGNIZE: 1 },
    {},
    { 'OATH,PUSH,WEB_AUTHN': false },
  ],
];

test.each(people)('a person with %s', (_label, devices, figures, resets) => {
  const tally = new CoverageTally();
  tally.add(devices);

  const { counts } = tally;

  expect(coverageFigures(counts)).toEqual({ ...none, people: 1, ...figures });
  expect(counts.kindSets).toEqual([{ kinds: kindsOf(devices), people: 1 }]);
  for (const [reset, isLockedOut] of Object.entries(resets)) {
    const kinds = coveredKinds.filter((kind) => reset.split(',').includes(kind));
    expect([reset, lockedOutBy(counts, kinds)]).toEqual([reset, isLockedOut ? 1 : 0]);
    const isLeft = devicesLeft(devices, kinds) > 0;
    expect([reset, isLeft]).toEqual([reset, kindsOf(devices).length > 0 && !isLockedOut]);
  }
});

test('people add up, and who was not read is in no other count', () => {
  const tally = new CoverageTally();
  for (const [, devices] of people) tally.add(devices);
  tally.leaveOut('notRead', 2);

  const { counts } = tally;

  expect(counts.notRead).toBe(2);
  expect(counts.kindSets).toEqual([
    { kinds: [], people: 3 },
    { kinds: ['OATH'], people: 3 },
    { kinds: ['OATH', 'PUSH'], people: 1 },
    { kinds: [...coveredKinds], people: 1 },
    { kinds: ['PUSH'], people: 1 },
    { kinds: ['RECOGNIZE'], people: 1 },
    { kinds: ['WEB_AUTHN'], people: 1 },
  ]);
  expect(coverageFigures(counts)).toEqual({
    people: 11,
    withoutDevice: 3,
    withOneDevice: 4,
    withOneTimePasswordsOnly: 3,
    withoutSecondKind: 6,
  });
  expect(lockedOutBy(counts, ['OATH', 'PUSH'])).toBe(5);
  expect(lockedOutBy(counts, [])).toBe(0);
});

test.each(coverageEnds)('a count is of everyone only without %s', (end) => {
  const tally = new CoverageTally();
  tally.list(3);
  tally.add({ OATH: 1 });
  if (end === 'counted') tally.add({});
  else tally.leaveOut(end);
  // The third name is another spelling of the first person.
  tally.unlist();

  const { sum } = tally;

  expect(sum).toMatchObject({ listed: 2, [end]: end === 'counted' ? 2 : 1 });
  expect(isOfEveryone(sum)).toBe(end === 'counted' || end === 'outside');
});

test('a sum that leaves a listed person out is a defect', () => {
  const tally = new CoverageTally();
  tally.list(2);
  tally.add({});

  expect(() => isOfEveryone(tally.sum)).toThrow('2 people are listed, 1 have an end');
});
