/**
 * How a threat level is set, shown and recorded (decision 67). Who may do so is in
 * `test/access/record-access.test.ts`.
 */
import { expect, test } from '@jest/globals';
import { scrape, valueOf } from '../operations/exposition.ts';
import { fieldAt } from '../support/json.ts';
import { ThreatStage } from './threat-stage.ts';

const threats = new ThreatStage('pingam', { METRICS_PORT: '0' });
const input = (about: object = {}): object => ({
  realm: 'alpha',
  level: 'LOCKED',
  until: threats.end,
  reason: ' phished help desk ',
  ...about,
});

test.each([
  ['a realm that is not served', { realm: 'gamma' }, 'realm'],
  ['no end', { until: null }, 'until'],
  ['an end in the past', { until: '2020-01-01T00:00:00Z' }, 'until'],
  ['an end of the normal level', { level: 'NORMAL' }, 'until'],
  ['no reason', { reason: ' ' }, 'reason'],
  ['a code in the reason', { reason: 'code 123456' }, 'reason'],
])('a level with %s is refused', async (_label, about, member) => {
  const answer = await threats.set('oscar', input(about));

  expect(answer.errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    path: ['input', member],
  });
  expect(await threats.states()).toEqual([]);
});

test('the record names who set the level, why, and in which request', async () => {
  const answer = await threats.set('oscar', input());

  expect(fieldAt(answer.data, 'setRealmThreatLevel', 'threatLevel')).toEqual({
    realm: 'alpha',
    level: 'LOCKED',
    until: threats.end,
    ownChanges: 'REFUSED',
    staffChanges: 'APPROVAL',
    since: new Date(threats.now).toISOString(),
    reason: 'phished help desk',
    setBy: { amId: 'oscar', realm: 'alpha', role: 'ADMINISTRATOR' },
  });
  const [state] = await threats.states();
  expect(state?.actor).toMatchObject({ id: 'oscar', realm: 'alpha', role: 'ADMINISTRATOR' });
});

test('the level of a realm has one id, by which caches replace what they show', async () => {
  const shown = 'query ($realm: String) { realmThreatLevel(realm: $realm) { id level } }';
  const set = `mutation ($input: SetRealmThreatLevelInput!) {
    setRealmThreatLevel(input: $input) { threatLevel { id level } } }`;
  const ask = async (document: string, variables: object) =>
    (await threats.ask(document, 'oscar', variables)).data;

  const before = await ask(shown, { realm: 'alpha' });
  const payload = await ask(set, { input: input() });
  const after = await ask(shown, { realm: 'alpha' });
  const elsewhere = await threats.ask(shown, 'bella', {});

  const id = fieldAt(before, 'realmThreatLevel', 'id');
  expect(before).toEqual({ realmThreatLevel: { id: expect.any(String), level: 'NORMAL' } });
  expect(payload).toEqual({ setRealmThreatLevel: { threatLevel: { id, level: 'LOCKED' } } });
  expect(after).toEqual({ realmThreatLevel: { id, level: 'LOCKED' } });
  expect(fieldAt(elsewhere.data, 'realmThreatLevel', 'id')).not.toBe(id);
});

const hidden = { since: null, reason: null, setBy: null };

test.each([
  ['bob', hidden],
  ['helen', { reason: 'test', setBy: null }],
  ['oscar', { reason: 'test', setBy: null }],
  ['rita', { reason: 'test', setBy: null }],
  ['amadmin', { reason: 'test', setBy: null }],
])('the level of a realm is shown to %s', async (who, about) => {
  await threats.level('GUARDED');

  const open = { realm: 'alpha', level: 'GUARDED', ownChanges: 'SECOND_FACTOR' };
  const until = threats.end;
  expect(await threats.shown(who)).toMatchObject({ ...open, until, ...about });
});

test('a level is normal again after its end, and names no reason', async () => {
  await threats.level('FROZEN');
  threats.now += 3_600_000;

  const permitted = { ownChanges: 'PERMITTED', staffChanges: 'PERMITTED' };
  const normal = { realm: 'alpha', level: 'NORMAL', until: null, ...permitted, ...hidden };
  expect(await threats.shown('oscar')).toEqual(normal);
});

test('the metric shows the level of each realm as a number', async () => {
  const read = async (): Promise<readonly (number | undefined)[]> => {
    const figures = await scrape(threats.stage);
    return ['alpha', 'beta'].map((realm) =>
      valueOf(figures, 'identity_gateway_threat_level', { realm }),
    );
  };
  expect(await read()).toEqual([0, 0]);

  await threats.level('LOCKED', 'beta');
  expect(await read()).toEqual([0, 2]);
  threats.now += 3_600_000;
  expect(await read()).toEqual([0, 0]);
});
