/** Who gets the setup code of a change, and who sees how its hold ended. */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { withLists } from '../support/with-lists.ts';
import { EnrolmentStage } from './enrolment-stage.ts';

const on = new EnrolmentStage({
  env: { ...withLists({ limits: { personChanges: [] } }), PRIVILEGED_GROUPS: '' },
});
const form = /^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/;

const history =
  '{ user(id: "bob") { history(first: 9) { nodes { enrolment { state isCodeUsable usedAt endedAt deviceName } } } } }';
const enrolmentOf = async (who = 'helen'): Promise<unknown> =>
  fieldAt((await on.ask(history, who)).data, 'user', 'history', 'nodes', '0', 'enrolment');

/** Gives bob a device, as AM's registration does. */
const register = (name: string): Promise<void> =>
  on.stage.peer.plant('bob', {
    oathDeviceProfiles: [
      JSON.stringify({ uuid: 'new-phone', deviceName: name, sharedSecret: '6f', counter: 0 }),
    ],
  });

test('the help desk resets, reads the code out, and the caller registers', async () => {
  const code = await on.reset('helen', 'bob');

  expect(code).toMatch(form);
  expect(await enrolmentOf()).toMatchObject({ state: 'OPEN', isCodeUsable: true, usedAt: null });
  expect(await on.asks('bob')).toBe('ask CODE_NEEDED');
  expect(await on.asks('bob', { code })).toBe('allow CODE_ACCEPTED');
  await register('New phone');
  on.now += 61_000;
  expect(await on.asks('bob', { code })).toBe('refuse JUST_REGISTERED');
  expect(await enrolmentOf()).toMatchObject({ state: 'REGISTERED', deviceName: 'New phone' });
});

test('a code works for 15 minutes from its first use; each further use prolongs nothing', async () => {
  const code = await on.reset('helen', 'bob');
  const used: string[] = [];
  for (const minutes of [0, 8, 6]) {
    on.now += minutes * 60_000;
    used.push(await on.asks('bob', { code }));
  }
  on.now += 2 * 60_000;

  expect(used).toEqual(['allow CODE_ACCEPTED', 'allow CODE_ACCEPTED', 'allow CODE_ACCEPTED']);
  expect(await on.asks('bob', { code })).toBe('refuse CODE_ENDED');
});

test('a repeat of the reset gives another code, and a repeat of the request gives none', async () => {
  const key = { idempotencyKey: 'first' };
  const first = await on.reset('helen', 'bob', key);
  expect(await on.reset('helen', 'bob', key)).toBeNull();
  on.now += 10_000;
  const second = await on.reset('helen', 'bob', { force: true });

  expect(second).toMatch(form);
  expect(await on.asks('bob', { code: first })).toBe('ask CODE_WRONG');
  expect(await on.asks('bob', { code: second })).toBe('allow CODE_ACCEPTED');
});

test('a new code has an outcome of its own in the record', async () => {
  await on.reset('helen', 'bob');
  on.now += 10_000;

  expect(await on.reset('helen', 'bob')).toMatch(form);

  const outcomes = '{ user(id: "bob") { history(first: 2) { nodes { effect outcome } } } }';
  const { data } = await on.ask(outcomes, 'helen');
  expect(listAt(data, 'user', 'history', 'nodes')).toEqual([
    { effect: 'RESET', outcome: 'SETUP_CODE_MADE' },
    { effect: 'RESET', outcome: 'DONE' },
  ]);
});

test('a dry run, and a reset of a user without devices, give none', async () => {
  expect(await on.reset('helen', 'bob', { dryRun: true })).toBeNull();
  await on.stage.peer.plant('bob', { oathDeviceProfiles: [] });
  expect(await on.reset('helen', 'bob')).toBeNull();
  expect(await on.asks('bob')).toBe('allow NOT_HELD');
});

