/** The table of conditions: each condition, at each moment, for each role. */
import { describe, expect, test } from '@jest/globals';
import { policyRefusal } from '../../../src/access/refusal.ts';
import { conditionNames, type Condition } from '../../../src/domain/conditions/condition.ts';
import {
  conditions,
  firstObstacle,
  obstaclesOf,
} from '../../../src/domain/conditions/conditions.ts';
import type { FactsAt, Moment } from '../../../src/domain/conditions/facts.ts';
import { roles, type Role, type Standing } from '../../../src/domain/people/caller.ts';
import { decide, type Target } from '../../../src/domain/policy/policy.ts';
import type { ChangeEffect } from '../../../src/domain/policy/effects.ts';
import type { ThreatLevel } from '../../../src/domain/threat/threat-level.ts';
import { Failure } from '../../../src/domain/values/failure.ts';
import { alpha, settingsOf, signedIn } from './access-settings.ts';
import { at, broken, met, moments, requested, second, type Broken } from './conditions-matrix.ts';

/** A cell of the table: what breaks the condition, and what it answers. */
interface Cell {
  readonly name: string;
  readonly condition: Condition;
  readonly moment: Moment;
  readonly expected: object;
  readonly find: () => Promise<unknown>;
}

function cellAt<M extends Moment>(
  condition: Condition,
  moment: M,
  whole: FactsAt[M],
): readonly Cell[] {
  const cases: Broken = broken[condition];
  const found = cases[moment];
  if (found === undefined) return [];
  const { facts, code, remedies } = found;
  const find = () => firstObstacle(moment, { ...whole, ...facts });
  const expected = { condition, failure: { code }, remedies };
  return [{ name: `${condition} at ${moment}`, condition, moment, expected, find }];
}

const cells = conditionNames.flatMap((condition) =>
  moments.flatMap((moment) => cellAt(condition, moment, met[moment])),
);

test('every cell in which a condition decides has a case, and no other has', () => {
  const decided = conditionNames.flatMap((condition) =>
    moments
      .filter((moment) => typeof conditions[condition][moment] === 'function')
      .map((moment) => `${condition} at ${moment}`),
  );

  expect(cells.map(({ name }) => name)).toEqual(decided);
  expect(decided.length).toBeGreaterThan(30);
});

test.each(moments)('at %s nothing stands in the way if every condition is met', async (moment) => {
  expect(await firstObstacle(moment, met[moment])).toBeNull();
});

test.each(cells)('$name', async ({ find, expected }) => {
  expect(await find()).toMatchObject(expected);
});

/** Conditions about the person. Whether the person exists must not follow from them. */
const aboutPerson: readonly Condition[] = ['ASSURANCE', 'OPERATION', 'PROOF', 'SECOND_PERSON'];

test.each(cells.filter(({ moment }) => moment === 'PERMIT'))(
  '$name, for a person who does not exist',
  async ({ condition }) => {
    const cases: Broken = broken[condition];
    const nobody = { ...met.PERMIT, ...cases.PERMIT?.facts, hasPerson: async () => false };

    const found = await firstObstacle('PERMIT', nobody);

    expect(found?.condition ?? null).toBe(aboutPerson.includes(condition) ? null : condition);
  },
);

test.each<readonly [Partial<FactsAt['LINE']>, string | undefined]>([
  [{ area: () => 'unknown' }, 'AREA_UNKNOWN'],
  [{ privilege: async () => 'unknown' }, 'PRIVILEGE_UNKNOWN'],
  [{ privilege: async () => 'privileged', isOfArea: false }, undefined],
  [
    { privilege: async () => 'privileged', isOfArea: false, includesPrivileged: false },
    'TARGET_PRIVILEGED',
  ],
])('a line of a campaign with %j is refused with %s', async (facts, code) => {
  expect((await firstObstacle('LINE', { ...met.LINE, ...facts }))?.failure.code).toBe(code);
});

const stepUp = 'STEP_UP_REQUIRED SIGN_IN_AGAIN';
const proof = 'VERIFICATION_REQUIRED PROVE_THE_PERSON';
const colleague = 'ASK_A_SECOND_PERSON';
const shown = { secondFactor: 'SHOWN' } as const;
const never = { secondFactor: 'NEVER_SHOWN' } as const;
const helpDesk = 'THREAT_LEVEL ASK_THE_HELP_DESK';

