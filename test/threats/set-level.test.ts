/** Who sets a threat level, who sees it, and how it is recorded (decision 67). */
import { describe, expect, test } from '@jest/globals';
import { scrape, valueOf } from '../operations/exposition.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { bearer } from '../support/stage.ts';
import { ThreatStage } from './threat-stage.ts';

const threats = new ThreatStage('pingam', { ADMIN_SCOPES: 'devices:admin' });
const input = (about: object = {}): object => ({
  realm: 'alpha',
  level: 'LOCKED',
  until: threats.end,
  reason: ' phished help desk ',
  ...about,
});

test.each([
  ['nobody', undefined, 'UNAUTHENTICATED'],
  ['bob', 'bob', 'FORBIDDEN'],
  ['helen of the help desk', 'helen', 'FORBIDDEN'],
  ['rita, an auditor', 'rita', 'FORBIDDEN'],
  ['oscar, an administrator', 'oscar', 'done'],
  ['amadmin', 'amadmin', 'done'],
])('%s sets a level: %s', async (_label, name, code) => {
  const as = name === undefined ? undefined : await threats.signIn(name);

  const answer = await threats.set(as, input());

  expect(codesOf(answer)[0] ?? 'done').toBe(code);
  const states = await threats.states();
  expect(states).toHaveLength(code === 'done' ? 1 : 0);
});

test('a token needs a scope of administrators', async () => {
  const tokenOf = (scope: string) => bearer(threats.stage.sandbox, 'oscar', { scopes: [scope] });

  expect(codesOf(await threats.set(tokenOf('devices:read'), input()))).toEqual(['FORBIDDEN']);
  expect(codesOf(await threats.set(tokenOf('devices:admin'), input()))).toEqual([]);
});

test('an administrator cannot set the level of another realm', async () => {
  const oscar = await threats.signIn('oscar');

  expect(codesOf(await threats.set(oscar, input({ realm: 'beta' })))).toEqual(['FORBIDDEN']);
  expect(codesOf(await threats.set(oscar, input({ realm: 'gamma' })))).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['no end', { until: null }, 'until'],
  ['an end in the past', { until: '2020-01-01T00:00:00Z' }, 'until'],
  ['an end of the normal level', { level: 'NORMAL' }, 'until'],
  ['no reason', { reason: ' ' }, 'reason'],
  ['a code in the reason', { reason: 'code 123456' }, 'reason'],
])('a level with %s is refused', async (_label, about, argument) => {
  const answer = await threats.set(await threats.signIn('oscar'), input(about));

  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(await threats.states()).toEqual([]);
});

test('the record names who set the level, why, and in which request', async () => {
  const oscar = await threats.signIn('oscar');
  const answer = await threats.set(oscar, input());
  const shown = fieldAt(answer.data, 'setThreatLevel', 'threatLevel');
  expect(shown).toEqual({
    realm: 'alpha',
    level: 'LOCKED',
    until: threats.end,
    ownChanges: 'REFUSED',
    staffChanges: 'APPROVAL',
    since: new Date(threats.now).toISOString(),
    reason: 'phished help desk',
    setBy: 'oscar',
  });

  const [state] = await threats.states();
  expect(state?.actor).toMatchObject({ id: 'oscar', realm: 'alpha', role: 'ADMINISTRATOR' });
});

describe('the level of a realm', () => {
  const open = { realm: 'alpha', level: 'GUARDED', ownChanges: 'SECOND_FACTOR' };
  const hidden = { since: null, reason: null, setBy: null };

  test.each([
    ['nobody', undefined, 'UNAUTHENTICATED'],
    ['bob', 'bob', { ...open, ...hidden }],
    ['helen', 'helen', { ...open, reason: 'test', setBy: null }],
    ['oscar', 'oscar', { ...open, reason: 'test', setBy: null }],
    ['rita', 'rita', { ...open, reason: 'test', setBy: null }],
    ['amadmin', 'amadmin', { ...open, reason: 'test', setBy: null }],
  ])('is shown to %s', async (_label, name, expected) => {
    await threats.level('GUARDED');
    const as = name === undefined ? undefined : await threats.signIn(name);

    const shown = await threats.shown(as);
    const { end: until } = threats;
    expect({ shown }).toMatchObject({
      shown: typeof expected === 'string' ? expected : { ...expected, until },
    });
  });

  test('of another realm is shown to its staff only', async () => {
    expect(await threats.shown(await threats.signIn('bob'), 'beta')).toBe('FORBIDDEN');
    expect(await threats.shown(await threats.signIn('helen'), 'beta')).toBe('FORBIDDEN');
    expect(await threats.shown(await threats.signIn('amadmin'), 'beta')).toMatchObject({
      realm: 'beta',
      level: 'NORMAL',
      until: null,
    });
  });

  test('is normal again after its end, and names no reason', async () => {
    await threats.level('FROZEN');
    threats.now += 3_600_000;

    expect(await threats.shown(await threats.signIn('oscar'))).toEqual({
      realm: 'alpha',
      level: 'NORMAL',
      until: null,
      ownChanges: 'PERMITTED',
      staffChanges: 'PERMITTED',
      ...hidden,
    });
  });
});

describe('the metric', () => {
  const measured = new ThreatStage('pingam', { METRICS_PORT: '0' });

  test('shows the level of each realm as a number', async () => {
    const read = async (): Promise<readonly (number | undefined)[]> => {
      const figures = await scrape(measured.stage);
      return ['alpha', 'beta'].map((realm) =>
        valueOf(figures, 'identity_gateway_threat_level', { realm }),
      );
    };
    expect(await read()).toEqual([0, 0]);

    await measured.level('LOCKED', 'beta');
    expect(await read()).toEqual([0, 2]);
    measured.now += 3_600_000;
    expect(await read()).toEqual([0, 0]);
  });
});
