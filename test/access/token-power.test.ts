/** A token never has more power than its scopes, by group or by role (security A18, A20). */
import { afterAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, type Stage } from '../support/stage.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { writesTo } from './received.ts';
import { Stages } from './stages.ts';

const stages = new Stages();
afterAll(() => stages.close());

const staffScopes = { HELP_DESK_SCOPES: 'devices:help-desk', ADMIN_SCOPES: 'devices:admin' };
const read = 'devices:read';
const change = 'devices:reset';
const helpDesk = 'devices:help-desk';
const admin = 'devices:admin';

const seeBob = '{ user(id: "bob") { id: amId oathDevices { id: amId } } }';
const resetOwn =
  'mutation { resetOathDevices(input: { target: { me: true }, force: true }) { outcome } }';

/** The answer to each document, and how many writes AM received. */
async function tried(
  { gateway, sandbox }: Stage,
  as: SessionHeader,
  documents: readonly string[],
): Promise<readonly (string | undefined)[]> {
  sandbox.clearReceived();
  const codes: (string | undefined)[] = [];
  for (const document of documents) codes.push(codesOf(await gateway.ask(document, as))[0]);
  const changes = documents.filter(
    (document, index) => document.startsWith('mutation') && codes[index] === undefined,
  );
  expect(writesTo(sandbox)).toHaveLength(changes.length);
  return codes;
}

describe('over its own person: a role over others adds nothing', () => {
  test.each<readonly [string, readonly string[], string | undefined]>([
    ['helen', [helpDesk], 'INSUFFICIENT_SCOPE'],
    ['helen', [helpDesk, read], 'INSUFFICIENT_SCOPE'],
    ['oscar', [admin], 'INSUFFICIENT_SCOPE'],
    ['oscar', [admin, helpDesk], 'INSUFFICIENT_SCOPE'],
    ['helen', [helpDesk, change], undefined],
    ['oscar', [admin, change], undefined],
  ])('%s with %j resets their own devices: %s', async (person, scopes, code) => {
    const stage = await stages.with(staffScopes);
    const as = bearer(stage.sandbox, person, { scopes });

    expect(await tried(stage, as, [resetOwn])).toEqual([code]);
  });

  test('so a fresh sign-in is asked of staff, too', async () => {
    const stage = await stages.with({ ...staffScopes, STEP_UP_MAX_AGE: '60' });
    stage.restart();
    const claims = { auth_time: Math.floor(Date.now() / 1000) - 3600 };
    const as = bearer(stage.sandbox, 'helen', { scopes: [helpDesk, change], claims });

    expect(await tried(stage, as, [resetOwn])).toEqual(['STEP_UP_REQUIRED']);
  });
});

describe('the version of AM', () => {
  const ask = async ({ gateway, sandbox }: Stage, as: SessionHeader): Promise<unknown> => {
    await gateway.ask(seeBob, bearer(sandbox, 'alice', { scopes: [admin] }));
    sandbox.clearReceived();
    const answer = await gateway.ask('{ capabilities { product version } }', as);
    const asked = sandbox.received().filter(({ path }) => path.includes('serverinfo/version'));
    expect(answer.errors).toEqual([]);
    return [answer.data, asked.length];
  };
  const told = [{ capabilities: { product: 'PINGAM', version: '8.0.1' } }, 1];
  const hidden = [{ capabilities: { product: 'PINGAM', version: null } }, 0];

  test.each<readonly [readonly string[], unknown]>([
    [[], hidden],
    [['openid'], hidden],
    [[change], hidden],
    [[read], told],
    [[helpDesk], told],
    [[admin], told],
  ])('is read for a token with %j only if it may see people', async (scopes, expected) => {
    const stage = await stages.with(staffScopes);

    expect(await ask(stage, bearer(stage.sandbox, 'alice', { scopes }))).toEqual(expected);
  });

  test('is read for every session, and not for anonymous callers', async () => {
    const stage = await stages.with(staffScopes);

    expect(await ask(stage, await stage.peer.signIn('alice'))).toEqual(told);
    expect(await ask(stage, {})).toEqual(hidden);
  });
});

describe('a change shows only what its caller may see of the person', () => {
  const device = `kind: OATH, deviceId: "${deviceIds.aliceOath}"`;
  const own = (field: string, input: string, more = ''): string =>
    `mutation { ${field}(input: ${input}) { user { email status } ${more} errors { __typename } } }`;

  test.each<readonly [string, string, readonly string[], object]>([
    [
      'resetOathDevices',
      own(
        'resetOathDevices',
        '{ target: { me: true } }',
        'outcome oathSkip removedDevices { name }',
      ),
      ['user', 'oathSkip'],
      { outcome: 'DONE', oathSkip: null, removedDevices: [{ name: "Alice's phone" }] },
    ],
    [
      'resetPushDevices',
      own('resetPushDevices', '{ target: { me: true } }', 'outcome'),
      ['user'],
      { outcome: 'DONE' },
    ],
    [
      'resetDevices',
      own('resetDevices', '{ target: { me: true }, kinds: [OATH] }', 'results { outcome }'),
      ['user'],
      { results: [{ outcome: 'DONE' }] },
    ],
    [
      'removeDevice',
      own('removeDevice', `{ target: { me: true }, ${device} }`, 'outcome removedDevice { name }'),
      ['user'],
      { outcome: 'DONE', removedDevice: { name: "Alice's phone" } },
    ],
    [
      'renameDevice',
      own(
        'renameDevice',
        `{ target: { me: true }, ${device}, name: "new" }`,
        'outcome device { name owner { email } }',
      ),
      ['user', 'device'],
      { outcome: 'DONE', device: null },
    ],
  ])('%s, by a token that may only change', async (field, document, hidden, told) => {
    const stage = await stages.with({});
    const as = bearer(stage.sandbox, 'alice', { scopes: [change] });

    const { data, errors } = await stage.gateway.ask(document, as);

    expect(data).toEqual({ [field]: { user: null, errors: [], ...told } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      hidden.map((name) => [[field, name], 'INSUFFICIENT_SCOPE']),
    );
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });

  test('a missing person is no refusal', async () => {
    const stage = await stages.with({});
    const helen = await stage.peer.signIn('helen');
    const document = own(
      'resetOathDevices',
      '{ target: { user: { id: "not-there" } } }',
      'oathSkip',
    );

    const { data, errors } = await stage.gateway.ask(document, helen);

    expect([data, errors]).toEqual([
      {
        resetOathDevices: {
          user: null,
          oathSkip: null,
          errors: [{ __typename: 'DeviceOwnerNotFound' }],
        },
      },
      [],
    ]);
  });
});
