/** `@identity-gateway/client/msw` responds in place of a gateway to every client (design D20). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  ApproveChangeDocument,
  ChangeByKeyDocument,
  createClient,
  errorCodes,
  MyDevicesDocument,
  PendingChangesDocument,
  PersonActionsDocument,
  PersonDevicesDocument,
  PersonHistoryDocument,
  RealmHistoryDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  RequestChangeDocument,
  ResetOathDevicesDocument,
  SearchPeopleDocument,
  SetThreatLevelDocument,
  ThreatLevelDocument,
} from '../../packages/client/index.ts';
import { gatewayHandlers, sampleAnswers } from '../../packages/client/msw.ts';
import { operations } from '../ground/operations/documented.ts';
import { createSampleGateway } from '../../packages/client/samples.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { campaign, shownFor, stepsBefore, withoutHistory } from './sample-callers.ts';
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
  test.each(operations)('$name has an answer', async ({ name, by, through }) => {
    for (const step of stepsBefore[name] ?? []) await client.request(step, { input: campaign });
    const answer = await through(
      ({ __meta__: { hash, text } }, variables: object) =>
        createClient({ url, documents }).request<unknown, object>(
          new PresetDocument(text, { hash }),
          variables,
        ),
      shownFor(by),
    );

    expect(samples.get(name)).toBeDefined();
    expect(answer.errors).toEqual([]);
    if (ofAnotherState.has(name)) return;
    expect(withoutHistory(answer.data)).toEqual(withoutHistory(samples.get(name)));
  });

  test.each(libraries)('%s gets it, too', async (_name, open) => {
    const library = open({ url, documents });

    expect(await library.query(MyDevicesDocument, {})).toEqual(sampleAnswers.MyDevices);
    expect(
      await library.mutate(ResetOathDevicesDocument, { input: { target: { me: true } } }),
    ).toMatchObject({ resetOathDevices: { outcome: 'DONE', removedDevices: [{}, {}] } });
    expect(await oathNames(library)).toEqual([]);
  });
});

/** Samples of a gateway that keeps its level, its failures, and a campaign beside the new one. */
const ofAnotherState = new Set(['CreateCampaign', 'RetryFailedOfCampaign', 'SetThreatLevel']);

/** The names of the authenticator apps that a client's cache has. */
async function oathNames(library: LibraryClient): Promise<unknown> {
  const [list] = listAt(await library.query(MyDevicesDocument, {}), 'me', 'devicesByKind');
  return listAt(list, 'devices').map((device) => fieldAt(device, 'name'));
}

const phones = ["Bob's phone", "Bob's old phone"];
const [phoneId = ''] =
  sampleAnswers.MyDevices.me?.devicesByKind?.[0]?.devices?.map(({ id }) => id) ?? [];
const [pushId = ''] =
  sampleAnswers.MyDevices.me?.devicesByKind?.[1]?.devices?.map(({ id }) => id) ?? [];
const target = { me: true };
const openedLibrary = (): LibraryClient => {
  const [, open] = libraries[0] ?? [];
  if (open === undefined) throw new Error('There is no library.');
  return open({ url });
};

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

