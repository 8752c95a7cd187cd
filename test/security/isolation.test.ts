/** What is loaded for one caller never reaches another (security A16, design D8). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const requests = 1000;
const atOnce = 40;

const query = `{
  caller { roles realm }
  me { id: amId email oathDevices { id: amId owner { id: amId } } pushDevices { id: amId } }
  user(id: "alice") { id: amId email oathDevices { id: amId } }
}`;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

test('a thousand interleaved requests keep apart', async () => {
  const callers = await everyCaller();
  const wrong: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < requests) {
      const caller = callers[next++ % callers.length];
      if (caller === undefined) return;
      const { data, errors } = await stage.gateway.ask(query, caller.as);
      const seen = JSON.stringify([data, errors.map(({ extensions }) => extensions.code)]);
      if (seen !== caller.expected) wrong.push(`${caller.name}: ${seen}`);
    }
  };

  await Promise.all(Array.from({ length: atOnce }, worker));

  expect(wrong).toEqual([]);
  expect(next).toBeGreaterThanOrEqual(requests);
});

test('one connection carries several callers apart', async () => {
  const [alice, bob] = await everyCaller();
  if (alice === undefined || bob === undefined) throw new Error('no callers');

  const first = await stage.gateway.ask('{ me { id: amId } }', alice.as);
  const second = await stage.gateway.ask('{ me { id: amId } }', bob.as);
  const third = await stage.gateway.ask('{ me { id: amId } }');

  expect([first.data, second.data, third.data]).toEqual([
    { me: { id: 'alice' } },
    { me: { id: 'bob' } },
    { me: null },
  ]);
});

test('AM sees each call with its own session', async () => {
  const callers = await everyCaller();
  stage.sandbox.clearReceived();

  await Promise.all(callers.map(({ as }) => stage.gateway.ask(query, as)));

  const cookie = stage.sandbox.cookieName.toLowerCase();
  const owners = new Map(callers.map(({ name, as }) => [Object.values(as)[0], name]));
  const seen = stage.sandbox
    .received()
    .filter(({ path }) => path.includes('/users/bob'))
    .map(({ headers }) => owners.get(String(headers[cookie])));
  expect(seen).toEqual(['bob', 'bob', 'bob']);
});

interface Caller {
  readonly name: string;
  readonly as: SessionHeader;
  readonly expected: string;
}

async function everyCaller(): Promise<Caller[]> {
  const person = { id: 'alice', email: 'alice@example.com' };
  const aliceDevices = [{ id: deviceIds.aliceOath }];
  const aliceSeen = { ...person, oathDevices: aliceDevices };
  const alice = {
    caller: { roles: ['SELF'], realm: 'alpha' },
    me: {
      ...person,
      oathDevices: [{ id: deviceIds.aliceOath, owner: { id: 'alice' } }],
      pushDevices: [{ id: deviceIds.alicePush }],
    },
    user: aliceSeen,
  };
  const bob = {
    caller: { roles: ['SELF'], realm: 'alpha' },
    me: {
      id: 'bob',
      email: 'bob@example.com',
      oathDevices: [
        { id: deviceIds.bobOath, owner: { id: 'bob' } },
        { id: deviceIds.bobOathSecond, owner: { id: 'bob' } },
      ],
      pushDevices: [{ id: deviceIds.bobPush }],
    },
    user: null,
  };
  const amadmin = {
    caller: { roles: ['SUPER_USER'], realm: null },
    me: null,
    user: aliceSeen,
  };
  const nobody = { caller: { roles: [], realm: null }, me: null, user: null };
  const { signIn } = stage.peer;
  return [
    { name: 'alice', as: await signIn('alice'), expected: JSON.stringify([alice, []]) },
    { name: 'bob', as: await signIn('bob'), expected: JSON.stringify([bob, ['FORBIDDEN']]) },
    {
      name: 'amadmin',
      as: await signIn('amadmin'),
      expected: JSON.stringify([amadmin, ['FORBIDDEN']]),
    },
    {
      name: 'nobody',
      as: {},
      expected: JSON.stringify([nobody, ['UNAUTHENTICATED', 'UNAUTHENTICATED']]),
    },
  ];
}
