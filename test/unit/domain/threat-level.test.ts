/** What each threat level requires of each role (decision 67). */
import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../src/domain/caller.ts';
import { limitUnder } from '../../../src/domain/limit-rules.ts';
import type { ChangeEffect } from '../../../src/domain/policy.ts';
import {
  levelInForce,
  threatLevels,
  threatRefusal,
  type ThreatLevel,
  type ThreatState,
} from '../../../src/domain/threat-level.ts';

const now = Date.parse('2026-11-28T03:00:00.000Z');
const until = '2026-11-28T04:00:00.000Z';

function state(level: ThreatLevel, about: Partial<ThreatState> = {}): ThreatState {
  const since = '2026-11-28T02:00:00.000Z';
  const record = { reason: 'test', actor: null, since, reference: '0000-0000-0000-0000' };
  return { realm: 'alpha', level, until: level === 'NORMAL' ? null : until, ...record, ...about };
}

const nothing = { hasProof: false, hasSecondFactor: false, isApproved: false };

describe('the refusal of a change', () => {
  const steps = ['STEP_UP_REQUIRED', 'VERIFICATION_REQUIRED', 'APPROVAL_REQUIRED', 'THREAT_LEVEL'];
  const [stepUp, verify, approve, never] = steps;
  const own = { role: 'SELF', effect: 'reset' } as const;
  const staff = (role: Role, effect: ChangeEffect = 'reset') => ({ role, effect });

  test.each([
    ['own reset', own, nothing, [null, stepUp, never, never]],
    [
      'own reset with a second factor',
      own,
      { ...nothing, hasSecondFactor: true },
      [null, null, never, never],
    ],
    [
      'own reset, approved and proven',
      own,
      { ...nothing, isApproved: true, hasProof: true },
      [null, stepUp, never, never],
    ],
    ['own sign-out', { ...own, effect: 'endSessions' }, nothing, [null, stepUp, never, never]],
    ['help desk', staff('HELP_DESK'), nothing, [null, verify, approve, never]],
    [
      'help desk with a proof',
      staff('HELP_DESK'),
      { ...nothing, hasProof: true },
      [null, null, approve, never],
    ],
    [
      'help desk with an approval',
      staff('HELP_DESK'),
      { ...nothing, isApproved: true },
      [null, null, null, never],
    ],
    [
      'help desk with a second factor',
      staff('HELP_DESK'),
      { ...nothing, hasSecondFactor: true },
      [null, verify, approve, never],
    ],
    [
      'help desk that signs a person out',
      staff('HELP_DESK', 'endSessions'),
      nothing,
      [null, null, null, never],
    ],
    ['administrator', staff('ADMINISTRATOR', 'remove'), nothing, [null, verify, approve, never]],
    ['super user', staff('SUPER_USER', 'rename'), nothing, [null, verify, approve, never]],
  ] as const)('of %s at each level', (_label, change, facts, codes) => {
    const refusals = threatLevels.map((level) =>
      threatRefusal(state(level), { ...change, ...facts }),
    );

    expect(refusals.map((refusal) => refusal?.code ?? null)).toEqual(codes);
    expect(refusals.map((refusal) => refusal?.facts ?? null)).toEqual(
      codes.map((code, index) => (code === null ? null : { level: threatLevels[index], until })),
    );
    expect(threatRefusal(null, { ...change, ...facts })).toBeNull();
  });
});

describe('the level in force', () => {
  const states = [
    state('GUARDED'),
    state('LOCKED', { realm: 'beta' }),
    state('FROZEN', { realm: 'gamma' }),
    state('NORMAL', { realm: 'delta' }),
  ];

  test.each([
    ['alpha alone', ['alpha'], now, 'GUARDED'],
    ['the stricter of two', ['alpha', 'beta'], now, 'LOCKED'],
    ['a normal realm', ['delta'], now, undefined],
    ['a realm without a level', ['epsilon'], now, undefined],
    ['until its last millisecond', ['alpha'], Date.parse(until) - 1, 'GUARDED'],
    ['not at its end', ['alpha'], Date.parse(until), undefined],
  ] as const)('of %s', (_label, realms, at, level) => {
    expect(levelInForce(states, { realms, now: at })?.level).toBe(level);
  });
});

test.each([
  [20, 10],
  [5, 3],
  [1, 1],
])('a limit of %i is %i under a level', (most, left) => {
  const rule = { name: `staff: ${most} in 60 s`, per: 'actor', most, withinSeconds: 60 } as const;

  expect(limitUnder(rule, state('GUARDED'))).toEqual({
    ...rule,
    most: left,
    name: `staff: ${most} in 60 s, halved`,
  });
  expect(limitUnder(rule, null)).toEqual(rule);
  const dryRuns = { ...rule, per: 'dry runs of actor' } as const;
  expect(limitUnder(dryRuns, state('FROZEN'))).toEqual(dryRuns);
});
