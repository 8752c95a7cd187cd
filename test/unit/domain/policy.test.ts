/**
 * Every caller × effect × target, written out: the table is the policy (house rule: the access
 * matrix).
 */
import { describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../src/domain/people/caller.ts';
import { decide, dependsOnPrivilege, type Target } from '../../../src/domain/policy/policy.ts';
import type { Verdict } from '../../../src/domain/policy/verdict.ts';
import { isOwn } from '../../../src/domain/policy/reached.ts';
import { effects, isChange, isWrite, type Effect } from '../../../src/domain/policy/effects.ts';
import { alpha, beta, everywhere, settingsOf, signedIn } from './access-settings.ts';
import {
  aboutAlice,
  callers,
  columns,
  groups,
  letters,
  matrix,
  sameAs,
  standard,
  targets,
} from './policy-matrix.ts';

const gamma = { name: 'gamma', path: '/gamma' };

function letterOf(verdict: Verdict): string {
  return letters[verdict.allowed ? verdict.role : verdict.reason];
}

describe.each(columns)('%s', (effect) => {
  test.each(Object.entries(callers))('by %s', (name, caller) => {
    const verdicts = Object.values(targets)
      .map((target) => letterOf(decide(caller, { effect, target }, standard)))
      .join('');

    const row = Object.entries(matrix).find(([key]) => key === name)?.[1];
    const group = groups.indexOf(sameAs[effect] ?? effect);
    expect(verdicts).toBe(row?.split(' ')[group]);
  });
});

describe('a search', () => {
  const inAlpha = {
    realm: alpha,
    id: null,
    named: false,
    privilege: undefined,
    areas: 'not read',
    staffBeyond: 'not read',
  } as const;

  test.each([
    ['nobody', '-', '-'],
    ['alice', 'F', 'F'],
    ['alice with a token to read', 'F', 'F'],
    ['a caller without roles', 'F', 'F'],
    ['alice of the help desk', 'h', 'F'],
    ['alice of the help desk of beta', 'F', 'h'],
    ['alice, an administrator', 'a', 'F'],
    ['alice, an auditor', 'F', 'F'],
    ['the super user', 'u', 'u'],
  ] as const)('by %s is %s in alpha, %s in beta', (name, ...expected) => {
    const verdicts = [alpha, beta].map((realm) =>
      decide(callers[name], { effect: 'search', target: { ...inAlpha, realm } }, standard),
    );

    expect(verdicts.map(letterOf)).toEqual(expected);
  });
});

describe('a deployment', () => {
  const administrator = callers['alice, an administrator'];
  const helpDesk = callers['alice of the help desk'];

  test.each([true, false])('knows the caller in a realm that shares the directory: %s', (own) => {
    const settings = { ...standard, staffRealms: [{ staffOf: 'alpha', actIn: 'beta' }] };
    const target: Target = { ...aboutAlice, realm: beta, named: true, own };
    const verdicts = [callers.alice, helpDesk, administrator].flatMap((caller) =>
      columns.map((effect) => letterOf(decide(caller, { effect, target }, settings))),
    );

    expect(verdicts.join('')).toBe(
      own ? 'FFFFFFFFFFFFhhhFOOOOOOOOaaaaOOOOOOOO' : 'FFFFFFFFFFFFhhhFhFFFhhhhaaaaaaaFaaaa',
    );
  });
});

describe('a supervised caller', () => {
  const standings = everywhere('SELF', 'HELP_DESK', 'ADMINISTRATOR', 'AUDITOR');
  const alone = signedIn({ method: 'BEARER', standings });
  const requested = new Set<Effect>(['reset', 'remove', 'approve']);
  const allTargets = Object.values(targets);

  test.each(effects)('reads as before, and writes what a second person approves: %s', (effect) => {
    const verdictsOf = (caller: Caller): Verdict[] =>
      allTargets.map((target) => decide(caller, { effect, target }, standard));

    const verdicts = verdictsOf({ ...alone, isSupervised: true });

    const mayBe = verdictsOf(alone).map(
      (one) => one.allowed && (!isWrite(effect) || (one.role !== 'SELF' && requested.has(effect))),
    );
    expect(verdicts.map(({ allowed }) => allowed)).toEqual(mayBe);
  });
});

test.each([
  ['the desk that may', alpha, beta, 'h'],
  ['that desk elsewhere', alpha, gamma, 'F'],
  ['another desk', gamma, beta, 'F'],
  ['the other way round', beta, alpha, 'F'],
])('a desk that may act in one other realm: %s', (_label, realm, at, letter) => {
  const settings = { ...standard, staffRealms: [{ staffOf: 'alpha', actIn: 'beta' }] };
  const caller = signedIn({ standings: everywhere('SELF', 'HELP_DESK'), realm });
  const target: Target = { ...targets.elsewhere, realm: at };

  expect(letterOf(decide(caller, { effect: 'viewDevices', target }, settings))).toBe(letter);
});

describe('the table', () => {
  test('has these effects, and three of them change devices', () => {
    expect(effects.toSorted()).toEqual(
      [
        'search',
        'viewInsights',
        'viewCoverage',
        'viewReceivers',
        'viewCampaigns',
        'runCampaigns',
        'prove',
        'approve',
        'viewThreatLevel',
        'viewThreatReason',
        'viewRefusals',
        'viewStaffNotes',
        'setThreatLevel',
        ...columns,
      ].toSorted(),
    );
    const changes = effects.filter((effect) => isChange(effect));
    expect(changes).toEqual(['reset', 'remove', 'rename', 'endSessions']);
  });

  // A person that is found, or reached from a device, is read with the search or the list.
  test('lets every caller that can search or view devices also view the person', () => {
    const may = (effect: Effect, { caller, target }: { caller: Caller; target: Target }): boolean =>
      decide(caller, { effect, target }, settingsOf()).allowed;
    const led = Object.values(callers)
      .flatMap((caller) => Object.values(targets).map((target) => ({ caller, target })))
      .filter((one) => may('search', one) || may('viewDevices', one));

    expect(led.length).toBeGreaterThan(30);
    expect(led.filter((one) => !may('viewPerson', one))).toEqual([]);
  });

  test('depends on privilege for staff only', () => {
    const dependent = (role: Parameters<typeof dependsOnPrivilege>[1]): Effect[] =>
      effects.filter((effect) => dependsOnPrivilege(effect, role));

    expect(dependent('HELP_DESK')).toEqual([
      'viewDevices',
      'viewHistory',
      'reset',
      'endSessions',
      'prove',
      'check',
      'takeReport',
      'retryNotice',
      'approve',
    ]);
    expect(dependent('ADMINISTRATOR')).toEqual([
      'reset',
      'remove',
      'rename',
      'endSessions',
      'prove',
      'check',
      'approve',
    ]);
    expect([...dependent('SELF'), ...dependent('SUPER_USER')]).toEqual([]);
  });
});

describe('the own person', () => {
  test.each([
    ['alice', true],
    ['ALICE', true],
    ['ａlice', true], // LDAP folds full-width letters
    ['alice2', false],
    ['\u0430lice', false], // a similar Cyrillic letter
    ['', false],
    [null, false],
  ])('of alice is known by %p: %p', (id, own) => {
    expect(isOwn(signedIn(), { ...aboutAlice, id })).toBe(own);
  });

  test('is not recognised by a record of another name, except that staff cannot change it', () => {
    const target: Target = { ...aboutAlice, id: 'al', named: true, own: true };
    const verdicts = [callers.alice, callers['alice of the help desk']].flatMap((caller) =>
      columns.map((effect) => letterOf(decide(caller, { effect, target }, standard))),
    );

    expect(verdicts.join('')).toBe('FFFFFFFFFFFFhhhFOOOOOOOO');
  });
});

test('of two denials the first is reported: a missing scope before the target', () => {
  const caller = callers['a token of the help desk without scopes of its own'];
  const target = { ...targets.own, privilege: targets.privileged.privilege };

  const verdict = decide(caller, { effect: 'viewDevices', target }, settingsOf());

  expect(verdict).toEqual({ allowed: false, reason: 'INSUFFICIENT_SCOPE' });
});