describe('an own reset', () => {
  const own = (kinds: readonly string[]): string =>
    `mutation { resetDevices(input: { target: { me: true }, kinds: [${kinds.join()}] }) { setupCode errors { code } } }`;
  const reset = async (kinds: readonly string[]): Promise<unknown> => {
    const answer = await on.ask(own(kinds), 'bob');
    if (answer.errors.length > 0) throw new Error(answer.text);
    return fieldAt(answer.data, 'resetDevices', 'setupCode');
  };

  test('of the last second factor shows the code to its user', async () => {
    const kinds = ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND'];

    expect(await reset(kinds)).toMatch(form);
    expect(await on.asks('bob')).toBe('ask CODE_NEEDED');
  });

  test('while a list cannot be read opens a hold', async () => {
    const effect = { kind: 'status', status: 500 } as const;
    const match = { method: 'GET', path: '/2fa/push' } as const;
    on.stage.sandbox.breakNext({ match, times: Infinity, effect });

    expect(await reset(['OATH'])).toMatch(form);
  });

  test('without any device gives no code by the password alone, even if it is forced', async () => {
    await on.stage.peer.plant('bob', {
      oathDeviceProfiles: [],
      pushDeviceProfiles: [],
      webauthnDeviceProfiles: [],
      boundDeviceProfiles: [],
    });
    const forced =
      'mutation { resetOathDevices(input: { target: { me: true }, force: true }) { setupCode errors { code } } }';
    const answer = await on.ask(forced, 'bob');

    expect(fieldAt(answer.data, 'resetOathDevices', 'setupCode')).toBeNull();
    expect(await on.asks('bob')).toBe('allow NOT_HELD');
  });

  test('that keeps another one opens no hold', async () => {
    expect(await reset(['OATH'])).toBeNull();
    expect(await on.asks('bob')).toBe('allow NOT_HELD');
  });

  test('that removes one of two devices opens no hold, and of the last one it does', async () => {
    await on.stage.peer.plant('bob', {
      pushDeviceProfiles: [],
      webauthnDeviceProfiles: [],
      boundDeviceProfiles: [],
    });
    const codes: unknown[] = [];
    for (const deviceId of [deviceIds.bobOath, deviceIds.bobOathSecond]) {
      const answer = await on.ask(
        `mutation { removeDevice(input: { target: { me: true }, kind: OATH, deviceId: "${deviceId}" }) {
          setupCode errors { code } } }`,
        'bob',
      );
      codes.push(fieldAt(answer.data, 'removeDevice', 'setupCode'));
      on.now += 10_000;
    }

    expect(codes).toEqual([null, expect.stringMatching(form)]);
  });

  test('after one by the help desk gives a thief with the password no code', async () => {
    const code = await on.reset('helen', 'bob');
    await on.stage.peer.plant('bob', {
      pushDeviceProfiles: [],
      webauthnDeviceProfiles: [],
      boundDeviceProfiles: [],
    });
    on.now += 10_000;

    expect(await reset(['OATH'])).toBeNull();
    expect(await on.asks('bob', { code })).toBe('allow CODE_ACCEPTED');
  });
});

test('no log, record, history or later answer has the code', async () => {
  const code = (await on.reset('helen', 'bob')) ?? '';
  await on.asks('bob', { code });
  await on.asks('bob', { code: '22222-22222' });
  const seen = [
    (await on.ask(history, 'oscar')).text,
    (await on.ask('{ realmHistory(first: 9) { nodes { reference enrolment { state } } } }', 'vera'))
      .text,
    on.stage.gateway.log.join('\n'),
    JSON.stringify(on.stage.sandbox.received()),
  ].join('\n');

  expect(code).toMatch(form);
  expect(seen).toContain('OPEN');
  expect(seen).not.toContain(code);
  expect(seen).not.toContain(code.replace('-', ''));
});

test('an approved change gives it to the second person', async () => {
  const request = `mutation ($input: RequestDeviceChangeInput!) { requestDeviceChange(input: $input) { pendingChange { id } errors { code } } }`;
  const target = { user: { id: 'bob' } };
  const requested = await on.ask(request, 'helen', {
    input: { target, change: { reset: ['OATH'] }, reason: 'lost' },
  });
  const id = textAt(requested.data, 'requestDeviceChange', 'pendingChange', 'id');
  const approve =
    'mutation ($id: ID!) { approveDeviceChange(input: { id: $id }) { setupCode errors { code } } }';

  const approved = await on.ask(approve, 'hugo', { id });

  const code = textAt(approved.data, 'approveDeviceChange', 'setupCode');
  expect(code).toMatch(form);
  expect(await on.asks('bob', { code })).toBe('allow CODE_ACCEPTED');
});
