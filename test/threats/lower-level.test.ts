/** A session that was stolen cannot lift the level that was set against it (G19). */
import { describe, expect, test } from '@jest/globals';
import { threatLevels } from '../../src/domain/threat/threat-level.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { ThreatStage } from './threat-stage.ts';

const env = {
  ADMIN_SCOPES: 'devices:admin',
  ...withLists({ secondFactor: { claims: [{ name: 'amr', value: 'mfa' }] } }),
};
const threats = new ThreatStage('pingam', env);
const normal = { realm: 'alpha', level: 'NORMAL', reason: 'all clear' };
const frozen = (about: object = {}): object => ({
  realm: 'alpha',
  level: 'FROZEN',
  until: threats.end,
  reason: 'stolen account',
  ...about,
});

/** A token of an administrator who signed in some seconds ago. */
function tokenOf(
  person: string,
  { seconds = 10, amr = ['mfa'], on = threats } = {},
): SessionHeader {
  const claims = { auth_time: Math.floor(on.now / 1_000) - seconds, amr };
  return bearer(on.stage.sandbox, person, { scopes: ['devices:admin'], claims });
}

const later = (hours: number): string => new Date(threats.now + hours * 3_600_000).toISOString();

async function tried(as: SessionHeader, input: object, on = threats): Promise<string> {
  const answer = await on.set(as, input);
  const error = fieldAt(answer.data, 'setRealmThreatLevel', 'errors', '0', 'code');
  return codesOf(answer)[0] ?? (typeof error === 'string' ? error : 'done');
}

const ofCommandLine = 'SET_BY_COMMAND_LINE';
const samePerson = 'SAME_PERSON';
const stepUp = 'STEP_UP_REQUIRED';

async function inForce(): Promise<string | undefined> {
  return (await threats.ledger.threats?.current())?.[0]?.level;
}

test.each<[string, () => Promise<SessionHeader> | SessionHeader, string]>([
  ['the session that set it', () => threats.signIn('oscar'), samePerson],
  ['the same person with a fresh second factor', () => tokenOf('oscar'), samePerson],
  ['a session of another administrator', () => threats.signIn('amadmin'), stepUp],
  ['another person, without a second factor', () => tokenOf('ada', { amr: [] }), stepUp],
  ['another person, long after', () => tokenOf('ada', { seconds: 601 }), stepUp],
  ['another person with a fresh second factor', () => tokenOf('ada'), 'done'],
])('lifting a level: %s', async (_label, as, code) => {
  expect(await tried(await threats.signIn('oscar'), frozen())).toBe('done');

  expect(await tried(await as(), normal)).toBe(code);
  expect(await inForce()).toBe(code === 'done' ? 'NORMAL' : 'FROZEN');
});

describe('with a long STEP_UP_MAX_AGE', () => {
  const on = new ThreatStage('pingam', { ...env, STEP_UP_MAX_AGE: '86400' });

  test.each([
    [599, 'done'],
    [601, stepUp],
  ])('a sign-in of %i seconds ago lifts a level: %s', async (seconds, code) => {
    const until = on.end;
    await on.set(await on.signIn('oscar'), frozen({ until }));

    expect(await tried(tokenOf('ada', { seconds, on }), normal, on)).toBe(code);
  });
});

test('an earlier end is a lower level', async () => {
  const oscar = await threats.signIn('oscar');
  await threats.set(oscar, frozen({ until: later(2) }));

  expect(await tried(oscar, frozen({ until: later(1) }))).toBe(samePerson);
  expect(await tried(oscar, frozen({ until: later(3) }))).toBe('done');
});

test('a stricter level needs no one else, and never ends before the one in force', async () => {
  const oscar = await threats.signIn('oscar');
  const until = later(5);
  await threats.set(oscar, frozen({ level: 'GUARDED', until }));

  expect(await tried(await threats.signIn('amadmin'), frozen({ until: later(1) }))).toBe('done');
  expect((await threats.ledger.threats?.current())?.[0]).toMatchObject({ level: 'FROZEN', until });
});

test.each(threatLevels)('a level that has ended prevents no later one: %s', async (level) => {
  const oscar = await threats.signIn('oscar');
  await threats.set(oscar, frozen());
  threats.now += 3_700_000;

  const next = level === 'NORMAL' ? normal : frozen({ level });
  expect(await tried(await threats.signIn('oscar'), next)).toBe('done');
});

describe('a level that the command line set', () => {
  test('is lowered only there', async () => {
    await threats.level('FROZEN');

    expect(await tried(tokenOf('ada'), normal)).toBe(ofCommandLine);
    expect(await tried(tokenOf('ada'), frozen({ level: 'LOCKED' }))).toBe(ofCommandLine);
    expect(await inForce()).toBe('FROZEN');
    await threats.level('NORMAL');
    expect(await inForce()).toBe('NORMAL');
  });

  test('stays the least one after a stricter one of another person', async () => {
    await threats.level('GUARDED');
    const end = threats.end;
    await threats.set(await threats.signIn('oscar'), frozen({ until: later(2) }));

    expect(await tried(tokenOf('ada'), normal)).toBe(ofCommandLine);
    expect(await tried(tokenOf('ada'), frozen({ level: 'GUARDED', until: end }))).toBe('done');
  });
});
