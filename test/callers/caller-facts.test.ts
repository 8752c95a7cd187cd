/** Each kind of caller is told where they may act, and what a change of others demands of them. */
import { describe, expect, test } from '@jest/globals';
import { endSession } from '../access/cast.ts';
import { fieldAt } from '../support/json.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, useStage } from '../support/stage.ts';

const query = '{ caller { roles realms reasonRequired ticketPattern canResetOthers } }';
const reset = `mutation ($input: ResetOathDevicesInput!) {
  resetOathDevices(input: $input) { outcome } }`;
const staffScopes = { HELP_DESK_SCOPES: 'devices:help-desk', ADMIN_SCOPES: 'devices:admin' };
const pattern = String.raw`INC-\d+`;

interface Row {
  readonly who: string;
  readonly sign: (peer: SandboxPeer) => SessionHeader | Promise<SessionHeader>;
  readonly realms: readonly string[];
  /** Whom of others they may reset; nobody where they may act for themselves alone. */
  readonly whom?: string;
  readonly mustGiveReason?: boolean;
}

const session = (name: string) => (peer: SandboxPeer) => peer.signIn(name);
const token =
  (...scopes: readonly string[]) =>
  ({ sandbox }: SandboxPeer) =>
    bearer(sandbox, 'alice', { scopes });
const rows: readonly Row[] = [
  { who: 'nobody', sign: () => ({}), realms: [] },
  {
    who: 'an ended session',
    sign: async (peer) => {
      const header = await peer.signIn('alice');
      await endSession(peer, header);
      return header;
    },
    realms: [],
  },
  { who: 'alice', sign: session('alice'), realms: ['alpha'] },
  { who: 'a bearer for alice', sign: token('devices:read', 'devices:reset'), realms: ['alpha'] },
  {
    who: 'a bearer of the help desk',
    sign: token('devices:help-desk'),
    realms: ['alpha'],
    whom: 'bob',
    mustGiveReason: true,
  },
  {
    who: 'a bearer of an administrator',
    sign: token('devices:admin'),
    realms: ['alpha'],
    whom: 'bob',
  },
  {
    who: 'helen of the help desk',
    sign: session('helen'),
    realms: ['alpha'],
    whom: 'bob',
    mustGiveReason: true,
  },
  { who: 'oscar the administrator', sign: session('oscar'), realms: ['alpha'], whom: 'bob' },
  {
    who: 'hektor of the help desk of beta',
    sign: session('hektor'),
    realms: ['beta'],
    whom: 'bella',
    mustGiveReason: true,
  },
  { who: 'amadmin', sign: session('amadmin'), realms: ['alpha', 'beta'], whom: 'bob' },
];

describe('where the help desk must give a reason, and tickets have a form', () => {
  const env = { ...staffScopes, REASON_REQUIRED: 'help-desk', TICKET_PATTERN: pattern };
  const stage = useStage('pingam', { env: everyCallerEnv(env) });

  test.each(rows)('$who', async ({ sign, realms, whom, mustGiveReason = false }) => {
    const as = await sign(stage.peer);

    const { data, errors } = await stage.gateway.ask(query, as);

    expect(errors).toEqual([]);
    expect(fieldAt(data, 'caller')).toMatchObject({
      realms,
      reasonRequired: mustGiveReason,
      ticketPattern: whom === undefined ? null : `^(?:${pattern})$`,
      canResetOthers: whom !== undefined,
    });
  });

  test.each(rows.filter(({ whom }) => whom !== undefined))(
    '$who: a change demands what was told',
    async ({ sign, realms, whom, mustGiveReason = false }) => {
      const as = await sign(stage.peer);
      const user = { id: whom, realm: realms[0] };
      const attempt = async (more: object): Promise<unknown> => {
        const input = { target: { user }, dryRun: true, ...more };
        const { errors } = await stage.gateway.ask(reset, as, { input });
        return errors[0]?.extensions['argument'] ?? errors[0]?.extensions.code;
      };

      expect(await attempt({})).toBe(mustGiveReason ? 'reason' : undefined);
      expect(await attempt({ reason: 'lost' })).toBe(mustGiveReason ? 'ticket' : undefined);
      expect(await attempt({ reason: 'lost', ticket: 'INC-1' })).toBeUndefined();
      expect(await attempt({ reason: 'lost', ticket: 'INC-' })).toBe('ticket');
    },
  );

  test('the form, with the flag u, takes the whole ticket', async () => {
    const { data } = await stage.gateway.ask(query, await stage.peer.signIn('helen'));

    const form = new RegExp(String(fieldAt(data, 'caller', 'ticketPattern')), 'u');
    expect(['INC-1', 'xINC-1', 'INC-1x', 'INC-'].map((ticket) => form.test(ticket))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('where both kinds of staff must', () => {
  const env = { REASON_REQUIRED: 'help-desk,administrator' };
  const stage = useStage('pingam', { env: everyCallerEnv(env) });

  test.each([
    ['helen', true],
    ['oscar', true],
    ['amadmin', false],
    ['alice', false],
  ])('%s: %s, and any ticket will do', async (name, reasonRequired) => {
    const { data } = await stage.gateway.ask(query, await stage.peer.signIn(name));

    expect(data).toMatchObject({ caller: { reasonRequired, ticketPattern: null } });
  });
});
