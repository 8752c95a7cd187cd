/** The client's handling of responses that no gateway sends, and its requests. */
import { afterEach, expect, test } from '@jest/globals';
import {
  createClient,
  GatewayError,
  MyDevicesDocument,
  TransportError,
} from '../../packages/client/index.ts';
import { presetDocument, PresetDocument } from './preset-document.ts';
import { says, type StandIn, startStandIn } from './stand-in.ts';

let server: StandIn | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function standIn(...answer: Parameters<typeof says>): Promise<StandIn> {
  server = await startStandIn(says(...answer));
  return server;
}

const json = 'application/json';
const empty = '{"data":{}}';

test.each([
  ['a page of a proxy', 502, 'text/html', '<h1>Bad gateway</h1>'],
  ['half an answer', 200, json, '{"data":{"me":'],
  ['JSON that is no answer', 503, json, '{"message":"down"}'],
  ['errors that are no list', 400, json, '{"errors":"many"}'],
  ['nothing', 200, json, ''],
  ['null', 200, json, 'null'],
])('%s is a transport error', async (_what, status, type, text) => {
  const { url } = await standIn(status, type, text);

  const answer = createClient({ url }).request(MyDevicesDocument);

  await expect(answer).rejects.toBeInstanceOf(TransportError);
  await expect(answer).rejects.toMatchObject({
    name: 'TransportError',
    message: `The response is not a GraphQL response: status ${status}, ${type}.`,
    status,
    correlationId: 'c-1',
  });
});

test.each(['127.0.0.1', 'localhost'])(
  'a missing gateway, %s, is a transport error',
  async (host) => {
    const { url, stop } = await startStandIn(says(200, json, empty));
    await stop();

    const client = createClient({ url: url.replace('127.0.0.1', host) });
    const answer = client.request(MyDevicesDocument);

    await expect(answer).rejects.toBeInstanceOf(TransportError);
    await expect(answer).rejects.toMatchObject({
      message: expect.stringMatching(/^The gateway cannot be reached: .*ECONNREFUSED/),
      status: null,
      correlationId: null,
    });
  },
);

test('a broken connection is a transport error', async () => {
  server = await startStandIn((response) => {
    response.writeHead(200, { 'content-type': json, 'content-length': '1000' });
    response.write('{"data":', () => response.destroy());
  });

  const answer = createClient({ url: server.url }).request(MyDevicesDocument);

  await expect(answer).rejects.toBeInstanceOf(TransportError);
});

test('a redirect is not followed, so no session goes elsewhere', async () => {
  const elsewhere = await standIn(200, json, empty);
  const here = await startStandIn((response) =>
    response.writeHead(307, { location: elsewhere.url }).end(),
  );
  try {
    const client = createClient({ url: here.url, headers: { iPlanetDirectoryPro: 'secret' } });

    await expect(client.request(MyDevicesDocument)).rejects.toBeInstanceOf(TransportError);

    expect(here.received).toHaveLength(1);
    expect(elsewhere.received).toEqual([]);
  } finally {
    await here.stop();
  }
});

test('data is kept for every status', async () => {
  const error = { message: 'No.', path: ['user'], extensions: { code: 'FORBIDDEN', limit: 3 } };
  const { url } = await standIn(500, json, JSON.stringify({ data: { me: null }, errors: [error] }));

  const { data, errors } = await createClient({ url }).request(MyDevicesDocument);

  const { message, path } = error;
  expect(data).toEqual({ me: null });
  expect(errors).toMatchObject([
    { message, path, code: 'FORBIDDEN', facts: { limit: 3 }, correlationId: 'c-1' },
  ]);
});

test('an intermediary’s error is read as far as possible', async () => {
  const { url } = await standIn(400, json, '{"errors":[{}]}');

  const { data, errors } = await createClient({ url }).request(MyDevicesDocument);

  expect(data).toBeNull();
  expect(errors[0]).toBeInstanceOf(GatewayError);
  expect(errors).toMatchObject([
    { code: 'UNKNOWN', message: 'The gateway gave no reason.', path: [], facts: {} },
  ]);
});

test('a document is sent by its text or its id, with its name and headers', async () => {
  const { url, received } = await standIn(200, json, empty);
  const client = createClient({ url, headers: { authorization: 'Bearer t' } });

  await client.request(MyDevicesDocument);
  await createClient({ url, documents: 'id' }).request(MyDevicesDocument);

  const { text, hash } = MyDevicesDocument.__meta__;
  expect(received.map(({ body }) => JSON.parse(body))).toEqual([
    { query: text, operationName: 'MyDevices' },
    { documentId: `sha256:${hash}`, operationName: 'MyDevices' },
  ]);
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    authorization: 'Bearer t',
  });
});

test.each([
  ['text', { query: '{ a }', variables: { b: 1 } }],
  ['id', { documentId: 'sha256:abc', variables: { b: 1 } }],
] as const)('a document of the client preset is sent by its %s', async (documents, sent) => {
  const { url, received } = await standIn(200, json, empty);
  const document = new PresetDocument<unknown, { b: number }>('{ a }', { hash: 'sha256:abc' });

  await createClient({ url, documents }).request(document, { b: 1 });

  expect(received.map(({ body }) => JSON.parse(body))).toEqual([sent]);
});

test('a document without an id cannot be sent by its id', async () => {
  const { url, received } = await standIn(200, json, empty);

  const answer = createClient({ url, documents: 'id' }).request(presetDocument('{ a }'));

  await expect(answer).rejects.toThrow('The document has no id in __meta__.hash.');
  expect(received).toEqual([]);
});

test('an error of the header function is not an error of the gateway', async () => {
  const { url, received } = await standIn(200, json, empty);
  const problem = new Error('the token endpoint is down');
  const client = createClient({ url, headers: () => Promise.reject(problem) });

  await expect(client.request(MyDevicesDocument)).rejects.toBe(problem);
  expect(received).toEqual([]);
});

test('cookies are sent as the page configures', async () => {
  const { url } = await standIn(200, json, empty);
  const asked: unknown[] = [];
  const watch: typeof fetch = (input, init) => {
    asked.push(init?.credentials);
    return fetch(input, init);
  };

  await createClient({ url, fetch: watch }).request(MyDevicesDocument);
  await createClient({ url, fetch: watch, credentials: 'include' }).request(MyDevicesDocument);

  expect(asked).toEqual([undefined, 'include']);
});
