/**
 * `caller` reports where each kind of caller may act, and what a change of other users requires.
 */
import { describe, expect, test } from '@jest/globals';
import { endSession } from '../access/cast.ts';
import { fieldAt } from '../support/json.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, useStage } from '../support/stage.ts';

const query =
  '{ caller { roles realms isReasonRequired ticketPattern ticketExample canResetOthers } }';
const reset = `mutation ($input: ResetOathDevicesInput!) {
  resetOathDevices(input: $input) { outcome } }`;
const staffScopes = { HELP_DESK_SCOPES: 'devices:help-desk', ADMIN_SCOPES: 'devices:admin' };
const pattern = String.raw`INC-\d+`;
const example = 'INC-20461';

const session = (name: string) => (peer: SandboxPeer) => peer.signIn(name);
const token =
  (...scopes: readonly string[]) =>
  ({ sandbox }: SandboxPeer) =>
    bearer(sandbox, 'alice', { scopes });
const ended = async (peer: SandboxPeer): Promise<SessionHeader> => {
  const header = await peer.signIn('alice');
  await endSession(peer, header);
  return header;
};

type Row = readonly [
  who: string,
  sign: (peer: SandboxPeer) => SessionHeader | Promise<SessionHeader>,
  realms: readonly string[],
  /** Another user that they may reset; undefined if they may only act on themselves. */
  other: string | undefined,
  mustGiveReason: boolean,
];

const rows: readonly Row[] = [
  ['no credential', () => ({}), [], undefined, false],
  ['an ended session', ended, [], undefined, false],
  ['alice', session('alice'), ['alpha'], undefined, false],
  ['a bearer for alice', token('devices:read', 'devices:reset'), ['alpha'], undefined, false],
  ['a bearer of the help desk', token('devices:help-desk'), ['alpha'], 'bob', true],
  ['a bearer of an administrator', token('devices:admin'), ['alpha'], 'bob', false],
  ['helen of the help desk', session('helen'), ['alpha'], 'bob', true],
  ['oscar the administrator', session('oscar'), ['alpha'], 'bob', false],
  ['hektor of the help desk of beta', session('hektor'), ['beta'], 'bella', true],
  ['amadmin', session('amadmin'), ['alpha', 'beta'], 'bob', false],
];

describe('if the help desk must give a reason, and tickets have a pattern', () => {
  const env = {
    ...staffScopes,
    REASON_REQUIRED: 'help-desk',
    TICKET_PATTERN: pattern,
    TICKET_EXAMPLE: example,
  };
  const stage = useStage('pingam', { env: everyCallerEnv(env) });

  test.each(rows)('%s', async (...[, sign, realms, other, mustGiveReason]) => {
    const as = await sign(stage.peer);

    const { data, errors } = await stage.gateway.ask(query, as);

    expect(errors).toEqual([]);
    expect(fieldAt(data, 'caller')).toMatchObject({
      realms,
      isReasonRequired: mustGiveReason,
      ticketPattern: other === undefined ? null : `^(?:${pattern})$`,
      ticketExample: other === undefined ? null : example,
      canResetOthers: other !== undefined,
    });
  });

  test.each(rows.filter(([, , , other]) => other !== undefined))(
    '%s: a change requires the reported arguments',
    async (...[, sign, realms, other, mustGiveReason]) => {
      const as = await sign(stage.peer);
      const user = { id: other, realm: realms[0] };
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

  test('the pattern, with the flag u, must match the whole ticket', async () => {
    const { data } = await stage.gateway.ask(query, await stage.peer.signIn('helen'));

    const form = new RegExp(String(fieldAt(data, 'caller', 'ticketPattern')), 'u');
    const tickets = ['INC-1', 'xINC-1', 'INC-1x', 'INC-'];
    expect(tickets.filter((ticket) => form.test(ticket))).toEqual(['INC-1']);
  });
});

describe('if both kinds of staff must give a reason', () => {
  const env = { REASON_REQUIRED: 'help-desk,administrator' };
  const stage = useStage('pingam', { env: everyCallerEnv(env) });

  test.each([
    ['helen', true],
    ['oscar', true],
    ['amadmin', false],
    ['alice', false],
  ])('%s: %s, and any ticket is accepted', async (name, isReasonRequired) => {
    const { data } = await stage.gateway.ask(query, await stage.peer.signIn(name));

    expect(data).toMatchObject({ caller: { isReasonRequired, ticketPattern: null } });
  });
});
