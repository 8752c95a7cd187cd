/**
 * One person, many spellings: refused, or the same person everywhere (security C18, contract U22).
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsTo, writesTo } from './am-received.ts';
import { useStage } from '../support/stage.ts';

type Handling = 'bob' | 'FORBIDDEN' | 'BAD_USER_INPUT';
type Spelling = readonly [
  label: string,
  id: string,
  self: Handling,
  admin: Handling,
  selfOnOpenAm?: Handling,
];

const resetOfOneself =
  'mutation { resetPushDevices(input: { target: { me: true } }) { outcome user { id: amId } } }';

/**
 * What becomes of each spelling for bob himself and for the super user. OpenAM itself refuses bob
 * the spellings that only its directory folds to his (contract U22).
 */
const spellings: readonly Spelling[] = [
  ['his own', 'bob', 'bob', 'bob'],
  ['capitals', 'BOB', 'bob', 'bob'],
  ['full-width letters', 'ｂｏｂ', 'bob', 'bob', 'FORBIDDEN'],
  ['superscript letters', 'ᵇᵒᵇ', 'bob', 'bob', 'FORBIDDEN'],
  ['a variation selector', 'bo\uFE0Fb', 'FORBIDDEN', 'bob'],
  ['a grapheme joiner', 'bo\u034Fb', 'FORBIDDEN', 'bob'],
  ['a soft hyphen', 'bo\u00ADb', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a byte order mark', '\uFEFFbob', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a no-break space at its end', 'bob\u00A0', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['an ideographic space at its front', '\u3000bob', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a tab', '\tbob', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a NUL', 'bob\u0000', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a leading blank', ' bob', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a universal id', 'id=bob,ou=user', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['a search pattern', 'bo*', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
];

describe.each(['openam', 'pingam'] as const)('on %s', (flavor) => {
  const rows = spellings.flatMap(([label, id, self, admin, selfOnOpenAm = self]) => [
    { name: 'bob', label, id, handling: flavor === 'openam' ? selfOnOpenAm : self },
    { name: 'amadmin', label, id, handling: admin },
  ]);
  const stage = useStage(flavor);
  let sessions: ReadonlyMap<string, SessionHeader>;

  beforeEach(async () => {
    const { signIn } = stage.peer;
    sessions = new Map([
      ['bob', await signIn('bob')],
      ['amadmin', await signIn('amadmin')],
    ]);
  });

  test.each(rows)('$name means bob by $label', async ({ name, id, handling }) => {
    const isBob = handling === 'bob';
    const look = 'query ($id: ID!) { user(id: $id) { id: amId } }';
    const seen = await stage.gateway.ask(look, sessions.get(name), { id });
    expect([seen.data, codesOf(seen)]).toEqual(
      isBob ? [{ user: { id: 'bob' } }, []] : [{ user: null }, [handling]],
    );

    const query = `query ($of: [_Any!]!) {
      _entities(representations: $of) { ... on User { id: amId pushDevices { id: amId owner { id: amId } } } }
    }`;
    const of = [
      { __typename: 'User', amId: id, realm: 'alpha' },
      { __typename: 'User', amId: id },
    ];

    const answer = await stage.gateway.ask(query, sessions.get(name), { of });

    const bob = { id: 'bob', pushDevices: [{ id: deviceIds.bobPush, owner: { id: 'bob' } }] };
    expect(codesOf(answer)).toEqual(isBob ? [] : [handling, handling]);
    expect(answer.data).toEqual({ _entities: isBob ? [bob, bob] : [null, null] });
    expect(deviceCalls()).toHaveLength(isBob ? 1 : 0);

    const reset = `mutation ($input: ResetDevicesOfKindInput!) {
      resetOathDevices(input: $input) { outcome user { id: amId } } }`;
    const input = { target: { user: { id } } };
    const change = await stage.gateway.ask(reset, sessions.get(name), { input });
    const done = { outcome: 'DONE', user: { id: 'bob' } };
    expect([change.data, codesOf(change)]).toEqual([
      { resetOathDevices: isBob ? done : null },
      isBob ? [] : [handling],
    ]);
    const write = 'POST users/bob/devices/2fa/oath?_action=reset';
    expect(writesTo(stage.sandbox)).toEqual(isBob ? [write] : []);
    expect(deviceCalls().every((call) => call.includes(' users/bob/devices/'))).toBe(true);
  });

  test.each([
    ['capitals', 'BOB', 'bob'],
    ['full-width letters', 'ｂｏｂ', flavor === 'openam' ? 'FORBIDDEN' : 'bob'],
    ['a soft hyphen', 'bo\u00ADb', 'FORBIDDEN'],
    ['a no-break space', 'bob\u00A0', 'FORBIDDEN'],
    ['a path', '../alice', 'FORBIDDEN'],
    ['a universal id', 'id=alice,ou=user', 'FORBIDDEN'],
    ['nothing', '', 'FORBIDDEN'],
  ])('bob, known to AM by %s, is bob or refused', async (_label, username, handling) => {
    stage.sandbox.breakNext({
      match: { path: 'getSessionInfo' },
      times: Infinity,
      effect: { kind: 'body', body: sessionOf(username) },
    });
    const bob = sessions.get('bob');

    const me = await stage.gateway.ask('{ me { id: amId oathDevices { id: amId } } }', bob);
    const alice = await stage.gateway.ask('{ user(id: "alice") { id: amId } }', bob);
    const write = await stage.gateway.ask(resetOfOneself, bob);

    const isBob = handling === 'bob';
    expect(codesOf(me)).toEqual(isBob ? [] : [handling]);
    expect(codesOf(alice)).toEqual(['FORBIDDEN']);
    const done = { outcome: 'DONE', user: { id: 'bob' } };
    expect(write.data).toEqual({ resetPushDevices: isBob ? done : null });
    expect(deviceCalls().every((call) => call.includes(' users/bob/devices/'))).toBe(true);
  });

  function deviceCalls(): string[] {
    return callsTo(stage.sandbox).filter((call) => call.includes('/devices/'));
  }
});

function sessionOf(username: string): object {
  return {
    username,
    universalId: `id=${username},ou=user,o=alpha,ou=services,dc=openam,dc=example,dc=org`,
    realm: '/alpha',
    latestAccessTime: '2030-01-01T00:00:00Z',
    maxIdleExpirationTime: '2100-01-01T00:00:00Z',
    maxSessionExpirationTime: '2100-01-01T00:00:00Z',
  };
}
