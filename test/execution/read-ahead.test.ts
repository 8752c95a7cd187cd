/** Only the caller's own lists are read in parallel with the person, for every spelling. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { begin, openStage, type Stage, type Who } from './wave-stage.ts';
import { wavesOf } from './waves.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** A cached caller, and a slow AM. */
function begun(who: Who, { slow = true } = {}): Promise<SessionHeader> {
  return begin(stage, who, { known: true, slow });
}

/** How the person, and the lists, answer. */
interface Unreadable {
  readonly status: number;
  readonly body?: object;
  readonly lists?: number;
  readonly codes: readonly string[];
}

describe('what is read ahead', () => {
  const oath = 'oath bob + person bob';
  const both = 'oath bob + person bob + push bob';

  test.each([
    ['a list', '{ me { id oathDevices { id } } }', [oath]],
    ['lists alone', '{ me { oathDevices { id } pushDevices { id } } }', ['oath bob + push bob']],
    ['by name', '{ user(id: "bob") { id oathDevices { id } } }', [oath]],
    ['by name and realm', '{ user(id: "bob", realm: "alpha") { id oathDevices { id } } }', [oath]],
    ['aliases', '{ i: me { id a: oathDevices { id } b: oathDevices { name } } }', [oath]],
    [
      'the same person twice: the lists of both',
      '{ me { id oathDevices { id } } again: me { id pushDevices { id } } }',
      [both],
    ],
    [
      'me and by name',
      '{ me { id oathDevices { id } } user(id: "bob") { pushDevices { id } } }',
      [both],
    ],
    ['an inline fragment', '{ me { id ... on User { ... { oathDevices { id } } } } }', [oath]],
    [
      'merged fields',
      '{ me { id } me { oathDevices { id } } ... on Query { me { pushDevices { id } } } }',
      [both],
    ],
    ['kinds', '{ me { id devices(kinds: [OATH, PUSH]) { id } } }', [both]],
    ['by kind', '{ me { id devicesByKind(kinds: [OATH, PUSH]) { devices { id } } } }', [both]],
    [
      'the owner by kind in fragments',
      '{ me { devicesByKind(kinds: [OATH]) { ...K } } } fragment K on DevicesOfKind { devices { ... on RegisteredDevice { owner { email } } } }',
      [oath],
    ],
    [
      'kinds whose lists are skipped',
      '{ me { id devicesByKind(kinds: [OATH]) { kind devices @skip(if: true) { id } } } }',
      ['person bob'],
    ],
    ['no kinds', '{ me { id devices(kinds: []) { id } oathDevices { id } } }', [oath]],
    [
      'what is skipped',
      '{ me { id oathDevices { id } pushDevices @skip(if: true) { id } } }',
      [oath],
    ],
    [
      'what is skipped by a variable',
      'query ($yes: Boolean = true) { me { id oathDevices { id } pushDevices @skip(if: $yes) { id } } }',
      [oath],
    ],
    ['nothing', '{ me { id displayName } }', ['person bob']],
    [
      'beside a permission',
      '{ me { callerCan(action: RESET, kind: OATH) { isAllowed } oathDevices { id } } }',
      [oath],
    ],
    [
      'nothing for a whole person left out',
      '{ me @skip(if: true) { oathDevices { id } } gatewayCapabilities { product } }',
      [],
    ],
    [
      'nothing by another spelling',
      '{ user(id: "Bob") { id oathDevices { id } } }',
      ['person Bob', 'oath bob'],
    ],
    [
      'owners of devices',
      '{ me { id oathDevices { id owner { pushDevices { id } } } } }',
      [oath, 'push bob'],
    ],
  ])('%s', async (_what, query, waves) => {
    const as = await begun('bob');

    const answer = await stage.gateway.ask(query, as);

    expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
    expect(wavesOf(stage.peer.sandbox)).toEqual(waves);
  });

  test.each<readonly [Who, string, string, readonly string[]]>([
    ['bob', 'carol', 'FORBIDDEN', ['person bob']],
    ['a bearer', 'carol', 'FORBIDDEN', []],
    ['helen', 'vera', 'TARGET_PRIVILEGED', ['person helen', 'person vera']],
    ['helen', 'not-there', '', ['person helen', 'person not-there']],
    ['helen', 'bob', '', ['person helen', 'person bob', 'oath bob + push bob']],
  ])('%s sees nothing of %s before the verdict: %s', async (who, id, code, waves) => {
    const as = await begun(who);

    const answer = await stage.gateway.ask(
      `{ user(id: "${id}") { id oathDevices { id } pushDevices { id } } }`,
      as,
    );

    expect(answer.text).toContain(code);
    expect(wavesOf(stage.peer.sandbox)).toEqual(waves);
  });

  test.each<readonly [Who, string, readonly string[]]>([
    ['amadmin', 'bob', ['oath bob + person bob + push bob']],
    ['ada', 'bob', ['person ada', 'oath bob + person bob + push bob']],
    ['amadmin', 'vera', ['oath vera + person vera + push vera']],
    ['amadmin', 'Bob', ['person Bob', 'oath bob + push bob']],
    ['amadmin', 'not-there', ['oath not-there + person not-there + push not-there']],
  ])('%s may see every person, so the lists of %s do not wait', async (who, id, waves) => {
    const as = await begun(who);

    const answer = await stage.gateway.ask(
      `{ user(id: "${id}") { id oathDevices { id } pushDevices { id } } }`,
      as,
    );

    expect(answer.errors).toEqual([]);
    expect(wavesOf(stage.peer.sandbox)).toEqual(waves);
  });

  test('one own and one other person: only the own one', async () => {
    const as = await begun('helen');

    const answer = await stage.gateway.ask(
      '{ me { id oathDevices { id } } user(id: "bob") { id oathDevices { id } } }',
      as,
    );

    expect(answer.errors).toEqual([]);
    const waves = wavesOf(stage.peer.sandbox);
    expect(waves).toEqual(['oath helen + person helen', 'person bob', 'oath bob']);
  });
});

