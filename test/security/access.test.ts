/** Who may do what: object, function and field level (security A1–A6, A11, F4). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { getNamedType, isInputObjectType, type GraphQLArgument } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsAboutPeople, callsTo, writesTo } from './am-received.ts';
import { onStage, useStage } from '../support/stage.ts';

const checkOfSession = 'POST sessions?_action=getSessionInfo';

const stage = useStage('pingam', { env: { AM_REALMS: 'alpha,beta', SESSION_CACHE_SECONDS: '0' } });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
});

describe('security A1, A6: another person', () => {
  const paths: readonly (readonly [string, string])[] = [
    ['a plain field', '{ user(id: "bob") { oathDevices { id: amId } } }'],
    ['the person alone', '{ user(id: "bob") { id: amId } }'],
    ['push devices', '{ user(id: "bob") { pushDevices { id: amId } } }'],
    ['an alias', '{ me: user(id: "bob") { me: oathDevices { id: amId } } }'],
    ['a fragment', '{ ...F } fragment F on Query { user(id: "bob") { oathDevices { id: amId } } }'],
    [
      'inline fragments down to the interface',
      '{ ... on Query { user(id: "bob") { ... on User { oathDevices { ... on RegisteredDevice { owner { id: amId } } } } } } }',
    ],
    [
      'a variable default',
      'query ($id: ID! = "bob") { user(id: $id) { oathDevices { id: amId } } }',
    ],
    ['a directive', '{ user(id: "bob") @include(if: true) { oathDevices { id: amId } } }'],
    [
      'the payload of a dry run',
      'mutation { resetOathDevices(input: { target: { user: { id: "bob" } }, dryRun: true }) { removedDevices { id: amId } user { oathDevices { id: amId } } } }',
    ],
    [
      'the payload of a reset',
      'mutation { resetPushDevices(input: { target: { user: { id: "bob" } } }) { user { pushDevices { id: amId } } } }',
    ],
  ];

  test.each(paths)('is refused alike by %s', async (_label, query) => {
    const answer = await stage.gateway.ask(query, alice);

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.errors[0]?.message).toBe('You do not have permission to do this.');
    expect(Object.values(answer.data ?? {}).every((value) => value === null)).toBe(true);
    expect(callsTo(stage.sandbox)).toEqual([checkOfSession]);
  });

  test('is never reached through owners', async () => {
    const { data, errors } = await stage.gateway.ask(
      '{ me { oathDevices { owner { id: amId oathDevices { id: amId owner { id: amId pushDevices { id: amId } } } } } } }',
      alice,
    );

    expect(errors).toEqual([]);
    const pushDevices = [{ id: deviceIds.alicePush }];
    const owner = { id: 'alice', pushDevices };
    const oathDevices = [{ id: deviceIds.aliceOath, owner }];
    expect(data).toEqual({ me: { oathDevices: [{ owner: { id: 'alice', oathDevices } }] } });
    expect(callsAboutPeople(stage.sandbox).every((call) => call.includes('/alice'))).toBe(true);
  });
});

describe('security A2, A3: every mutation of the schema', () => {
  test.each([
    ['alice, somebody else', 'alice', 'FORBIDDEN'],
    ['helen of the help desk', 'helen', 'FORBIDDEN'],
    ['oscar, a delegated administrator', 'oscar', 'FORBIDDEN'],
    ['mallory of another realm', 'mallory', 'FORBIDDEN'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ])('is refused to %s', async (_label, name, code) => {
    const realm = name === 'mallory' ? 'beta' : 'alpha';
    const as = name === null ? {} : await stage.peer.signIn(name, realm);
    const mutations = (await createSchema()).getMutationType()?.getFields() ?? {};

    for (const { name: mutation, args } of Object.values(mutations)) {
      if (isOwnOnly(mutation)) continue;
      const input = inputFor(args[0]);
      const query = `mutation ($input: ${args[0]?.type.toString()}) { ${mutation}(input: $input) { __typename } }`;
      const answer = await stage.gateway.ask(query, as, { input });
      expect([codesOf(answer), answer.data]).toEqual([[code], { [mutation]: null }]);
    }

    expect(Object.keys(mutations).length).toBeGreaterThanOrEqual(5);
    expect(writesTo(stage.sandbox)).toEqual([]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
  });

  test('takes no other argument than its input', async () => {
    const fields = (await createSchema()).getMutationType()?.getFields() ?? {};

    expect(Object.values(fields).map(({ args }) => args.map(({ name }) => name))).toEqual(
      Object.keys(fields).map(() => ['input']),
    );
  });
});

describe('security A11: realms', () => {
  test('come from the session, not from the URL', async () => {
    const response = await fetch(`${stage.gateway.url}/graphql?realm=/beta&_realm=beta`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...alice, 'X-OpenAM-Realm': '/beta' },
      body: JSON.stringify({ query: '{ me { realm oathDevices { id: amId } } }' }),
    });

    expect(await response.json()).toMatchObject({
      data: { me: { realm: 'alpha', oathDevices: [{ id: deviceIds.aliceOath }] } },
    });
    const paths = stage.sandbox.received().map(({ path }) => path);
    expect(paths.slice(1).every((path) => path.includes('/realms/root/realms/alpha/'))).toBe(true);
    expect(paths.some((path) => path.includes('beta'))).toBe(false);
  });

  test('that are not served give no rights', async () => {
    await onStage('pingam', { env: { AM_REALMS: 'alpha' } }, async ({ peer, sandbox, gateway }) => {
      const mallory = await peer.signIn('mallory', 'beta');

      const caller = await gateway.ask('{ caller { roles realm } }', mallory);
      const me = await gateway.ask('{ me { id: amId } }', mallory);
      const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
      const write = await gateway.ask(reset, mallory);

      expect(caller.data).toEqual({ caller: { roles: [], realm: null } });
      expect([codesOf(me), codesOf(write)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
      expect(callsAboutPeople(sandbox)).toEqual([]);
    });
  });

  test('of their own do not make an amadmin', async () => {
    const people = '/json/realms/root/realms/alpha/users?_action=create';
    const created = await stage.peer.rest.call(people, {
      method: 'POST',
      headers: await stage.peer.signIn('amadmin'),
      json: { username: 'amadmin', userpassword: sandboxPassword },
    });
    const impostor = await stage.peer.signIn('amadmin', 'alpha');

    const caller = await stage.gateway.ask('{ caller { roles realm } }', impostor);
    const bob = await stage.gateway.ask('{ user(id: "bob") { id: amId } }', impostor);

    expect(created.status).toBe(201);
    expect(caller.data).toEqual({ caller: { roles: ['SELF'], realm: 'alpha' } });
    expect(codesOf(bob)).toEqual(['FORBIDDEN']);
  });
});

test('security C18: a reset is judged again by AM’s own name', async () => {
  const own = { _id: 'alice', uid: ['bob'], cn: ['Alice'] };
  const devices = { result: [{ uuid: deviceIds.bobOath, deviceName: 'x' }] };
  stage.sandbox.breakNext({ match: { path: 'users/alice?' }, effect: { kind: 'body', body: own } });
  stage.sandbox.breakNext({
    match: { method: 'GET', path: 'users/bob/devices' },
    times: 2,
    effect: { kind: 'body', body: devices },
  });

  const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
  const answer = await stage.gateway.ask(reset, alice);

  expect([answer.data, codesOf(answer)]).toEqual([{ resetOathDevices: null }, ['FORBIDDEN']]);
  expect(writesTo(stage.sandbox)).toEqual([]);
});

/**
 * Whether a mutation names no person, because it concerns the caller only. What it shows of other
 * people is in `test/access/reports.test.ts`.
 */
