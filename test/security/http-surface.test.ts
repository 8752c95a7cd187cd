/** What may be sent, and how (security D7, D8; the shape of every refusal). */
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { print } from 'graphql';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import { hashOf } from '../../src/documents/manifest.ts';
import { withoutCost } from '../support/gateway.ts';
import { sendBytes, sendRaw } from './raw-http.ts';
import { useStage } from '../support/stage.ts';

const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
const operation = JSON.stringify({ query: reset });
const boundary = 'multipart/form-data; boundary=x';
const upload = `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${operation}\r\n--x--\r\n`;

const stage = useStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } });
/** A valid session as a browser sends it, unasked. */
let cookie: string;

beforeEach(async () => {
  const alice = await stage.peer.signIn('alice');
  cookie = `${stage.peer.cookieName}=${Object.values(alice)[0]}`;
  stage.sandbox.clearReceived();
});

describe('security D7: a body', () => {
  test.each([
    ['text/plain', 'text/plain', operation],
    ['a form', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(reset)}`],
    ['an upload', boundary, upload],
    ['no content type', '', operation],
    ['GraphQL itself', 'application/graphql', reset],
    ['another JSON', 'application/graphql+json', operation],
    ['a name behind', 'application/json, text/plain', operation],
    ['another charset', 'application/json; charset=utf-16', operation],
    ['a charset twice', 'application/json; charset=utf-8; charset=utf-7', operation],
    ['a star', '*/*', operation],
  ])('of %s is refused unread', async (_label, type, body) => {
    const headers = { cookie, 'content-type': type };

    const answer = await sendRaw(stage.gateway.url, { headers, body });

    expect(answer.status).toBe(415);
    expect(JSON.parse(answer.text)).toEqual(mistake('Send application/json in UTF-8.'));
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('without a content type is refused', async () => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${cookie}`;

    const answer = await sendBytes(
      stage.gateway.url,
      `${head}\r\nContent-Length: ${operation.length}\r\n\r\n${operation}`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['broken JSON', '{"query":"{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a text', '"{ me { id: amId } }"'],
    ['a list', '[]'],
    ['a batch of one (D2)', `[${operation}]`],
    ['a batch of two', `[${operation},${operation}]`],
    ['a byte order mark', `\uFEFF${operation}`],
    ['compressed JSON', gzipSync(operation)],
    ['UTF-16', Buffer.from(operation, 'utf16le')],
  ])('of %s is refused', async (_label, body) => {
    const answer = await sendRaw(stage.gateway.url, { headers: { cookie }, body });

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual(mistake(expect.any(String)));
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;Charset="UTF-8"',
  ])('of %s is taken', async (type) => {
    const headers = { cookie, 'content-type': type };
    const body = JSON.stringify({ query: '{ me { id: amId } }' });

    const answer = await sendRaw(stage.gateway.url, { headers, body });

    expect([answer.status, withoutCost(answer.text)]).toEqual([
      200,
      '{"data":{"me":{"id":"alice"}}}',
    ]);
  });
});

describe('security D8: a method', () => {
  const asUrl = inUrl(reset);
  const named = reset.replace('mutation', 'mutation M');
  const onPurpose = { 'x-requested-with': 'test' };
  const resetId = `sha256:${hashOf(print(ResetOathDevicesDocument))}`;

  test.each([
    ['PUT', 'PUT', '/graphql', { 'content-type': 'application/json' }],
    ['PATCH', 'PATCH', '/graphql', { 'content-type': 'application/json' }],
    ['DELETE', 'DELETE', '/graphql', {}],
    ['TRACE', 'TRACE', '/graphql', {}],
    ['an invented one', 'SEARCH', '/graphql', {}],
  ])('%s never runs anything', async (_label, method, path, more) => {
    const headers = { cookie, ...more };

    const answer = await sendRaw(stage.gateway.url, { method, path, headers });

    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['a mutation', asUrl, {}],
    ['a mutation with the other purpose', asUrl, { 'apollo-require-preflight': '1' }],
    ['a mutation beside a query', inUrl(`query Q { me { id: amId } } ${named}`), {}],
    [
      'a mutation that is chosen',
      `${inUrl(`query Q { me { id: amId } } ${named}`)}&operationName=M`,
      {},
    ],
    ['a mutation that is skipped', inUrl('mutation { ... @skip(if: true) { __typename } }'), {}],
    ['a mutation with a body', asUrl, { 'content-length': '0' }],
    ['a documented mutation by hash', `/graphql?documentId=${resetId}`, {}],
    [
      'a documented mutation by Apollo’s hash',
      `/graphql?extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: resetId.slice(7) } }))}`,
      {},
    ],
  ])('GET and HEAD never run %s', async (_label, path, more) => {
    const headers = { cookie, ...onPurpose, ...more };

    const answer = await sendRaw(stage.gateway.url, { method: 'GET', path, headers });
    const head = await sendRaw(stage.gateway.url, { method: 'HEAD', path, headers });

    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST, OPTIONS']);
    expect([head.status, head.headers.allow]).toEqual([405, 'POST, OPTIONS']);
    expect(JSON.parse(answer.text)).toEqual(mistake('Send mutations by POST.'));
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['GET for a page', 'GET', { accept: 'text/html' }],
    ['OPTIONS', 'OPTIONS', {}],
  ])('%s answers, and runs nothing', async (_label, method, more) => {
    const headers = { cookie, ...more };

    const answer = await sendRaw(stage.gateway.url, { method, path: asUrl, headers });

    expect([200, 204]).toContain(answer.status);
    expect(answer.text).not.toContain('outcome":');
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('POST ignores a query in its URL', async () => {
    const body = JSON.stringify({ query: '{ gatewayCaller { realm } }' });

    const answer = await sendRaw(stage.gateway.url, { path: asUrl, headers: { cookie }, body });

    expect(withoutCost(answer.text)).toBe('{"data":{"gatewayCaller":{"realm":"alpha"}}}');
    expect(stage.sandbox.received()).toHaveLength(1);
  });
});

function inUrl(query: string): string {
  return `/graphql?query=${encodeURIComponent(query)}`;
}

/** A refusal of the request itself, in the shape of a GraphQL answer. */
function mistake(message: unknown): object {
  const extensions = { code: 'BAD_REQUEST', correlationId: expect.any(String) };
  return { errors: [{ message, extensions }] };
}
