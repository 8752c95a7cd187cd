/** The client of `identity-gateway/client`, over real HTTP to a gateway in front of the sandbox. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createClient,
  GatewayError,
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
} from '../../src/client/index.ts';
import type { GatewayClient } from '../../src/client/index.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { presetDocument } from './preset-document.ts';
import type { SandboxPeer } from '../support/peer.ts';

let peer: SandboxPeer;
let gateway: TestGateway;
let alice: GatewayClient;

beforeAll(async () => {
  peer = await openSandboxPeer();
  gateway = await startTestGateway(peer);
});
beforeEach(async () => {
  peer.sandbox.reset();
  alice = createClient({ url: `${gateway.url}/graphql`, headers: await peer.signIn('alice') });
});
afterAll(async () => {
  await gateway?.stop();
  await peer?.close();
});

test('a query needs no variables and is typed', async () => {
  const { data, errors } = await alice.request(MyDevicesDocument);

  const names: (string | null)[] | undefined = data?.me?.oathDevices?.map(({ name }) => name);
  expect(names).toEqual(["Alice's phone"]);
  expect(data?.me?.pushDevices).toMatchObject([{ kind: 'PUSH', name: "Alice's push phone" }]);
  expect(errors).toEqual([]);
});

test('a mutation takes its variables', async () => {
  const { data, errors } = await alice.request(ResetOathDevicesDocument, { input: {} });

  expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true, errors: [] });
  expect(data?.resetOathDevices?.removedDevices).toMatchObject([{ id: deviceIds.aliceOath }]);
  expect(errors).toEqual([]);
  expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
});

test('what succeeded stays beside what failed', async () => {
  const { data, errors } = await alice.request('{ me { id } user(id: "bob") { id } }');

  expect(data).toEqual({ me: { id: 'alice' }, user: null });
  expect(errors).toHaveLength(1);
  expect(errors[0]).toBeInstanceOf(GatewayError);
  expect(errors[0]).toMatchObject({
    name: 'GatewayError',
    message: 'You may not do this.',
    code: 'FORBIDDEN',
    path: ['user'],
    correlationId: expect.stringMatching(/^[\w-]{8,}$/),
  });
});

test('somebody who is not signed in reads why', async () => {
  const stranger = createClient({ url: `${gateway.url}/graphql` });

  const { data, errors } = await stranger.request(MyDevicesDocument);

  expect(data).toEqual({ me: null });
  expect(errors.map(({ code, path }) => ({ code, path }))).toEqual([
    { code: 'UNAUTHENTICATED', path: ['me'] },
  ]);
});

test('a wrong argument is named in the facts', async () => {
  const { data, errors } = await alice.request(PersonDevicesDocument, { id: '../bob' });

  expect(data).toEqual({ user: null });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', facts: { argument: 'id' } }]);
});

test('a refused request has no data, one error and no path', async () => {
  const { data, errors } = await alice.request('{ nonsense }');

  expect(data).toBeNull();
  expect(errors).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED', path: [] }]);
});

test('headers may be asked for before each request', async () => {
  const sessions = [await peer.signIn('alice'), await peer.signIn('bob')];
  const client = createClient({
    url: `${gateway.url}/graphql`,
    headers: async () => sessions.shift() ?? {},
  });

  const first = await client.request(MyDevicesDocument);
  const second = await client.request(MyDevicesDocument);

  expect([first.data?.me?.id, second.data?.me?.id]).toEqual(['alice', 'bob']);
});

test('an aborted request rejects with the reason of its signal', async () => {
  const controller = new AbortController();
  const reason = new Error('the page is gone');

  const answer = alice.request(MyDevicesDocument, {}, { signal: controller.signal });
  controller.abort(reason);

  await expect(answer).rejects.toBe(reason);
});

test('a deadline rejects with a TimeoutError', async () => {
  peer.sandbox.breakNext({ match: { path: /devices/ }, effect: { kind: 'blackhole' } });

  const answer = alice.request(MyDevicesDocument, {}, { signal: AbortSignal.timeout(100) });

  await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
});

describe('with trusted documents preferred', () => {
  let trusting: TestGateway;

  beforeAll(async () => {
    trusting = await startTestGateway(peer, { env: { TRUSTED_DOCUMENTS: 'prefer' } });
  });
  afterAll(() => trusting?.stop());

  test('a document is sent by its id alone', async () => {
    const sent: unknown[] = [];
    const client = createClient({
      url: `${trusting.url}/graphql`,
      headers: await peer.signIn('alice'),
      documents: 'id',
      fetch: (url, init) => {
        sent.push(init?.body);
        return fetch(url, init);
      },
    });

    const { data, errors } = await client.request(ResetOathDevicesDocument, { input: {} });

    const { hash } = ResetOathDevicesDocument.__meta__;
    expect(sent).toEqual([
      JSON.stringify({ documentId: `sha256:${hash}`, variables: { input: {} } }),
    ]);
    expect(errors).toEqual([]);
    expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE' });
  });

  test('a document that the gateway does not know is said to be unknown', async () => {
    const client = createClient({ url: `${trusting.url}/graphql`, documents: 'id' });
    const document = presetDocument('{ viewer { roles } }', { hash: '0'.repeat(64) });

    const { data, errors } = await client.request(document);

    expect(data).toBeNull();
    expect(errors).toMatchObject([{ code: 'PERSISTED_QUERY_NOT_FOUND' }]);
  });
});