describe('the answer depends on the request', () => {
  const carol = { user: { id: 'carol' } };
  const bob = { user: { id: 'bob' } };

  test.each([
    ['bo', ['bob']],
    ['exam', ['bob']],
    ['zzz', []],
  ])('a search for %s', async (search, names) => {
    const { data } = await client.request(SearchPeopleDocument, { search });

    expect(data?.users?.edges.map(({ node }) => node.username)).toEqual(names);
  });

  test('a person who is not in the samples is not found', async () => {
    const { data } = await client.request(PersonDevicesDocument, { id: 'carol' });
    const reset = await client.request(ResetOathDevicesDocument, { input: { target: carol } });

    expect(data).toEqual({ user: null });
    expect(reset.data?.resetOathDevices).toMatchObject({
      user: null,
      change: null,
      errors: [{ __typename: 'DeviceOwnerNotFound' }],
    });
    expect(await oathNames(openedLibrary())).toEqual(phones);
  });

  test('only the kinds that were named are reset', async () => {
    const { data } = await client.request(ResetDevicesDocument, {
      input: { target, kinds: ['PUSH'] },
    });

    expect(data?.resetDevices?.results).toMatchObject([{ kind: 'PUSH', outcome: 'DONE' }]);
    expect(await oathNames(openedLibrary())).toEqual(phones);
  });

  test('each change is in the history, for every document', async () => {
    await client.request(ResetOathDevicesDocument, { input: { target, reason: 'lost' } });
    const { data: renamed } = await client.request(RenameDeviceDocument, {
      input: { target: bob, deviceId: pushId, name: 'Mine' },
    });
    const { data: person } = await client.request(PersonHistoryDocument, { id: 'bob' });
    const { data: realm } = await client.request(RealmHistoryDocument, {
      filter: { outcome: 'DONE' },
    });

    const expected = [
      { node: { effect: 'RENAME', renaming: { newName: 'Mine' }, actor: { role: 'HELP_DESK' } } },
      { node: { effect: 'RESET', kinds: ['OATH'], reason: 'lost', actor: { role: 'SELF' } } },
    ];
    expect(renamed?.renameDevice?.user?.history?.edges).toMatchObject(expected);
    expect(person?.user?.history?.edges).toMatchObject(expected);
    expect(realm?.realmHistory?.edges).toMatchObject(expected);
  });

  test('a history has pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await client.request(RenameDeviceDocument, { input: { target, deviceId: pushId, name } });
    }
    const first = await client.request(PersonHistoryDocument, { id: 'bob', first: 2 });
    const { endCursor: after, hasNextPage } = first.data?.user?.history?.pageInfo ?? {};
    const second = await client.request(PersonHistoryDocument, { id: 'bob', first: 2, after });

    expect(hasNextPage).toBe(true);
    expect(second.data?.user?.history).toMatchObject({
      edges: [{ node: { renaming: { newName: 'a' } } }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('a level that was set stays', async () => {
    const input = { realm: 'alpha', reason: 'Quiet again.' };
    await client.request(SetThreatLevelDocument, { input: { ...input, level: 'NORMAL' } });
    const { data: normal } = await client.request(ThreatLevelDocument);
    const until = '2026-12-03T09:00:00.000Z';
    await client.request(SetThreatLevelDocument, { input: { ...input, level: 'LOCKED', until } });
    const { data: locked } = await client.request(ThreatLevelDocument);
    const { data: actions } = await client.request(PersonActionsDocument, { id: 'bob' });

    expect(normal?.realmThreatLevel).toMatchObject({
      level: 'NORMAL',
      until: null,
      staffChanges: 'PERMITTED',
    });
    expect(locked?.realmThreatLevel).toMatchObject({
      level: 'LOCKED',
      until,
      staffChanges: 'APPROVAL',
    });
    expect(actions?.user?.reset.threatLevelRule).toBe('APPROVAL');
  });

  test('a requested change waits, and is made once it is approved', async () => {
    const requested = await client.request(RequestChangeDocument, {
      input: { target: bob, change: { reset: { kinds: ['PUSH'] } }, reason: 'new phone' },
    });
    const id = requested.data?.requestDeviceChange?.pendingChange?.id ?? '';
    const { data: waiting } = await client.request(PendingChangesDocument);
    const { data } = await client.request(ApproveChangeDocument, { input: { id } });
    const again = await client.request(ApproveChangeDocument, { input: { id } });
    const { data: after } = await client.request(PendingChangesDocument);

    expect(waiting?.pendingDeviceChanges?.edges).toMatchObject([
      {},
      { node: { reason: 'new phone' } },
    ]);
    expect(data?.approveDeviceChange).toMatchObject({
      pendingChange: { state: 'APPROVED', kinds: ['PUSH'] },
      change: { outcome: 'DONE', removedDevices: [{ kind: 'PUSH' }] },
      errors: [],
    });
    expect(again.data?.approveDeviceChange?.errors).toMatchObject([
      { __typename: 'PendingDeviceChangeClosed' },
    ]);
    expect(after?.pendingDeviceChanges?.edges).toHaveLength(1);
  });

  test('a change with a key is made once, and found by its key', async () => {
    const input = { target, idempotencyKey: 'k' };
    await client.request(ResetOathDevicesDocument, { input });
    const { data: again } = await client.request(ResetOathDevicesDocument, { input });
    const { data } = await client.request(ChangeByKeyDocument, { idempotencyKey: 'k' });

    expect(again?.resetOathDevices).toMatchObject({ outcome: 'DONE', isReplayed: true });
    expect(data?.deviceChange).toMatchObject({ outcome: 'DONE', kinds: ['OATH'] });
  });

  test('devices that the page has not shown are kept', async () => {
    const input = { target, expectedDeviceIds: [phoneId] };
    const { data } = await client.request(ResetOathDevicesDocument, { input });

    expect(data?.resetOathDevices?.errors).toMatchObject([{ __typename: 'DevicesChanged' }]);
    expect(await oathNames(openedLibrary())).toEqual(phones);
  });
});

test('the samples are data that need no MSW', () => {
  const answer = createSampleGateway();
  answer('ResetOathDevices', { input: { target } });

  expect(answer('MyDevices').me?.devicesByKind?.[0]?.devices).toEqual([]);
  expect(sampleAnswers.MyDevices.me?.devicesByKind?.[0]?.devices).toHaveLength(2);
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
