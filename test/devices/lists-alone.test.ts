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

test.each([
  { query: '{ me { oathDevices { id name } pushDevices { name } } }', expected: [oath, push] },
  { query: '{ me { __typename devices(kinds: [OATH]) { id } } }', expected: [oath] },
  { query: '{ me { ...Lists } } fragment Lists on User { oathDevices { id } }', expected: [oath] },
  {
    query: '{ a: me { oathDevices { id } } b: me { pushDevices { id } } }',
    expected: [oath, push],
  },
])('$query', async ({ query, expected }) => {
  const answer = await stage.gateway.ask(query, alice);

  expect(answer.errors).toEqual([]);
  expect(calls()).toEqual(expected);
});

test.each([
  { label: 'a name', query: '{ me { id oathDevices { id } } }' },
  { label: 'the realm', query: '{ me { realm oathDevices { id } } }' },
  { label: 'the owner', query: '{ me { oathDevices { owner { email } } } }' },
  {
    label: 'the owner in a fragment',
    query: '{ me { oathDevices { ... on Device { owner { id } } } } }',
  },
  { label: 'the choice to skip', query: '{ me { oathSkip oathDevices { id } } }' },
  {
    label: 'what the viewer can',
    query: '{ me { viewerCan { resetOath { allowed } } oathDevices { id } } }',
  },
  { label: 'another field beside', query: '{ a: me { oathDevices { id } } b: me { email } }' },
  { label: 'a name given', query: '{ user(id: "alice") { oathDevices { id } } }' },
])('with $label the person is read', async ({ query }) => {
  const answer = await stage.gateway.ask(query, alice);

  expect(answer.errors).toEqual([]);
  expect(calls()).toEqual(['users/alice', oath]);
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
