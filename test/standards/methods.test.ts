/** GET, POST and OPTIONS (GraphQL over HTTP, section 5; CORS by the Fetch standard); what they never run is in test/security. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { withoutCost } from '../support/gateway.ts';
import { sendRaw } from '../security/raw-http.ts';
import type { RawAnswer } from '../security/raw-http.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const portal = 'https://portal.example.com';

let stage: Stage;
let alice: Readonly<Record<string, string>>;

beforeAll(async () => {
  stage = await openStage('pingam', { env: { CORS_ORIGINS: portal } });
  alice = await stage.peer.signIn('alice');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

/** Sends a GET with these parameters as alice. */
function get(parameters: Readonly<Record<string, string>>): Promise<RawAnswer> {
  const path = `/graphql?${new URLSearchParams(parameters)}`;
  return sendRaw(stage.gateway.url, { method: 'GET', path, headers: alice });
}

const me = '{"data":{"me":{"id":"alice"}}}';
const who = 'query Who($id: ID!) { user(id: $id) { id } }';

describe('GET answers a query', () => {
  test.each([
    ['by itself', { query: '{ me { id } }' }, me],
    ['with an empty name', { query: '{ me { id } }', operationName: '' }, me],
    ['with empty variables', { query: '{ me { id } }', variables: '' }, me],
    ['with variables that are null', { query: '{ me { id } }', variables: 'null' }, me],
    ['with extensions', { query: '{ me { id } }', extensions: '{"a":1}' }, me],
    ['with an unknown parameter', { query: '{ me { id } }', other: 'x' }, me],
    [
      'with variables',
      { query: who, variables: '{"id":"alice"}' },
      '{"data":{"user":{"id":"alice"}}}',
    ],
    [
      'that is chosen by name',
      { query: 'query A { viewer { realm } } query B { me { id } }', operationName: 'B' },
      me,
    ],
    ['that is called null', { query: 'query null { me { id } }', operationName: 'null' }, me],
  ])('%s', async (_label, parameters, text) => {
    const answer = await get(parameters);

    expect([answer.status, withoutCost(answer.text)]).toEqual([200, text]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('with letters beyond ASCII', async () => {
    const answer = await get({ query: '{ __type(name: "名前🏃") { name } }' });

    expect(withoutCost(answer.text)).toBe('{"data":{"__type":null}}');
  });
});

describe('GET refuses', () => {
  test.each([
    ['nothing', {}],
    ['an empty query', { query: '' }],
    ['variables that are a text', { query: '{ me { id } }', variables: '"x"' }],
    ['variables that are a list', { query: '{ me { id } }', variables: '[]' }],
    ['variables that are no JSON', { query: '{ me { id } }', variables: '{' }],
    ['extensions that are no JSON', { query: '{ me { id } }', extensions: 'x' }],
    ['extensions that are a number', { query: '{ me { id } }', extensions: '1' }],
    ['an id that is none', { documentId: 'x' }],
  ])('%s', async (_label, parameters) => {
    const answer = await get(parameters);

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(stage.sandbox.received()).toEqual([]);
  });
});

test('the text of a GET is not in the log', async () => {
  const before = stage.gateway.log.length;

  await get({ query: '{ user(id: "someone-private") { id } }' });

  expect(stage.gateway.log.slice(before).join('')).not.toContain('someone-private');
});

test('HEAD is refused without a body', async () => {
  const answer = await sendRaw(stage.gateway.url, { method: 'HEAD', path: '/graphql' });

  expect([answer.status, answer.text]).toEqual([405, '']);
});

test.each([
  ['415 tells what is taken', { 'content-type': 'application/graphql' }, 415, 'application/json'],
  ['a taken type tells nothing', {}, 200, undefined],
])('%s', async (_label, headers, status, accept) => {
  const answer = await sendRaw(stage.gateway.url, { headers, body: '{"query":"{ __typename }"}' });

  expect([answer.status, answer.headers['accept']]).toEqual([status, accept]);
});

test.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])(
  'OPTIONS promises a listed origin GET and POST for ten minutes, asked for %s',
  async (method) => {
    const headers = { origin: portal, 'access-control-request-method': method };

    const answer = await sendRaw(stage.gateway.url, { method: 'OPTIONS', headers });

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers).toMatchObject({
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
  },
);

test.each([
  ['POST', { method: 'POST', body: '{"query":"{ me { id } }"}' }],
  ['GET', { method: 'GET', path: '/graphql?query={me{id}}' }],
])('a listed origin may read an answer to %s and its correlation id', async (_method, request) => {
  const headers = { ...alice, origin: portal };

  const answer = await sendRaw(stage.gateway.url, { ...request, headers });

  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': portal,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-correlation-id',
  });
});
