/**
 * What of a client's request goes on to AM (security C14), how each call is marked (C15), and where
 * a request may go at all (C17).
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SessionHeader } from '../support/peer.ts';
import { sendRaw } from './raw-http.ts';
import { useStage } from '../support/stage.ts';

const myDevices = '{ me { id: amId oathDevices { id: amId } pushDevices { id: amId } } }';
const reset =
  'mutation { resetOathDevices(input: { target: { me: true } }) { outcome isVerified } }';

const stage = useStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
});

describe('security C14: of a client’s headers', () => {
  const own = ['accept', 'accept-api-version', 'connection', 'host'];
  const marks = ['x-forgerock-transactionid', 'x-requested-with'];

  test('only the session reaches AM', async () => {
    const name = stage.sandbox.cookieName;
    const headers = {
      ...alice,
      cookie: `${name}=${alice[name]}; amlbcookie=01; other=1`,
      host: 'evil.test',
      'accept-api-version': 'resource=9.9',
      'accept-language': 'xx',
      authorization: 'Basic x',
      forwarded: 'for=1.1.1.1',
      'if-match': '*',
      'user-agent': 'evil',
      'x-forwarded-for': '1.1.1.1',
      'x-forwarded-host': 'evil.test',
      'x-http-method-override': 'DELETE',
      'x-openam-username': 'amadmin',
      'x-openam-password': 'x',
      'x-requested-with': 'evil',
      'x-original-url': '/am/json/users/bob',
    };

    const { text } = await sendRaw(stage.gateway.url, { headers, body: bodyOf(myDevices) });
    await sendRaw(stage.gateway.url, { headers, body: bodyOf(reset) });

    expect(text).toContain('"id":"alice"');
    const received = stage.sandbox.received();
    expect(received.length).toBeGreaterThan(6);
    const session = name.toLowerCase();
    for (const call of received) {
      const body = call.method === 'POST' ? ['content-length', 'content-type'] : [];
      const names = [...own, ...marks, session, ...body].toSorted();
      expect(Object.keys(call.headers).toSorted()).toEqual(names);
      expect(call.headers[session]).toBe(alice[name]);
      expect(call.headers.host).toBe(new URL(stage.sandbox.origin).host);
      expect(call.headers['x-requested-with']).toBe('identity-gateway');
      expect(call.headers['accept-api-version']).toMatch(/^protocol=2\.1,resource=[124]\.0$/);
    }
    const [write, ...others] = received.filter(({ path }) => path.includes('_action=reset'));
    expect(others).toEqual([]);
    expect(write).toMatchObject({ method: 'POST', body: '{}' });
    expect(write?.headers).toMatchObject({
      'accept-api-version': 'protocol=2.1,resource=1.0',
      'content-type': 'application/json',
    });
  });

  test.each([
    ['a plain id', 'x-correlation-id', 'Abc-123', true],
    ['a plain transaction id', 'x-forgerock-transactionid', 'Abc-123', true],
    ['64 characters', 'x-correlation-id', 'a'.repeat(64), true],
    ['65 characters', 'x-correlation-id', 'a'.repeat(65), false],
    ['a blank', 'x-forgerock-transactionid', 'a b', false],
    ['a slash', 'x-forgerock-transactionid', '../etc', false],
    ['a quotation mark', 'x-forgerock-transactionid', '"},{"x":"', false],
    ['a letter beyond ASCII', 'x-forgerock-transactionid', 'idé', false],
    ['an escape', 'x-correlation-id', '%0d%0aX: 1', false],
    ['nothing', 'x-correlation-id', '', false],
  ])('a correlation id is kept beside the own one: %s', async (_label, header, value, isKept) => {
    const answer = await sendRaw(stage.gateway.url, {
      headers: { ...alice, [header]: value },
      body: bodyOf(myDevices),
    });

    const id = String(answer.headers['x-correlation-id']);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    const sent = stage.sandbox.received().map(({ headers }) => headers);
    const transactions = sent.map((headers) => headers['x-forgerock-transactionid']);
    expect(new Set(transactions)).toEqual(new Set([id]));
    const beside = sent.map((headers) => headers['x-client-correlation-id']);
    expect(new Set(beside)).toEqual(new Set([isKept ? value : undefined]));
  });
});

describe('security C17: other places', () => {
  test.each([
    '/graphql/',
    '//graphql',
    '/GRAPHQL',
    '/graphql%3f',
    '/./graphql',
    '/x/../graphql',
    '/graphql;x=1',
    '/health',
    '/health/ready/',
    'http://evil.test/graphql',
    '*',
  ])('are not found by another spelling: %s', async (path) => {
    const answer = await sendRaw(stage.gateway.url, { path, headers: alice, body: bodyOf(reset) });

    expect(answer.status).toBe(404);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

function bodyOf(query: string): string {
  return JSON.stringify({ query });
}
