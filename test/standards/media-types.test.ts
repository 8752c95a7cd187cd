/** The media type and the status of a response (GraphQL over HTTP, sections 4 and 6). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendRaw } from '../security/raw-http.ts';
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

describe('a response', () => {
  test.each([
    // What clients send: anything, the draft, Apollo Client, urql, Relay, Apollo Router, a browser.
    ['*/*', json],
    [`${graphql}; charset=utf-8, ${json}; charset=utf-8`, graphql],
    [`${graphql},${json};q=0.9`, graphql],
    [`${graphql}, application/graphql+json, ${json}, text/event-stream, multipart/mixed`, graphql],
    [json, json],
    [`${json}, ${graphql}`, json],
    [`${json}, text/plain, */*`, json],
    // Order, quality, wildcards, case, spaces.
    [graphql, graphql],
    [`${graphql}, ${json}`, graphql],
    [`${json};q=0.2, ${graphql};q=0.3`, graphql],
    [`${graphql};q=0.8, ${json};q=0.9`, json],
    [`${graphql}, */*;q=0.1`, graphql],
    ['application/*', json],
    [`${json};q=0, */*`, graphql],
    ['text/plain, */*;q=0.1', json],
    [`application/cbor, image/webp, ${json};q=0.1`, json],
    ['Application/JSON', json],
    [`${json}; Charset="UTF-8"`, json],
    [`${graphql};charset=utf-8,${json}`, graphql],
    [` , ${graphql} ;q=1 ,, `, graphql],
  ])('to %p has the type %s', async (accept, type) => {
    expect(await send({ query: '{ me { id: amId } }' }, { accept })).toEqual({
      status: 200,
      type: `${type}; charset=utf-8`,
      codes: [],
    });
  });

  test('a request without Accept gets JSON', async () => {
    const { headers } = await sendRaw(stage.gateway.url, { body: '{"query":"{ __typename }"}' });

    expect(headers['content-type']).toBe(`${json}; charset=utf-8`);
  });
});

test.each([
  'text/html',
  'text/*',
  `${json};q=0`,
  '*/*;q=0',
  `${json}; charset=utf-16`,
  `${graphql}; charset=latin1`,
  `${json}; profile="x"`,
  'application/graphql+json',
  'text/event-stream',
  'multipart/mixed',
  ',',
  'json',
])('406 for %p, before any call to AM', async (accept) => {
  const sent = await send({ query: '{ me { id: amId } }' }, { accept });

  expect(sent).toEqual({ status: 406, type: `${json}; charset=utf-8`, codes: ['BAD_REQUEST'] });
  expect(stage.sandbox.received()).toEqual([]);
});

test('a mutation does not run if its response has no accepted type', async () => {
  const query = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';

  expect((await send({ query }, { accept: 'text/html' })).status).toBe(406);
  expect(stage.sandbox.received()).toEqual([]);
});

describe('the status, as JSON and as GraphQL response, is', () => {
  const unresolved = 'OPERATION_RESOLUTION_FAILURE';
  test.each<[string, string[], unknown]>([
    // An executed operation gives 200 even if it fails.
    ['200/200', [], { query: '{ me { id: amId } }' }],
    ['200/200', ['FORBIDDEN'], { query: '{ user(id: "bob") { id: amId } }' }],
    ['200/200', ['BAD_USER_INPUT'], { query: '{ user(id: "../x") { id: amId } }' }],
    // Errors in the document, its variables, its name or its hash.
    ['200/400', ['GRAPHQL_PARSE_FAILED'], { query: '{' }],
    ['200/400', ['GRAPHQL_VALIDATION_FAILED'], { query: '{ nothing }' }],
    ['200/400', ['BAD_USER_INPUT'], { query: 'query ($id: ID!) { user(id: $id) { id: amId } }' }],
    ['200/400', [unresolved], { query: 'query A { me { id: amId } }', operationName: 'B' }],
    ['200/400', [unresolved], { query: 'query A { me { id: amId } } query B { me { id: amId } }' }],
    ['200/400', ['PERSISTED_QUERY_NOT_FOUND'], { documentId: `sha256:${'a'.repeat(64)}` }],
    // Requests over a limit, and requests that are not GraphQL.
    ['400/400', ['OPERATION_TOO_LARGE'], { query: `{ me { ${'id '.repeat(501)} } }` }],
    ['400/400', ['BAD_USER_INPUT'], { query: 'subscription { me { id: amId } }' }],
    ['400/400', ['BAD_REQUEST'], {}],
    ['400/400', ['BAD_REQUEST'], '{'],
    ['400/400', ['BAD_REQUEST'], []],
    ['400/400', ['BAD_REQUEST'], { documentId: 'x' }],
  ])('%s for %j', async (statuses, codes, body) => {
    const [asJson, asGraphql] = statuses.split('/').map(Number);

    expect([await send(body, { accept: json }), await send(body, { accept: graphql })]).toEqual([
      { status: asJson, type: `${json}; charset=utf-8`, codes },
      { status: asGraphql, type: `${graphql}; charset=utf-8`, codes },
    ]);
  });

  test.each([
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['two sessions', { cookie: 'iPlanetDirectoryPro=x' }, 400],
  ])('%s, in the type that the client accepts', async (_label, headers, status) => {
    const sent = await send({ query: '{ me { id: amId } }' }, { accept: graphql, ...headers });

    expect(sent).toEqual({ status, type: `${graphql}; charset=utf-8`, codes: ['BAD_REQUEST'] });
  });

  test('a response without data omits the member', async () => {
    const response = await stage.gateway.fetch({
      method: 'POST',
      headers: { 'content-type': json, accept: graphql },
      body: '{"query":"{ nothing }"}',
    });

    expect(Object.keys(JSON.parse(await response.text()))).toEqual(['errors']);
  });
});
