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

const resetBob = 'mutation { resetOathDevices(input: { userId: "bob" }) { outcome } }';
const removeBobs = `mutation { removeDevice(input: { userId: "bob", kind: OATH, deviceId: "${deviceIds.bobOath}" }) { outcome } }`;
const seeBob = '{ user(id: "bob") { id oathDevices { id } } }';
const resetOwn = 'mutation { resetOathDevices(input: { force: true }) { outcome } }';

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
    const { data } = await stage.gateway.ask('{ viewer { roles canResetOthers } }', as);
    expect(data).toEqual({ viewer: { roles: ['SELF'], canResetOthers: false } });
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
