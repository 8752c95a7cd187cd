/**
 * Requests that could be read in two ways are refused before AM is called: whose they are (contract
 * U25), and what they say.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { bearer, everyCallerEnv, useStage } from '../support/stage.ts';
import { writesTo } from './am-received.ts';
import { sendRaw, type RawAnswer, type RawRequest } from './raw-http.ts';

const limit = 2048;
const me = JSON.stringify({ query: '{ me { id: amId } }' });

const stage = useStage('pingam', { env: everyCallerEnv({ LIMIT_BODY_BYTES: String(limit) }) });
let cookie: string;
let tokens: { readonly alice: string; readonly bob: string };

beforeEach(async () => {
  cookie = stage.peer.cookieName;
  const [alice, bob] = [await stage.peer.signIn('alice'), await stage.peer.signIn('bob')];
  tokens = { alice: alice[cookie] ?? '', bob: bob[cookie] ?? '' };
  stage.sandbox.clearReceived();
});

function send({ body = me, ...request }: RawRequest): Promise<RawAnswer> {
  return sendRaw(stage.gateway.url.replace('/graphql', ''), { body, ...request });
}

function twice(text: string): string[] {
  return [text, text];
}

function besideCookie(session: string): Record<string, string> {
  return { [cookie]: session, cookie: `${cookie}=${tokens.bob}` };
}

function bearerOf(person: string): string {
  return bearer(stage.sandbox, person)['authorization'] ?? '';
}

describe('two credentials of one kind, different or the same', () => {
  test.each<readonly [string, () => Record<string, string | string[]>]>([
    ['access tokens', () => ({ authorization: [bearerOf('alice'), bearerOf('bob')] })],
    ['schemes of Authorization', () => ({ authorization: ['Basic YTpi', bearerOf('alice')] })],
    ['session headers', () => ({ [cookie]: [tokens.alice, tokens.bob] })],
    ['session cookies', () => ({ cookie: `${cookie}=${tokens.alice}; ${cookie}=${tokens.bob}` })],
    ['session cookies, the same', () => ({ cookie: twice(`${cookie}=${tokens.bob}`) })],
    ['a session header beside another cookie', () => besideCookie(tokens.alice)],
    ['an empty session header beside a cookie', () => besideCookie('')],
    ['a part of the cookie as the session header', () => besideCookie(tokens.bob.slice(0, 6))],
  ])('%s: refused, AM is not called', async (_what, headers) => {
    const answer = await send({ headers: Object.fromEntries(Object.entries(headers())) });

    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
    expect(answer.text).not.toContain(tokens.bob);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each<readonly [string, () => Record<string, string>]>([
    ['a session header', () => ({ [cookie]: tokens.alice })],
    ['a session cookie among others', () => ({ cookie: `a=1; ${cookie}=${tokens.alice}; b=2` })],
    ['an access token', () => ({ authorization: bearerOf('alice') })],
  ])('one is accepted: %s', async (_what, headers) => {
    const answer = await send({ headers: headers() });

    expect(answer.text).toContain('"me":{"id":"alice"}');
  });
});

describe('a body', () => {
  test.each(['gzip', 'deflate', 'br', 'identity, gzip', 'x'])(
    'in %s is refused',
    async (coding) => {
      const headers = { [cookie]: tokens.alice, 'content-encoding': coding };

      const answer = await send({ headers });

      expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'identity']);
      expect(stage.sandbox.received()).toEqual([]);
    },
  );

  test.each(['identity', 'Identity', ''])('in "%s" is read', async (coding) => {
    const headers = { [cookie]: tokens.alice, 'content-encoding': coding };

    expect((await send({ headers })).text).toContain('"me":{"id":"alice"}');
  });

  test.each([
    [limit - 1, 200],
    [limit, 200],
    [limit + 1, 413],
  ])('of %i bytes is answered with %i', async (bytes, status) => {
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await send({
        headers: { [cookie]: tokens.alice, ...headers },
        body: me.padEnd(bytes),
      });

      expect(answer.status).toBe(status);
    }
  });
});

describe('a text that is no well-formed UTF-16', () => {
  test.each([
    ['in the query', { query: '{ me { id: amId } } # \ud800' }],
    [
      'in the query, with a hash',
      {
        query: '# \udfff',
        extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } },
      },
    ],
    ['as the id of the document', { documentId: `sha256:${'\udfff'.repeat(64)}` }],
  ])('%s is refused, AM is not called', async (_where, body) => {
    const answer = await send({ headers: { [cookie]: tokens.alice }, body: JSON.stringify(body) });

    expect(answer.status).toBe(400);
    expect(stage.sandbox.received()).toEqual([]);
  });

  const odd = 'why \ud800';
  test.each<readonly [string, object]>([
    ['reason', { reason: odd }],
    ['ticket', { ticket: odd }],
    ['idempotencyKey', { idempotencyKey: odd }],
    [
      'verification.reference',
      { verification: { method: 'call-back', at: new Date().toISOString(), reference: odd } },
    ],
  ])('as the %s of a change is refused, nothing is sent', async (name, input) => {
    const query = `mutation ($input: ResetDevicesOfKindInput!) {
      resetOathDevices(input: $input) { outcome errors { code } } }`;
    const variables = { input: { target: { me: true }, ...input } };

    const answer = await send({
      headers: { [cookie]: tokens.alice },
      body: JSON.stringify({ query, variables }),
    });

    expect(answer.text).toContain(`"path":${JSON.stringify(['input', ...name.split('.')])}`);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});