test.each<readonly [ThreatLevel, Role, ChangeEffect, Partial<FactsAt['BEGIN']>, string]>([
  ['GUARDED', 'SELF', 'reset', {}, stepUp],
  ['GUARDED', 'SELF', 'endSessions', {}, stepUp],
  ['GUARDED', 'SELF', 'reset', shown, ''],
  ['GUARDED', 'SELF', 'reset', never, helpDesk],
  ['GUARDED', 'HELP_DESK', 'reset', shown, `${proof} ${colleague}`],
  ['GUARDED', 'ADMINISTRATOR', 'rename', {}, proof],
  ['GUARDED', 'HELP_DESK', 'reset', { hasProof: true }, ''],
  ['GUARDED', 'HELP_DESK', 'reset', { isApproved: true }, ''],
  ['GUARDED', 'HELP_DESK', 'endSessions', {}, ''],
  ['LOCKED', 'SELF', 'reset', shown, `${helpDesk} WAIT`],
  ['LOCKED', 'HELP_DESK', 'reset', { hasProof: true }, `APPROVAL_REQUIRED ${colleague} WAIT`],
  ['LOCKED', 'ADMINISTRATOR', 'rename', {}, 'APPROVAL_REQUIRED WAIT'],
  ['LOCKED', 'HELP_DESK', 'reset', { isApproved: true }, ''],
  ['LOCKED', 'HELP_DESK', 'endSessions', {}, ''],
  ['FROZEN', 'SELF', 'reset', shown, 'THREAT_LEVEL WAIT'],
  ['FROZEN', 'HELP_DESK', 'reset', { isApproved: true }, 'THREAT_LEVEL WAIT'],
  ['FROZEN', 'HELP_DESK', 'endSessions', {}, 'THREAT_LEVEL WAIT'],
])('%s: %s, %s with %j: %s', async (...[level, role, effect, given, refusal]) => {
  const calm = { ...met.BEGIN, hasProof: false, effect, role: () => role };

  const found = await firstObstacle('BEGIN', { ...calm, ...given, ...at(level) });

  expect(found === null ? '' : [found.failure.code, ...found.remedies].join(' ')).toBe(refusal);
});

test.each(
  (['GUARDED', 'LOCKED', 'FROZEN'] as const).flatMap((level) =>
    (['REQUEST', 'CAMPAIGN'] as const).map((moment) => [level, moment] as const),
  ),
)(
  '%s: a second person, who decides later or has started it, is one at %s',
  async (level, moment) => {
    const found =
      moment === 'REQUEST'
        ? await firstObstacle('REQUEST', { ...met.REQUEST, hasProof: false, ...at(level) })
        : await firstObstacle('CAMPAIGN', { ...met.CAMPAIGN, ...at(level) });

    expect(found?.failure.code ?? '').toBe(level === 'FROZEN' ? 'THREAT_LEVEL' : '');
  },
);

test.each([
  ['NOT_SHOWN', stepUp],
  ['SHOWN', ''],
  ['NEVER_SHOWN', helpDesk],
] as const)(
  'beforehand, %s tells people what their sign-in lacks: %s',
  async (shownBy, refusal) => {
    const own = { ...met.PREVIEW, ...at('GUARDED'), role: () => 'SELF' as const };
    let reads = 0;
    const secondFactor = async () => {
      reads += 1;
      return shownBy;
    };

    const [found] = await obstaclesOf(['THREAT_LEVEL'], { ...own, secondFactor });
    await obstaclesOf(['THREAT_LEVEL'], { ...own, role: () => 'HELP_DESK', secondFactor });

    expect(found === undefined ? '' : [found.failure.code, ...found.remedies].join(' ')).toBe(
      refusal,
    );
    // How staff signed in makes no difference, so it is not read.
    expect(reads).toBe(1);
  },
);

describe('a second person', () => {
  const [helen, bob, ada] = [requested.actor, requested.target, { id: 'ada', entry: 'uid="ada"' }];
  const because = (reason: string): string =>
    `${reason} Nothing was changed. Let another member of staff decide.`;
  const requester = { code: 'FORBIDDEN', message: because('You requested this change.') };
  const user = {
    code: 'OWN_ACCOUNT',
    message: because('This change is about your own account.'),
  };
  const textsOf = ({ code, message }: Failure) => ({ code, message });

  test.each([
    ['another person', ada, null],
    ['the requester', helen, requester],
    ['the user', bob, user],
    ['the requester through another realm', { ...helen, realm: 'beta' }, requester],
    ['the requester under another name', { ...helen, id: 'h.smith' }, requester],
    ['another spelling of the name in the realm', { id: 'HELEN' }, requester],
    ['the same name and an unknown entry', { realm: 'beta' }, requester],
    ['the user through another realm', { ...bob, realm: 'beta' }, user],
    ['the same name in another directory', { realm: 'beta', entry: 'uid="h"' }, null],
    ['another name and an unknown entry', { id: 'amadmin', realm: null }, null],
  ])('is compared by directory entry: %s', async (_label, names, refusal) => {
    const found = await firstObstacle('DECIDE', { ...met.DECIDE, second: second(names) });

    expect(found && { condition: found.condition, ...textsOf(found.failure) }).toEqual(
      refusal && { condition: 'SECOND_PERSON', ...refusal },
    );
  });

  test('is no agent of a third person', async () => {
    const agent = { ...met.DECIDE, second: second(ada, true) };

    const failure = { code: 'FORBIDDEN', message: expect.stringContaining('an agent') };
    expect(await firstObstacle('DECIDE', agent)).toMatchObject({ failure });
  });
});

