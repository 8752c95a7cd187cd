/** Which media type an answer has, and which status goes with it (GraphQL over HTTP, sections 4 and 6). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, read } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
  alice = await stage.peer.signIn('alice');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

interface Sent {
  readonly status: number;
  readonly type: string | null;
  readonly codes: readonly string[];
}

/** Sends a body as JSON and gives status, type and codes of the answer. */
async function send(body: unknown, headers: Readonly<Record<string, string>>): Promise<Sent> {
  const response = await stage.gateway.fetch({
    method: 'POST',
    headers: { 'content-type': json, ...alice, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = await read(response);
  return {
    status: answer.status,
    type: response.headers.get('content-type'),
    codes: codesOf(answer),
  };
}

describe('an answer to', () => {
  test.each([
    // What clients really send.
    ['nothing but */*', '*/*', json],
    [
      'the header that the draft recommends',
      `${graphql}; charset=utf-8, ${json}; charset=utf-8`,
      graphql,
    ],
    ['Apollo Client', `${graphql},${json};q=0.9`, graphql],
    [
      'urql',
      `${graphql}, application/graphql+json, ${json}, text/event-stream, multipart/mixed`,
      graphql,
    ],
    ['Relay', json, json],
    ['an Apollo Router', `${json}, ${graphql}`, json],
    ['a browser’s fetch of anything', `${json}, text/plain, */*`, json],
    // Order, quality, wildcards, letters.
    ['the new type alone', graphql, graphql],
    ['the new type first', `${graphql}, ${json}`, graphql],
    ['the new type second', `${json}, ${graphql}`, json],
    ['the new type with more quality', `${json};q=0.2, ${graphql};q=0.3`, graphql],
    ['the new type with less quality', `${graphql};q=0.8, ${json};q=0.9`, json],
    ['the new type, then anything', `${graphql}, */*;q=0.1`, graphql],
    ['anything of application', 'application/*', json],
    ['anything but JSON', `${json};q=0, */*`, graphql],
    ['something else, then anything', 'text/plain, */*;q=0.1', json],
    ['unknown types first', `application/cbor, image/webp, ${json};q=0.1`, json],
    ['capitals', 'Application/JSON', json],
    ['a charset in capitals', `${json}; Charset="UTF-8"`, json],
    ['no blanks', `${graphql};charset=utf-8,${json}`, graphql],
    ['blanks and empty places', ` , ${graphql} ;q=1 ,, `, graphql],
  ])('%s has the type that it prefers', async (_label, accept, type) => {
    expect(await send({ query: '{ me { id } }' }, { accept })).toEqual({
      status: 200,
      type: `${type}; charset=utf-8`,
      codes: [],
    });
  });

  test('no Accept at all is JSON', async () => {
    const { hostname, port } = new URL(stage.gateway.url);
    const { request } = await import('node:http');
    const type = await new Promise((resolve, reject) => {
      const headers = { 'content-type': json };
      request({ hostname, port, method: 'POST', path: '/graphql', headers }, (response) => {
        response.resume();
        resolve(response.headers['content-type']);
      })
        .on('error', reject)
        .end('{"query":"{ __typename }"}');
    });

    expect(type).toBe(`${json}; charset=utf-8`);
  });
});

test.each([
  ['a page', 'text/html'],
  ['any text', 'text/*'],
  ['no quality', `${json};q=0`],
  ['nothing of any quality', '*/*;q=0'],
  ['another charset', `${json}; charset=utf-16`],
  ['another charset of the new type', `${graphql}; charset=latin1`],
  ['a profile of JSON', `${json}; profile="x"`],
  ['the old type of GraphQL', 'application/graphql+json'],
  ['a stream', 'text/event-stream'],
  ['parts', 'multipart/mixed'],
  ['an empty list', ','],
  ['no media type', 'json'],
])('406 for %s, before AM is asked', async (_label, accept) => {
  const sent = await send({ query: '{ me { id } }' }, { accept });

  expect(sent).toEqual({
    status: 406,
    type: `${json}; charset=utf-8`,
    codes: ['BAD_REQUEST'],
  });
  expect(stage.sandbox.received()).toEqual([]);
});

test('a mutation whose answer could not be read never runs', async () => {
  const query = 'mutation { resetOathDevices(input: {}) { outcome } }';

  expect((await send({ query }, { accept: 'text/html' })).status).toBe(406);
  expect(stage.sandbox.received()).toEqual([]);
});

describe('the status is told by what went wrong:', () => {
  const unknownHash = { documentId: `sha256:${'a'.repeat(64)}` };
  test.each([
    // What has run is 200, whatever came of it.
    ['data', { query: '{ me { id } }' }, [200, 200], []],
    ['a refused field', { query: '{ user(id: "bob") { id } }' }, [200, 200], ['FORBIDDEN']],
    ['a bad argument', { query: '{ user(id: "../x") { id } }' }, [200, 200], ['BAD_USER_INPUT']],
    // What is wrong in the document or its variables.
    ['no GraphQL', { query: '{' }, [200, 400], ['GRAPHQL_PARSE_FAILED']],
    ['an unknown field', { query: '{ nothing }' }, [200, 400], ['GRAPHQL_VALIDATION_FAILED']],
    [
      'a missing variable',
      { query: 'query ($id: ID!) { user(id: $id) { id } }' },
      [200, 400],
      ['BAD_USER_INPUT'],
    ],
    [
      'an unknown operation',
      { query: 'query A { me { id } }', operationName: 'B' },
      [200, 400],
      ['OPERATION_RESOLUTION_FAILURE'],
    ],
    [
      'no operation of two chosen',
      { query: 'query A { me { id } } query B { me { id } }' },
      [200, 400],
      ['OPERATION_RESOLUTION_FAILURE'],
    ],
    ['an unknown hash', unknownHash, [200, 400], ['PERSISTED_QUERY_NOT_FOUND']],
    // What is refused by a limit, or is no GraphQL request at all.
    [
      'too many fields',
      { query: `{ me { ${'id '.repeat(501)} } }` },
      [400, 400],
      ['OPERATION_TOO_LARGE'],
    ],
    ['a subscription', { query: 'subscription { me { id } }' }, [400, 400], ['BAD_USER_INPUT']],
    ['no query', {}, [400, 400], ['BAD_REQUEST']],
    ['no JSON', '{', [400, 400], ['BAD_REQUEST']],
    ['a batch', [], [400, 400], ['BAD_REQUEST']],
    ['a malformed id', { documentId: 'x' }, [400, 400], ['BAD_REQUEST']],
  ])('%s', async (_label, body, [asJson, asGraphql], codes) => {
    expect([await send(body, { accept: json }), await send(body, { accept: graphql })]).toEqual([
      { status: asJson, type: `${json}; charset=utf-8`, codes },
      { status: asGraphql, type: `${graphql}; charset=utf-8`, codes },
    ]);
  });

  test.each([
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['two sessions', { cookie: 'iPlanetDirectoryPro=x' }, 400],
  ])('%s, in the type that the client takes', async (_label, headers, status) => {
    const sent = await send({ query: '{ me { id } }' }, { accept: graphql, ...headers });

    expect(sent).toEqual({ status, type: `${graphql}; charset=utf-8`, codes: ['BAD_REQUEST'] });
  });

  test('an answer without data says so by leaving it out', async () => {
    const response = await stage.gateway.fetch({
      method: 'POST',
      headers: { 'content-type': json, accept: graphql },
      body: '{"query":"{ nothing }"}',
    });

    expect(Object.keys(JSON.parse(await response.text()))).toEqual(['errors']);
  });
});
