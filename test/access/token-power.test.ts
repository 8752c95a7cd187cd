/** A token never has more power than it was given: by a group of its person, or through a role over others. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
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

const resetBob =
  'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';
const removeBobs = `mutation { removeDevice(input: { target: { user: { id: "bob" } }, kind: OATH, deviceId: "${deviceIds.bobOath}" }) { outcome } }`;
const seeBob = '{ user(id: "bob") { id: amId oathDevices { id: amId } } }';
const resetOwn =
  'mutation { resetOathDevices(input: { target: { self: true }, force: true }) { outcome } }';

/** What a caller is told for each document, and how many writes AM received. */
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

/** carol is in no group, helen in the help desk's, oscar in the administrators'. */
const members = ['carol', 'helen', 'oscar'];
const no = 'FORBIDDEN';

describe('over others: a group adds nothing to a token', () => {
  test.each<readonly [readonly string[], readonly (string | undefined)[]]>([
    [['profile'], [no, no, no]],
    [['openid'], [no, no, no]],
    [[read], [no, no, no]],
    [[change], [no, no, no]],
    [
      [read, change],
      [no, no, no],
    ],
    [[helpDesk], [undefined, no, undefined]],
    [[admin], [undefined, undefined, undefined]],
  ])('%j: see, remove and reset', async (scopes, expected) => {
    const stage = await stages.with(staffScopes);
    for (const person of members) {
      stage.restart();
      const as = bearer(stage.sandbox, person, { scopes });

      expect([person, await tried(stage, as, [seeBob, removeBobs, resetBob])]).toEqual([
        person,
        expected,
      ]);
    }
  });

  test.each(['helen', 'oscar'])('nor does it where no scope makes staff: %s', async (person) => {
    const stage = await stages.with({});
    const as = bearer(stage.sandbox, person, { scopes: [read, change] });

    expect(await tried(stage, as, [seeBob, removeBobs, resetBob])).toEqual([no, no, no]);
    const { data } = await stage.gateway.ask('{ caller { roles canResetOthers } }', as);
    expect(data).toEqual({ caller: { roles: ['SELF'], canResetOthers: false } });
  });

  test('the session of a member has the role all the same', async () => {
    const stage = await stages.with(staffScopes);

    const helen = await stage.peer.signIn('helen');
    expect(await tried(stage, helen, [seeBob, removeBobs, resetBob])).toEqual([
      undefined,
      no,
      undefined,
    ]);
  });
});

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
    await gateway.ask(seeBob, bearer(sandbox, 'alice', { scopes: [admin] })); // the gateway signs itself in
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
  ])('is asked for a token with %j only if it may see somebody', async (scopes, expected) => {
    const stage = await stages.with(staffScopes);

    expect(await ask(stage, bearer(stage.sandbox, 'alice', { scopes }))).toEqual(expected);
  });

  test('is asked for every session, and not for nobody', async () => {
    const stage = await stages.with(staffScopes);

    expect(await ask(stage, await stage.peer.signIn('alice'))).toEqual(told);
    expect(await ask(stage, {})).toEqual(hidden);
  });
});

describe('a change tells of the person only what its caller may see', () => {
  const device = `kind: OATH, deviceId: "${deviceIds.aliceOath}"`;
  const own = (field: string, input: string, more = ''): string =>
    `mutation { ${field}(input: ${input}) { user { email status } ${more} errors { __typename } } }`;

  test.each<readonly [string, string, readonly string[], object]>([
    [
      'resetOathDevices',
      own(
        'resetOathDevices',
        '{ target: { self: true } }',
        'outcome oathSkip removedDevices { name }',
      ),
      ['user', 'oathSkip'],
      { outcome: 'DONE', oathSkip: null, removedDevices: [{ name: "Alice's phone" }] },
    ],
    [
      'resetPushDevices',
      own('resetPushDevices', '{ target: { self: true } }', 'outcome'),
      ['user'],
      { outcome: 'DONE' },
    ],
    [
      'resetDevices',
      own('resetDevices', '{ target: { self: true }, kinds: [OATH] }', 'results { outcome }'),
      ['user'],
      { results: [{ outcome: 'DONE' }] },
    ],
    [
      'removeDevice',
      own(
        'removeDevice',
        `{ target: { self: true }, ${device} }`,
        'outcome removedDevice { name }',
      ),
      ['user'],
      { outcome: 'DONE', removedDevice: { name: "Alice's phone" } },
    ],
    [
      'renameDevice',
      own(
        'renameDevice',
        `{ target: { self: true }, ${device}, name: "new" }`,
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

  test('nobody is no refusal', async () => {
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
        resetOathDevices: { user: null, oathSkip: null, errors: [{ __typename: 'UserNotFound' }] },
      },
      [],
    ]);
  });
});
