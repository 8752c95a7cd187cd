/** `@identity-gateway/client/msw` responds in place of a gateway to every client (design D20). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  createClient,
  errorCodes,
  MyDevicesDocument,
  PersonDevicesDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/index.ts';
import { gatewayHandlers, sampleAnswers } from '../../packages/client/msw.ts';
import { operations } from '../ground/operations/documented.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { libraries, type LibraryClient } from './library-clients.ts';
import { PresetDocument } from '../clients/preset-document.ts';

const url = 'https://gateway.example.com/graphql';
const server = setupServer(...gatewayHandlers());
const client = createClient({ url });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers(...gatewayHandlers()));
afterAll(() => server.close());

const samples = new Map<string, unknown>(Object.entries(sampleAnswers));

describe.each(['text', 'id'] as const)('by %s', (documents) => {
  test.each(operations)('$name has an answer', async ({ name, through }) => {
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
    expect(
      await library.mutate(ResetOathDevicesDocument, { input: { target: { me: true } } }),
    ).toMatchObject(sampleAnswers.ResetOathDevices);
    expect(await oathNames(library)).toEqual([]);
  });
});

/** The names of the authenticator apps that a client's cache has. */
async function oathNames(library: LibraryClient): Promise<unknown> {
  const [list] = listAt(await library.query(MyDevicesDocument, {}), 'me', 'devicesByKind');
  return listAt(list, 'devices').map((device) => fieldAt(device, 'name'));
}

const phones = ["Bob's phone", "Bob's old phone"];
const [phoneId = ''] =
  sampleAnswers.MyDevices.me?.devicesByKind?.[0]?.devices?.map(({ id }) => id) ?? [];
const target = { me: true };

test.each<{ change: string; act: () => Promise<unknown>; outcome: string; after: string[] }>([
  {
    change: 'a dry run',
    act: () => client.request(ResetOathDevicesDocument, { input: { target, dryRun: true } }),
    outcome: 'WOULD_REMOVE',
    after: phones,
  },
  {
    change: 'a reset',
    act: () => client.request(ResetOathDevicesDocument, { input: { target } }),
    outcome: 'DONE',
    after: [],
  },
  {
    change: 'a reset of two kinds',
    act: () => client.request(ResetDevicesDocument, { input: { target, kinds: ['OATH', 'PUSH'] } }),
    outcome: 'DONE',
    after: [],
  },
  {
    change: 'a removal',
    act: () => client.request(RemoveDeviceDocument, { input: { target, deviceId: phoneId } }),
    outcome: 'DONE',
    after: ["Bob's old phone"],
  },
  {
    change: 'a removal of an unknown device',
    act: () => client.request(RemoveDeviceDocument, { input: { target, deviceId: 'x' } }),
    outcome: 'NOT_DONE',
    after: phones,
  },
  {
    change: 'a new name',
    act: () =>
      client.request(RenameDeviceDocument, { input: { target, deviceId: phoneId, name: 'Mine' } }),
    outcome: 'DONE',
    after: ['Mine', "Bob's old phone"],
  },
])('$change shows in the next answer', async ({ act, outcome, after }) => {
  const answer = await act();
  const { data } = await client.request(MyDevicesDocument);

  const [list] = data?.me?.devicesByKind ?? [];
  expect(JSON.stringify(answer)).toContain(`"outcome":"${outcome}"`);
  expect(list?.devices?.map(({ name }) => name)).toEqual(after);
});

test('a second reset finds nothing', async () => {
  const input = { target };
  await client.request(ResetOathDevicesDocument, { input });
  const { data } = await client.request(ResetOathDevicesDocument, { input });

  expect(data?.resetOathDevices).toMatchObject({ outcome: 'NOTHING_TO_RESET', removedDevices: [] });
});

test('a test can replace an answer', async () => {
  const refusal = { message: 'No.', path: ['me'], extensions: { code: errorCodes.FORBIDDEN } };
  server.use(...gatewayHandlers({ MyDevices: { data: { me: null }, errors: [refusal] } }));

  const { data, errors } = await client.request(MyDevicesDocument);

  expect(data).toEqual({ me: null });
  expect(errors).toMatchObject([{ code: 'FORBIDDEN', path: ['me'] }]);
});

test('an answer may depend on the variables', async () => {
  const { user } = sampleAnswers.PersonDevices;
  server.use(
    ...gatewayHandlers({
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
      ...gatewayHandlers(),
      http.post(url, () => HttpResponse.json({ data: 'mine' })),
    );

    const body = JSON.stringify({ operationName: name });
    const response = await fetch(url, { method: 'POST', body });

    expect(await response.json()).toEqual({ data: 'mine' });
  },
);

test('the address can be configured', async () => {
  const elsewhere = 'https://other.example.com/api';
  server.use(...gatewayHandlers({}, { url: elsewhere }));

  const { data } = await createClient({ url: elsewhere }).request(MyDevicesDocument);

  expect(data).toEqual(sampleAnswers.MyDevices);
});
