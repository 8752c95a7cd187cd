/** Who can lower a threat level, for each reader and sign-in. */
import { expect, test } from '@jest/globals';
import { loweringRemedy } from '../../../web/src/threat-level/lower.ts';

const now = Date.parse('2026-12-01T12:00:00Z');
const oscar = {
  id: 'u1',
  amId: 'oscar',
  __typename: 'User',
  displayName: null,
  username: 'o',
} as const;

interface SignIn {
  readonly signedInAt: string | null;
  readonly canShowSecondFactor: boolean;
  readonly hasSecondFactor: boolean;
}

const byAm: SignIn = { signedInAt: null, canShowSecondFactor: true, hasSecondFactor: true };
const byPassword: SignIn = {
  signedInAt: '2026-12-01T11:55:00Z',
  canShowSecondFactor: true,
  hasSecondFactor: false,
};
const byFactor: SignIn = { ...byPassword, hasSecondFactor: true };
const byOldFactor: SignIn = { ...byFactor, signedInAt: '2026-12-01T11:49:00Z' };
const byNone: SignIn = { ...byFactor, canShowSecondFactor: false };

test.each<[string, string | null, SignIn, string | null]>([
  ['the command line', 'command line', byFactor, 'commandLine'],
  ['a colleague, after a new sign-in', 'ada', byFactor, null],
  ['a colleague, after an old sign-in', 'ada', byOldFactor, 'signInAgain'],
  ['a colleague, with a password', 'ada', byPassword, 'signInAgain'],
  ['a colleague, where AM tells no time', 'ada', byAm, 'operator'],
  ['a colleague, where no sign-in shows a factor', 'ada', byNone, 'operator'],
  ['the reader', 'oscar', byFactor, 'anotherPerson'],
  ['the reader, where AM tells no time', 'oscar', byAm, 'operator'],
  ['a person without a name', null, byFactor, 'anotherPerson'],
])('a level set by %s', (_title, by, signIn, remedy) => {
  const actor = { amId: by, realm: 'alpha', role: 'ADMINISTRATOR' } as const;
  const setBy = by === 'command line' ? null : actor;

  expect(loweringRemedy({ level: 'LOCKED', setBy }, { caller: signIn, me: oscar }, now)).toBe(
    remedy,
  );
  expect(loweringRemedy({ level: 'NORMAL', setBy }, { caller: signIn, me: oscar }, now)).toBeNull();
});
