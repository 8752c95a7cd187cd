/** `@identity-gateway/client/msw` answers every client with the samples (design D20). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  createClient,
  errorCodes,
  MyDevicesDocument,
  PersonDevicesDocument,
} from '../../packages/client/index.ts';
import { gatewayHandler, sampleAnswers } from '../../packages/client/msw.ts';
import { PresetDocument } from '../clients/preset-document.ts';
import { operations } from '../ground/operations/documented.ts';
import { libraries } from './library-clients.ts';

const url = 'https://gateway.example.com/graphql';
const server = setupServer(gatewayHandler());
const client = createClient({ url });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const samples = new Map<string, unknown>(Object.entries(sampleAnswers));

describe.each(['text', 'id'] as const)('by %s', (documents) => {
  test.each(operations)('$name has its sample', async ({ name, through }) => {
    const answer = await through(
      ({ __meta__: { hash, text } }, variables: object) =>
        createClient({ url, documents }).request<unknown, object>(
          new PresetDocument(text, { hash }),
          variables,
        ),
      'bob',
    );

    expect(samples.get(name)).toBeDefined();
    expect(answer).toMatchObject({ data: samples.get(name), errors: [] });
  });

  test.each(libraries)('%s gets it, too', async (_name, open) => {
    const library = open({ url, documents });

    expect(await library.query(MyDevicesDocument, {})).toEqual(sampleAnswers.MyDevices);
  });
});

test('a test can replace an answer', async () => {
  const refusal = { message: 'No.', path: ['me'], extensions: { code: errorCodes.FORBIDDEN } };
  server.use(gatewayHandler({ MyDevices: { data: { me: null }, errors: [refusal] } }));

  const { data, errors } = await client.request(MyDevicesDocument);

  expect(data).toEqual({ me: null });
  expect(errors).toMatchObject([{ code: 'FORBIDDEN', path: ['me'] }]);
});

test('an answer may depend on the variables', async () => {
  const { user } = sampleAnswers.PersonDevices;
  server.use(
    gatewayHandler({
      PersonDevices: ({ id }) => ({ data: { user: user && { ...user, id: String(id) } } }),
    }),
  );

  const { data } = await client.request(PersonDevicesDocument, { id: 'carol' });

  expect(data?.user?.id).toBe('carol');
});

test.each([
  ['by its name', { operationName: 'MyDevices', documentId: 'sha256:0' }],
  ['by the name in its text', { query: 'query MyDevices { me { id } }' }],
])('an operation is recognized %s', async (_how, body) => {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });

  expect(await response.json()).toEqual({ data: sampleAnswers.MyDevices });
});

test.each(['Own', 'toString'])(
  'an undocumented operation is left to other handlers: %s',
  async (name) => {
    server.use(
      gatewayHandler(),
      http.post(url, () => HttpResponse.json({ data: 'mine' })),
    );

    const body = JSON.stringify({ operationName: name });
    const response = await fetch(url, { method: 'POST', body });

    expect(await response.json()).toEqual({ data: 'mine' });
  },
);

test('the address can be configured', async () => {
  const elsewhere = 'https://other.example.com/api';
  server.use(gatewayHandler({}, { url: elsewhere }));

  const { data } = await createClient({ url: elsewhere }).request(MyDevicesDocument);

  expect(data).toEqual(sampleAnswers.MyDevices);
});
