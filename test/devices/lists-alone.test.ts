/** Who asks only for their own lists of devices costs AM only those: the person is not read. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { bearer, openStage } from '../access/cast.ts';
import type { Stage } from '../access/cast.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';

let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  stage.sandbox.reset();
  alice = await stage.peer.signIn('alice');
  await stage.gateway.ask('{ viewer { realm } }', alice);
  stage.sandbox.clearReceived();
});
afterAll(() => stage?.close());

/** The calls about people, in any order: `users/alice` and what is below. */
function calls({ sandbox }: Stage = stage): string[] {
  return sandbox
    .received()
    .flatMap(({ path }) => /users\/[^?]+/.exec(path)?.[0] ?? [])
    .toSorted();
}

const oath = 'users/alice/devices/2fa/oath';
const push = 'users/alice/devices/2fa/push';

const person = 'users/alice';
test.each([
  ['two lists', '{ me { oathDevices { id name } pushDevices { name } } }', [oath, push]],
  ['one kind', '{ me { __typename devices(kinds: [OATH]) { id } } }', [oath]],
  ['a fragment', '{ me { ...Lists } } fragment Lists on User { oathDevices { id } }', [oath]],
  ['aliases', '{ a: me { oathDevices { id } } b: me { pushDevices { id } } }', [oath, push]],
  ['a name', '{ me { id oathDevices { id } } }', [person, oath]],
  ['the realm', '{ me { realm oathDevices { id } } }', [person, oath]],
  ['the owner', '{ me { oathDevices { owner { email } } } }', [person, oath]],
  [
    'the owner in a fragment',
    '{ me { oathDevices { ... on Device { owner { id } } } } }',
    [person, oath],
  ],
  ['the choice to skip', '{ me { oathSkip oathDevices { id } } }', [person, oath]],
  [
    'what the viewer can',
    '{ me { viewerCan { resetOath { allowed } } oathDevices { id } } }',
    [person, oath],
  ],
  ['another field beside', '{ a: me { oathDevices { id } } b: me { email } }', [person, oath]],
  ['a name given', '{ user(id: "alice") { oathDevices { id } } }', [person, oath]],
])('%s', async (_label, query, expected) => {
  const answer = await stage.gateway.ask(query, alice);

  expect(answer.errors).toEqual([]);
  expect(calls()).toEqual(expected);
});

test('nothing selected is known, and so nothing else is told', async () => {
  const query = '{ a: me { oathDevices { id } } b: me { displayName status oathSkip } }';

  const { data } = await stage.gateway.ask(query, alice);

  const b = { displayName: 'Alice Example', status: 'ACTIVE', oathSkip: 'REQUIRED' };
  expect(data).toMatchObject({ b });
});

test('a token does not stand for whom AM knows: the person is read', async () => {
  const token = bearer(stage.sandbox, 'alice', { scopes: ['devices:read'] });

  await stage.gateway.ask('{ me { id } }', token); // the gateway signs itself in
  stage.sandbox.clearReceived();

  await stage.gateway.ask('{ me { oathDevices { id } } }', token);

  expect(calls()).toEqual(['users/alice', oath]);
});

test('a person signed in under another spelling is read', async () => {
  const openam = await openStage('openam'); // its sessions keep what was typed (F1)
  try {
    const capitals = await openam.peer.signIn('ALICE', 'alpha');
    openam.sandbox.clearReceived();

    const answer = await openam.gateway.ask('{ me { oathDevices { id } } }', capitals);

    expect(answer.errors).toEqual([]);
    expect(calls(openam)).toEqual(['users/ALICE', oath]);
  } finally {
    await openam.close();
  }
});

test('a session that has ended gets nothing', async () => {
  const answer = await stage.gateway.ask('{ me { oathDevices { id } } }', {
    [stage.peer.cookieName]: 'AQIC5wM2LY4SfcUnknown',
  });

  expect([answer.data, codesOf(answer)]).toEqual([{ me: null }, ['UNAUTHENTICATED']]);
  expect(calls()).toEqual([]);
});