function isOwnOnly(mutation: string): boolean {
  return mutation === 'reportUnrecognisedChange';
}

/** An input about bob that fits a mutation: what it takes of all that a change can take. */
function inputFor(argument: GraphQLArgument | undefined): object {
  const type = argument && getNamedType(argument.type);
  const taken = isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  const everything = {
    target: { user: { id: 'bob', realm: 'alpha' } },
    kind: 'OATH',
    kinds: ['OATH', 'PUSH'],
    deviceId: deviceIds.bobOath,
    name: 'mine now',
    reference: '7K3M-9QXT-2BW4-C0HJ',
    id: '4C8M-PGN2-XW7Q-0TRD',
    user: { id: 'bob', realm: 'alpha' },
    proofId: 'Vn3Jw0mQZk2y8tB5uR7xXg',
    code: '123456',
    realm: 'alpha',
    level: 'FROZEN',
    until: '2030-01-01T00:00:00.000Z',
    reason: 'an attack',
    effect: 'RESET',
  };
  // A change without a proof is refused for the caller alone.
  const left = taken.includes('effect') ? ['proofId', 'deviceId', 'kind'] : ['proofId'];
  const wanted = taken.includes('target') ? taken.filter((name) => !left.includes(name)) : taken;
  return Object.fromEntries(Object.entries(everything).filter(([name]) => wanted.includes(name)));
}
