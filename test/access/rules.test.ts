/** What a deployment demands beside the policy: reasons and tickets (B4), realms, privileged people, signs of staff. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { codesOf } from '../support/gateway.ts';
import { bearer, giveBobsDevices, openStage } from './cast.ts';
import type { Stage } from './cast.ts';
import { writesTo } from './received.ts';

let stage: Stage;

afterEach(() => stage?.close());

async function set(env: Environment = {}): Promise<Stage> {
  stage = await openStage('pingam', { env });
  return stage;
}

/** A reset with this in its input beside the person. */
function reset(userId: string | null, more: Readonly<Record<string, unknown>> = {}): object {
  return { input: { ...(userId === null ? {} : { userId }), ...more } };
}

const resetOath =
  'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome errors { __typename } } }';
const removeOne =
  'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome errors { __typename } } }';

describe('security B4: a reason', () => {
  const demanded = { REASON_REQUIRED: 'help-desk,administrator' };
  const ticketed = { ...demanded, TICKET_PATTERN: 'INC-[0-9]{4}' };

  test.each([
    ['is missing', demanded, {}, 'reason'],
    ['is null', demanded, { reason: null }, 'reason'],
    ['is empty', demanded, { reason: '' }, 'reason'],
    ['is blank', demanded, { reason: ' \t ' }, 'reason'],
    ['has 501 characters', demanded, { reason: 'x'.repeat(501) }, 'reason'],
    ['is blank though nobody demands one', {}, { reason: '  ' }, 'reason'],
    ['is too long though nobody demands one', {}, { reason: 'x'.repeat(501) }, 'reason'],
    ['is there and its ticket is missing', ticketed, { reason: 'lost' }, 'ticket'],
    ['and the ticket is blank', ticketed, { reason: 'lost', ticket: ' ' }, 'ticket'],
    ['and the ticket is another', ticketed, { reason: 'lost', ticket: 'CHG-1234' }, 'ticket'],
    [
      'and the ticket only begins well',
      ticketed,
      { reason: 'lost', ticket: 'INC-12345' },
      'ticket',
    ],
    ['and the ticket only ends well', ticketed, { reason: 'lost', ticket: 'xINC-1234' }, 'ticket'],
    ['and a second line is well', ticketed, { reason: 'lost', ticket: 'x\nINC-1234' }, 'ticket'],
    [
      'and the ticket has 101 characters',
      demanded,
      { reason: 'lost', ticket: 'x'.repeat(101) },
      'ticket',
    ],
  ] as const)('that %s is refused and nothing is written', async (_label, env, more, argument) => {
    const { gateway, peer, sandbox } = await set(env);
    const helen = await peer.signIn('helen');
    sandbox.clearReceived();

    const answer = await gateway.ask(resetOath, helen, reset('bob', more));

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors[0]?.extensions).toMatchObject({ argument });
    expect(writesTo(sandbox)).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test.each([
    ['of one character', demanded, { reason: 'x' }],
    ['of 500 characters', demanded, { reason: 'x'.repeat(500) }],
    ['with its ticket', ticketed, { reason: 'lost phone', ticket: 'INC-1234' }],
    ['and no ticket where none is demanded', demanded, { reason: 'lost phone' }],
  ])('%s is enough', async (_label, env, more) => {
    const { gateway, peer } = await set(env);

    const answer = await gateway.ask(resetOath, await peer.signIn('helen'), reset('bob', more));

    expect(answer.data).toEqual({ resetOathDevices: { outcome: 'DONE', errors: [] } });
  });

  test.each([
    { who: 'administrator', name: 'oscar', userId: 'bob', codes: ['BAD_USER_INPUT'] },
    { who: 'help-desk', name: 'oscar', userId: 'bob', codes: [] },
    { who: 'administrator', name: 'helen', userId: 'bob', codes: [] },
    { who: 'help-desk', name: 'helen', userId: null, codes: [] },
    { who: 'help-desk,administrator', name: 'alice', userId: null, codes: [] },
    { who: 'help-desk,administrator', name: 'amadmin', userId: 'bob', codes: [] },
  ])('of $who is asked of those alone: $name for $userId', async (one) => {
    const { who, name, userId, codes } = one;
    const { gateway, peer } = await set({ REASON_REQUIRED: who });

    const answer = await gateway.ask(resetOath, await peer.signIn(name), reset(userId));

    expect(codesOf(answer)).toEqual(codes);
  });

  test('is asked for every mutation alike', async () => {
    const { gateway, peer, sandbox } = await set(demanded);
    const oscar = await peer.signIn('oscar');
    sandbox.clearReceived();

    const answer = await gateway.ask(
      `mutation {
        resetOathDevices(input: { userId: "bob" }) { outcome }
        resetPushDevices(input: { userId: "bob", dryRun: true }) { outcome }
        resetDevices(input: { userId: "bob", kinds: [TRUSTED] }) { results { outcome } }
        removeDevice(input: { userId: "bob", kind: OATH, deviceId: "x" }) { outcome }
        renameDevice(input: { userId: "bob", kind: OATH, deviceId: "x", name: "y" }) { outcome }
      }`,
      oscar,
    );

    expect(codesOf(answer)).toEqual(Array.from({ length: 5 }, () => 'BAD_USER_INPUT'));
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('privileged people', () => {
  test.each([
    ['off', 'vera', ['TARGET_PRIVILEGED']],
    ['off', 'ada', ['TARGET_PRIVILEGED']],
    ['on', 'vera', []],
    ['on', 'ada', []],
    ['on', 'oscar', ['OWN_ACCOUNT']],
  ])('administrators over them %s: oscar for %s', async (onOrOff, name, codes) => {
    const { gateway, peer } = await set({ ADMINS_OVER_PRIVILEGED: onOrOff });

    const answer = await gateway.ask(resetOath, await peer.signIn('oscar'), reset(name));

    expect(codesOf(answer)).toEqual(codes);
  });

  test('are never in reach of the help desk', async () => {
    const { gateway, peer, sandbox } = await set({ ADMINS_OVER_PRIVILEGED: 'on' });
    const helen = await peer.signIn('helen');
    sandbox.clearReceived();

    const answer = await gateway.ask(resetOath, helen, reset('vera'));

    expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test.each(['VERA', 'Vera', 'vera', 'Ｖera'])('are privileged as %s, too', async (spelling) => {
    const { gateway, peer, sandbox } = await set();
    const helen = await peer.signIn('helen');
    sandbox.clearReceived();

    const answer = await gateway.ask(resetOath, helen, reset(spelling));

    expect(answer.data?.['resetOathDevices'] ?? null).toBeNull();
    expect(['TARGET_PRIVILEGED', 'BAD_USER_INPUT']).toContain(codesOf(answer)[0]);
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('the own account of staff', () => {
  test.each([
    ['helen', 'helen'],
    ['helen', 'HELEN'],
    ['helen', 'Helen'],
    ['oscar', 'oscar'],
    ['oscar', 'OSCAR'],
  ])('%s by the name %s is refused', async (name, spelling) => {
    const { gateway, peer, sandbox } = await set({ ADMINS_OVER_PRIVILEGED: 'on' });
    const header = await peer.signIn(name);
    sandbox.clearReceived();

    const answer = await gateway.ask(resetOath, header, reset(spelling));

    expect(codesOf(answer)).toEqual(['OWN_ACCOUNT']);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test.each(['pingam', 'openam'] as const)(
    'is theirs under whatever name they signed in: %s',
    async (flavor) => {
      stage = await openStage(flavor);
      const { gateway, peer, sandbox } = stage;
      const helen = await peer.signIn('HELEN');
      sandbox.clearReceived();

      const answer = await gateway.ask(resetOath, helen, reset('helen'));

      expect(codesOf(answer)).toEqual(['OWN_ACCOUNT']);
      expect(writesTo(sandbox)).toEqual([]);
    },
  );

  test('is refused by name to a bearer with the scope of the help desk', async () => {
    const { gateway, sandbox } = await set({ HELP_DESK_SCOPES: 'devices:help-desk' });
    const scopes = ['devices:read', 'devices:reset', 'devices:help-desk'];
    const header = bearer(sandbox, 'alice', { scopes });

    const named = await gateway.ask(resetOath, header, reset('alice'));
    const unnamed = await gateway.ask(resetOath, header, reset(null, { dryRun: true }));

    expect([codesOf(named), codesOf(unnamed)]).toEqual([['OWN_ACCOUNT'], []]);
  });
});

describe('realms of staff', () => {
  test.each([
    { realms: '', name: 'helen', realm: 'beta', userId: 'bella', codes: ['FORBIDDEN'] },
    { realms: 'beta', name: 'helen', realm: 'beta', userId: 'bella', codes: [] },
    { realms: 'alpha', name: 'hektor', realm: 'alpha', userId: 'bob', codes: [] },
    { realms: 'beta', name: 'hektor', realm: 'alpha', userId: 'bob', codes: ['FORBIDDEN'] },
    {
      realms: 'alpha',
      name: 'hektor',
      realm: 'alpha',
      userId: 'vera',
      codes: ['TARGET_PRIVILEGED'],
    },
    { realms: 'beta', name: 'alice', realm: 'beta', userId: 'bella', codes: ['FORBIDDEN'] },
    { realms: 'alpha', name: 'mallory', realm: 'alpha', userId: 'bob', codes: ['FORBIDDEN'] },
  ])('"$realms" beside their own: $name for $userId in $realm', async (one) => {
    const { realms, name, realm, userId, codes } = one;
    const { gateway, peer, sandbox } = await set({ HELP_DESK_REALMS: realms });
    const header = await peer.signIn(name);
    sandbox.clearReceived();

    const answer = await gateway.ask(resetOath, header, reset(userId, { realm }));

    expect(codesOf(answer)).toEqual(codes);
    expect(writesTo(sandbox)).toHaveLength(codes.length === 0 ? 1 : 0);
  });

  test.each(['gamma', '/alpha', 'alpha/../beta', 'root/realms/beta', '', 'ALPHA'])(
    'a realm that is not served is refused: "%s"',
    async (realm) => {
      const { gateway, peer, sandbox } = await set({ HELP_DESK_REALMS: 'beta' });
      const helen = await peer.signIn('helen');
      sandbox.clearReceived();

      const answer = await gateway.ask(resetOath, helen, reset('bob', { realm }));

      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(answer.errors[0]?.extensions).toMatchObject({ argument: 'realm' });
      expect(writesTo(sandbox)).toEqual([]);
    },
  );

  test.each(['helen', 'oscar'])(
    'with the top one among them, the super user is privileged for %s',
    async (name) => {
      const { gateway, peer, sandbox } = await set({
        AM_REALMS: 'alpha,beta,root',
        HELP_DESK_REALMS: 'root',
      });
      await (
        await giveBobsDevices(peer)
      )('amadmin', 'root', { uid: ['amadmin'] });
      const header = await peer.signIn(name);
      sandbox.clearReceived();

      const answer = await gateway.ask(resetOath, header, reset('amadmin', { realm: 'root' }));

      expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
      expect(writesTo(sandbox)).toEqual([]);
    },
  );
});

describe('a bearer of a single scope', () => {
  test('who may change and not read is shown nothing of the account', async () => {
    const { gateway, sandbox } = await set();
    const header = bearer(sandbox, 'alice', { scopes: ['devices:reset'] });

    const answer = await gateway.ask('{ me { email } }', header);

    expect(codesOf(answer)).toEqual(['INSUFFICIENT_SCOPE']);
  });

  test('who may read removes nothing', async () => {
    const { gateway, sandbox } = await set();
    const header = bearer(sandbox, 'alice', { scopes: ['devices:read'] });
    sandbox.clearReceived();

    const input = { kind: 'OATH', deviceId: 'a11ce000-0a70-4000-8000-000000000001' };
    const answer = await gateway.ask(removeOne, header, { input });

    expect(codesOf(answer)).toEqual(['INSUFFICIENT_SCOPE']);
    expect(writesTo(sandbox)).toEqual([]);
  });
});
