/** The caches of GraphQL clients keep everything that the documented operations say, and forget what a change removes. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  MyDevicesDocument,
  PersonDevicesDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
} from '../../packages/client/index.ts';
import type { MyDevicesQuery } from '../../packages/client/index.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { callers, operations } from '../ground/operations/documented.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { libraries } from './library-clients.ts';
import type { LibraryClient } from './library-clients.ts';
import { createTwin } from './twin.ts';

const stage = useStage('pingam', {
  env: (peer) => ({ ...peer.staffEnv(), AM_REALMS: 'alpha,beta' }),
});
const complaints: unknown[][] = [];
const alicesPhone = idOfDevice('alice', 'OATH', deviceIds.aliceOath);
const queries = operations.filter(({ text }) => text.startsWith('query'));

beforeEach(() => {
  complaints.length = 0;
  for (const method of ['warn', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...words) => void complaints.push(words));
  }
});
afterEach(() => void jest.restoreAllMocks());

describe.each(libraries)('%s', (_name, open) => {
  const clientOf = async (name: string): Promise<LibraryClient> =>
    clientAs(await stage.peer.signIn(name));

  function clientAs(headers: SessionHeader): LibraryClient {
    return open({ url: `${stage.gateway.url}/graphql`, headers });
  }

  test.each(queries)('$name comes back whole, and without a warning', async (operation) => {
    const as = await stage.peer.signIn(callers[operation.by[0] ?? 'self']);
    const client = clientAs(as);

    const data = await operation.through(client.query, 'bob');
    const again = await operation.through(client.query, 'bob');

    const plain = await operation.send(stage.gateway, as, 'bob');
    expect(plain.errors).toEqual([]);
    expect([data, again]).toEqual([plain.data, plain.data]);
    expect(complaints).toEqual([]);
  });

  test('queries side by side take nothing from one another', async () => {
    const client = await clientOf('helen');
    const first = [];
    const second = [];
    for (const { through } of queries) first.push(await through(client.query, 'bob'));
    for (const { through } of queries) second.push(await through(client.query, 'bob'));

    expect(first).toHaveLength(12);
    expect(second).toEqual(first);
    expect(complaints).toEqual([]);
  });

  test.each([
    {
      change: 'a reset of one-time passwords',
      act: (client: LibraryClient) =>
        client.mutate(ResetOathDevicesDocument, { input: { target: { self: true } } }),
      after: [[], ["Alice's push phone"]],
    },
    {
      change: 'a reset of push',
      act: (client: LibraryClient) =>
        client.mutate(ResetPushDevicesDocument, { input: { target: { self: true } } }),
      after: [["Alice's phone"], []],
    },
    {
      change: 'a new name',
      act: (client: LibraryClient) =>
        client.mutate(RenameDeviceDocument, {
          input: {
            target: { self: true },
            deviceId: alicesPhone,
            name: 'Old phone',
          },
        }),
      after: [['Old phone'], ["Alice's push phone"]],
      all: ['Old phone', "Alice's push phone"],
    },
    {
      change: 'a device that is removed',
      act: (client: LibraryClient) =>
        client.mutate(RemoveDeviceDocument, {
          input: { target: { self: true }, deviceId: alicesPhone },
        }),
      after: [[], ["Alice's push phone"]],
      all: ["Alice's push phone"],
    },
    {
      change: 'a reset of several kinds',
      act: (client: LibraryClient) =>
        client.mutate(ResetDevicesDocument, {
          input: { target: { self: true }, kinds: ['OATH', 'PUSH'] },
        }),
      after: [[], []],
      all: [],
    },
  ])('the list on the screen shows $change', async ({ act, after, all = null }) => {
    const client = await clientOf('alice');
    const shown: unknown[] = [];
    const stop = client.watch(MyDevicesDocument, {}, (data) => shown.push(namesOf(data)));
    const everything: unknown[] = [];
    const stopAll = client.watch(AllMyDevicesDocument, {}, (data) =>
      everything.push(data?.me?.devices?.map(({ name }) => name)),
    );
    await seen(shown, [["Alice's phone"], ["Alice's push phone"]]);
    await seen(everything, ["Alice's phone", "Alice's push phone"]);

    await act(client);

    await seen(shown, after);
    if (all !== null) await seen(everything, all);
    expect(complaints).toEqual([]);
    stop();
    stopAll();
  });

  test('two people with one id at AM, in two realms, stay two', async () => {
    await createTwin(stage);
    const client = await clientOf('amadmin');
    const read = (realm: string): Promise<unknown> =>
      client.query(PersonDevicesDocument, { id: 'bob', realm });

    const [alpha, beta] = [await read('alpha'), await read('beta')];

    expect([alpha, beta]).toMatchObject([
      { user: { id: idOfPerson('bob'), email: 'bob@example.com', oathDevices: [{}, {}] } },
      { user: { id: idOfPerson('bob', 'beta'), email: 'bob@beta.example.com', oathDevices: [] } },
    ]);
    expect([await read('alpha'), await read('beta')]).toEqual([alpha, beta]);
  });
});

function namesOf(data: MyDevicesQuery | null | undefined): unknown {
  const me = data?.me;
  return [me?.oathDevices?.map(({ name }) => name), me?.pushDevices?.map(({ name }) => name)];
}

/** Waits until the screen shows something. */
async function seen(shown: readonly unknown[], wanted: unknown): Promise<void> {
  const end = Date.now() + 3000;
  while (JSON.stringify(shown.at(-1)) !== JSON.stringify(wanted) && Date.now() < end) {
    await new Promise((later) => setTimeout(later, 10));
  }
  expect(shown.at(-1)).toEqual(wanted);
}