/** Person and lists answer in any order; every failure is reported as without look-ahead. */
describe('a person who cannot be read', () => {
  const query = '{ me { amId oathDevices { id } pushDevices { id } } }';
  const forbidden = { code: 403, message: 'User not permitted.' };
  const gone = { code: 404, reason: 'Not Found', message: 'Resource cannot be found.' };

  test.each<readonly [string, Unreadable]>([
    ['does not exist', { status: 404, body: gone, codes: [] }],
    ['fails', { status: 500, codes: ['UPSTREAM_ERROR'] }],
    ['is forbidden', { status: 403, body: forbidden, codes: ['STEP_UP_REQUIRED'] }],
    ['does not exist, nor can lists be read', { status: 404, body: gone, lists: 500, codes: [] }],
    ['fails, and lists do', { status: 500, lists: 500, codes: ['UPSTREAM_ERROR'] }],
  ])('%s: no person is shown', async (_what, { status, body, lists, codes }) => {
    const as = await begun('bob', { slow: false });
    const { sandbox } = stage.peer;
    sandbox.breakNext({
      match: { path: /users\/bob\?/ },
      times: Infinity,
      effect: { kind: 'status', status, body: body ?? {} },
    });
    if (lists !== undefined) {
      sandbox.breakNext({
        match: { path: 'devices' },
        times: Infinity,
        effect: { kind: 'status', status: lists },
      });
    }

    const answer = await stage.gateway.ask(query, as);
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(answer.data).toEqual({ me: null });
    expect(codesOf(answer)).toEqual(codes);
  });

  test('slowly: lists that have failed meanwhile end nothing', async () => {
    const as = await begun('bob', { slow: false });
    const { sandbox } = stage.peer;
    const slowly = {
      kind: 'hook',
      run: () => new Promise<void>((done) => setTimeout(done, 200)),
    } as const;
    sandbox.breakNext({ match: { path: /users\/bob\?/ }, effect: slowly });
    sandbox.breakNext({
      match: { path: 'devices' },
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    });

    const answer = await stage.gateway.ask(query, as);

    expect(answer.data).toEqual({ me: { amId: 'bob', oathDevices: null, pushDevices: null } });
    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR', 'UPSTREAM_ERROR']);
  });
});