test('a refused caller causes no further read', async () => {
  const unread = async (): Promise<never> => {
    throw new Error('read');
  };
  const denial = () => new Failure('FORBIDDEN', 'No.');
  const facts = { ...met.PERMIT, denial, role: unread, hasPerson: unread, proof: unread };

  expect(await firstObstacle('PERMIT', facts)).toMatchObject({ condition: 'POLICY' });
});

/** What can stand in the way of a role, if nothing is given. */
const demanded: Readonly<Record<Role, readonly Condition[]>> = {
  SELF: ['SIGN_IN', 'THREAT_LEVEL', 'LIMITS'],
  HELP_DESK: ['REASON', 'VERIFICATION', 'THREAT_LEVEL', 'SECOND_PERSON', 'LIMITS'],
  ADMINISTRATOR: ['THREAT_LEVEL', 'SECOND_PERSON', 'LIMITS'],
  AUDITOR: ['THREAT_LEVEL', 'SECOND_PERSON', 'LIMITS'],
  SUPER_USER: ['THREAT_LEVEL', 'SECOND_PERSON', 'LIMITS'],
  CAMPAIGN: ['THREAT_LEVEL', 'SECOND_PERSON', 'LIMITS'],
};

test.each(roles)('beforehand %s meets what the role must state', async (role) => {
  const { THREAT_LEVEL, LIMITS, SIGN_IN, SECOND_PERSON } = broken;
  const facts = {
    ...met.PREVIEW,
    ...THREAT_LEVEL.PREVIEW?.facts,
    ...LIMITS.PREVIEW?.facts,
    ...SIGN_IN.PREVIEW?.facts,
    ...SECOND_PERSON.PREVIEW?.facts,
    ...broken.REASON.PREVIEW?.facts,
    role: () => role,
    secondFactor: async () => 'NEVER_SHOWN' as const,
  };

  const found = await obstaclesOf(conditionNames, facts);

  expect([...new Set(found.map(({ condition }) => condition))]).toEqual(demanded[role]);
});

test('a fact that cannot be read stands in the way beforehand, and stops the change', async () => {
  const away = async () => {
    throw new Failure('AUDIT_UNAVAILABLE', 'The ledger does not answer.');
  };
  const preview = await obstaclesOf(['LIMITS'], { ...met.PREVIEW, reachedLimits: away });

  expect(preview).toMatchObject([{ failure: { code: 'AUDIT_UNAVAILABLE' }, remedies: ['WAIT'] }]);
  await expect(firstObstacle('BEGIN', { ...met.BEGIN, reachedLimits: away })).rejects.toThrow(
    'The ledger does not answer.',
  );
});

describe('the standing is decided for this person', () => {
  const north: Standing = { role: 'HELP_DESK', area: 'north' };
  const south: Standing = { role: 'HELP_DESK', area: 'south' };
  const all: Standing = { role: 'HELP_DESK', area: null };
  const administrator: Standing = { role: 'ADMINISTRATOR', area: 'north' };
  const areasOf = (fact: 'inside' | 'outside' | 'unknown') =>
    new Map([
      ['north', fact],
      ['south', 'outside' as const],
    ]);
  const person = (facts: Partial<Target> = {}): Target => ({
    realm: alpha,
    id: 'bob',
    named: true,
    own: false,
    privilege: 'none',
    areas: areasOf('inside'),
    staffBeyond: 'none',
    ...facts,
  });

  test.each<readonly [string, readonly Standing[], Target, Condition | null]>([
    ['a user of the area', [north], person(), null],
    ['a user outside', [north], person({ areas: areasOf('outside') }), 'POLICY'],
    ['a user of whom it is not known', [north], person({ areas: areasOf('unknown') }), 'AREA'],
    [
      'one outside, with a role over everyone',
      [all, north],
      person({ areas: areasOf('outside') }),
      null,
    ],
    [
      'one who is not known, with such a role',
      [all, north],
      person({ areas: areasOf('unknown') }),
      null,
    ],
    ['one outside both areas', [north, south], person({ areas: areasOf('outside') }), 'POLICY'],
    ['staff of another area', [north], person({ staffBeyond: 'privileged' }), 'PRIVILEGE'],
    ['perhaps staff of another area', [north], person({ staffBeyond: 'unknown' }), 'PRIVILEGE'],
    [
      'staff of another area, with such a role',
      [all, north],
      person({ staffBeyond: 'privileged' }),
      null,
    ],
    ['a privileged user', [administrator], person({ privilege: 'privileged' }), 'PRIVILEGE'],
    ['perhaps a privileged user', [all], person({ privilege: 'unknown' }), 'PRIVILEGE'],
    ['themselves', [all], person({ own: true }), 'OWN_ACCOUNT'],
  ])('%s', async (_label, standings, target, condition) => {
    const caller = signedIn({ standings, username: 'helen' });
    const settings = settingsOf({ administratorsOverPrivileged: true });
    const verdict = decide(caller, { effect: 'reset', target }, settings);
    const denial = () => (verdict.allowed ? null : policyRefusal(verdict.reason, caller));
    const facts: FactsAt['APPROVE'] = { denial };

    expect((await firstObstacle('APPROVE', facts))?.condition ?? null).toBe(condition);
  });
});
