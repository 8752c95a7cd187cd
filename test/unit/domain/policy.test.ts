/** Every caller × effect × target, written out: the table is the policy (house rule: the access matrix). */
import { describe, expect, test } from '@jest/globals';
import type { Caller, SignedInCaller } from '../../../src/domain/caller.ts';
import { decide, effects, isOwn, requirementOf } from '../../../src/domain/policy.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const beta = { name: 'beta', path: '/beta' };

function signedIn(about: Partial<SignedInCaller>): SignedInCaller {
  return {
    kind: 'signed in',
    roles: ['SELF'],
    username: 'alice',
    realm: alpha,
    expiresAt: null,
    idleExpiresAt: null,
    ...about,
  };
}

const callers = {
  nobody: { kind: 'anonymous', why: 'no session' },
  'an ended session': { kind: 'anonymous', why: 'session not accepted' },
  'somebody of another realm': { kind: 'anonymous', why: 'realm not served' },
  alice: signedIn({}),
  'alice by another spelling': signedIn({ username: ' ALICE' }),
  'alice of beta': signedIn({ realm: beta }),
  'a caller without roles': signedIn({ roles: [] }),
  'the super user': signedIn({ roles: ['SUPER_USER'], username: 'amadmin', realm: null }),
  'the super user of a served top realm': signedIn({
    roles: ['SELF', 'SUPER_USER'],
    username: 'amadmin',
    realm: { name: 'root', path: '/' },
  }),
} satisfies Record<string, Caller>;

const targets = {
  alice: { realm: alpha, id: 'alice' },
  'alice of beta': { realm: beta, id: 'alice' },
  bob: { realm: alpha, id: 'bob' },
} as const;

const yes = { allowed: true };
const no = { allowed: false, reason: 'FORBIDDEN' };
const signInFirst = { allowed: false, reason: 'UNAUTHENTICATED' };

/** By caller: the verdicts on alice, on alice of beta, and on bob, whatever the effect. */
const matrix: Readonly<Record<keyof typeof callers, readonly [object, object, object]>> = {
  nobody: [signInFirst, signInFirst, signInFirst],
  'an ended session': [signInFirst, signInFirst, signInFirst],
  'somebody of another realm': [signInFirst, signInFirst, signInFirst],
  alice: [yes, no, no],
  'alice by another spelling': [yes, no, no],
  'alice of beta': [no, yes, no],
  'a caller without roles': [no, no, no],
  'the super user': [yes, yes, yes],
  'the super user of a served top realm': [yes, yes, yes],
};

describe.each(effects)('%s', (effect) => {
  test.each(Object.entries(callers))('by %s', (name, caller) => {
    const verdicts = Object.values(targets).map((target) => decide(caller, effect, target));

    expect(verdicts).toEqual(Object.entries(matrix).find(([row]) => row === name)?.[1]);
  });

  test('tells whom it is for', () => {
    expect(requirementOf(effect)).toBe('self or super user');
  });
});

test('the effects are these four', () => {
  expect(effects).toEqual(['viewPerson', 'viewDevices', 'resetOath', 'resetPush']);
});

describe('the own person', () => {
  test.each([
    { label: 'the same name', username: 'alice', id: 'alice', own: true },
    { label: 'another case', username: 'alice', id: 'ALICE', own: true },
    { label: 'full-width letters, which LDAP folds', username: 'alice', id: 'ａlice', own: true },
    { label: 'a longer name', username: 'alice', id: 'alice2', own: false },
    {
      label: 'a name of other letters that look alike',
      username: 'alice',
      id: '\u0430lice',
      own: false,
    },
    { label: 'nothing', username: 'alice', id: '', own: false },
  ])('is known by $label: $own', ({ username, id, own }) => {
    expect(isOwn(signedIn({ username }), { realm: alpha, id })).toBe(own);
  });

  test('is nobody for a caller of no realm', () => {
    expect(isOwn(signedIn({ realm: null }), { realm: alpha, id: 'alice' })).toBe(false);
  });
});
