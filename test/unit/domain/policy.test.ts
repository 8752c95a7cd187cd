/** Every caller × effect × target, written out: the table is the policy (house rule: the access matrix). */
import { describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../src/domain/caller.ts';
import { stepUpRefusal } from '../../../src/domain/change-rules.ts';
import {
  decide,
  denials,
  dependsOnPrivilege,
  effects,
  isChange,
  isOwn,
  requirementOf,
} from '../../../src/domain/policy.ts';
import type { Effect, Target, Verdict } from '../../../src/domain/policy.ts';
import { alpha, beta, settingsOf, signedIn } from './access-settings.ts';
import {
  aboutAlice,
  callers,
  columns,
  letters,
  matrix,
  standard,
  targets,
} from './policy-matrix.ts';

function letterOf(verdict: Verdict): string {
  return letters[verdict.allowed ? verdict.role : verdict.reason];
}

describe.each(columns)('%s', (effect) => {
  test.each(Object.entries(callers))('by %s', (name, caller) => {
    const verdicts = Object.values(targets)
      .map((target) => letterOf(decide(caller, { effect, target }, standard)))
      .join('');

    const row = Object.entries(matrix).find(([key]) => key === name)?.[1];
    expect(verdicts).toBe(row?.[Math.min(columns.indexOf(effect), 5)]);
  });
});

describe('a search', () => {
  const inAlpha = { realm: alpha, id: null, named: false, privilege: undefined };

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

  test('may let administrators change devices of the privileged, and nobody else', () => {
    const settings = { ...standard, administratorsOverPrivileged: true };
    const verdicts = [administrator, helpDesk].flatMap((caller) =>
      columns.map((effect) =>
        letterOf(decide(caller, { effect, target: targets.privileged }, settings)),
      ),
    );

    expect(verdicts.join('')).toBe('aaaaaaahPPFPFF');
  });

  test('may let staff act in further realms, and nobody else', () => {
    const settings = { ...standard, staffRealms: [{ staffOf: 'alpha', actIn: 'beta' }] };
    const { elsewhere } = targets;
    const verdicts = [administrator, helpDesk, callers.alice].flatMap((caller) =>
      columns.map((effect) => letterOf(decide(caller, { effect, target: elsewhere }, settings))),
    );

    expect(verdicts.join('')).toBe('aaaaaaahhhFhFFFFFFFFF');
  });

  test('lets the staff of one realm act in another, and not the other way round', () => {
    const staffRealms = [{ staffOf: 'beta', actIn: 'alpha' }];
    const { elsewhere, bob } = targets;
    const ofBeta = callers['alice of the help desk of beta'];
    const verdicts = [helpDesk, ofBeta].flatMap((caller) =>
      [elsewhere, bob].map((target) =>
        letterOf(decide(caller, { effect: 'reset', target }, { ...standard, staffRealms })),
      ),
    );

    expect(verdicts.join('')).toBe('Fhhh');
  });

  test('lets no staff act in another realm but those whom it names', () => {
    const gamma = { name: 'gamma', path: '/gamma' };
    const staffRealms = [
      { staffOf: 'gamma', actIn: 'beta' },
      { staffOf: 'alpha', actIn: 'gamma' },
    ];
    const { elsewhere } = targets;
    const inGamma: Target = { ...elsewhere, realm: gamma };
    const verdicts = [administrator, helpDesk].flatMap((caller) =>
      [elsewhere, inGamma].map((target) =>
        letterOf(decide(caller, { effect: 'reset', target }, { ...standard, staffRealms })),
      ),
    );

    expect(verdicts.join('')).toBe('FaFh');
  });

  test('does not make a namesake elsewhere one’s own by it', () => {
    const settings = { ...standard, staffRealms: [{ staffOf: 'alpha', actIn: 'beta' }] };
    const target: Target = { realm: beta, id: 'alice', named: true, privilege: 'none' };

    expect(letterOf(decide(helpDesk, { effect: 'reset', target }, settings))).toBe('h');
  });
});

describe('the table', () => {
  test.each([
    ['search', 'help desk, administrator or super user'],
    ['viewPerson', 'self, help desk, administrator or super user'],
    ['viewDevices', 'self, help desk, administrator or super user'],
    ['viewProfileData', 'self, administrator or super user'],
    ['reset', 'self, help desk, administrator or super user'],
    ['remove', 'self, administrator or super user'],
    ['rename', 'self, administrator or super user'],
  ] as const)('says that %s is for %s', (effect, requirement) => {
    expect(requirementOf(effect)).toBe(requirement);
  });

  test('has these effects, three of which change something', () => {
    expect(effects.toSorted()).toEqual(['search', ...columns].toSorted());
    expect(effects.filter((effect) => isChange(effect))).toEqual(['reset', 'remove', 'rename']);
  });

  // A person found, or reached from a device, is read with what led there, so none of it may lead further.
  test('shows nobody who may not be seen to those who find people or see devices', () => {
    const may = (effect: Effect, { caller, target }: { caller: Caller; target: Target }): boolean =>
      decide(caller, { effect, target }, settingsOf()).allowed;
    const led = Object.values(callers)
      .flatMap((caller) => Object.values(targets).map((target) => ({ caller, target })))
      .filter((one) => may('search', one) || may('viewDevices', one));

    expect(led.length).toBeGreaterThan(30);
    expect(led.filter((one) => !may('viewPerson', one))).toEqual([]);
  });

  test('looks at privilege for staff only', () => {
    const looks = (role: Parameters<typeof dependsOnPrivilege>[1]): Effect[] =>
      effects.filter((effect) => dependsOnPrivilege(effect, role));

    expect(looks('HELP_DESK')).toEqual(['viewDevices', 'viewHistory', 'reset']);
    expect(looks('ADMINISTRATOR')).toEqual(['reset', 'remove', 'rename']);
    expect([...looks('SELF'), ...looks('SUPER_USER')]).toEqual([]);
  });

  test('denies for these reasons', () => {
    const told = new Set<string>(denials);

    expect(Object.keys(letters).filter((name) => told.has(name))).toEqual(denials);
  });
});

describe('the own person', () => {
  test.each([
    ['alice', true],
    ['ALICE', true],
    ['ａlice', true], // LDAP folds full-width letters
    ['alice2', false],
    ['\u0430lice', false], // a Cyrillic letter that looks alike
    ['', false],
    [null, false],
  ])('of alice is known by %p: %p', (id, own) => {
    expect(isOwn(signedIn(), { realm: alpha, id, named: true, privilege: undefined })).toBe(own);
  });

  test('is nobody’s by a record of another name, except that staff may not change it', () => {
    const target: Target = { ...aboutAlice, id: 'al', named: true, own: true };
    const verdicts = [callers.alice, callers['alice of the help desk']].flatMap((caller) =>
      columns.map((effect) => letterOf(decide(caller, { effect, target }, standard))),
    );

    expect(verdicts.join('')).toBe('FFFFFFFhhhFOOO');
  });

  test('is nobody for a caller of no realm', () => {
    expect(isOwn(signedIn({ realm: null }), targets.own)).toBe(false);
  });
});

describe('security B1: the age of a sign-in', () => {
  const now = 1_000_000_000;
  const settings = settingsOf({ stepUpMaxAgeSeconds: 300 });
  const aged = (seconds: number): ReturnType<typeof signedIn> =>
    signedIn({ method: 'BEARER', signedInAt: new Date(now - seconds * 1000) });

  test.each([
    [0, null],
    [300, null],
    [301, 'STEP_UP_REQUIRED'],
    [86_400, 'STEP_UP_REQUIRED'],
  ])('of %p seconds for one’s own devices: %p', (seconds, code) => {
    const refusal = stepUpRefusal({ role: 'SELF', caller: aged(seconds) }, { settings, now });

    expect(refusal?.code ?? null).toBe(code);
  });

  test('that is allowed is told to the client', () => {
    const refusal = stepUpRefusal({ role: 'SELF', caller: aged(301) }, { settings, now });

    expect(refusal?.facts).toEqual({ maxAgeSeconds: 300 });
  });

  const staff = ['HELP_DESK', 'ADMINISTRATOR', 'SUPER_USER'] as const;
  test.each(staff)('does not matter to %s', (role) => {
    expect(stepUpRefusal({ role, caller: aged(301) }, { settings, now })).toBeNull();
  });

  test('does not matter where it is not known, or nothing is demanded', () => {
    const old = { role: 'SELF', caller: aged(99_999) } as const;

    expect(stepUpRefusal({ role: 'SELF', caller: signedIn() }, { settings, now })).toBeNull();
    expect(stepUpRefusal(old, { settings: settingsOf(), now })).toBeNull();
  });
});

test('of two denials the first is told: a scope that lacks, before whom it is about', () => {
  const caller = callers['a token of the help desk without scopes of its own'];
  const target = { ...targets.own, privilege: targets.privileged.privilege };

  const verdict = decide(caller, { effect: 'viewDevices', target }, settingsOf());

  expect(verdict).toEqual({ allowed: false, reason: 'INSUFFICIENT_SCOPE' });
});
