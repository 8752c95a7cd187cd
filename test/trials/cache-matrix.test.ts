/**
 * After each change a page shows what the gateway answers (design D19): every cache, every document
 * that lists devices or changes, every change after its dry run, or with one kind down.
 */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import {
  type ChangeTarget,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
} from '../../packages/client/index.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { operations } from '../ground/operations/documented.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { openTestLedger } from '../support/ledger.ts';
import { useStage } from '../support/stage.ts';
import { libraries, type LibraryClient } from './library-clients.ts';
import { compileOperations, openRelay, type RelayArtifacts } from './relay-client.ts';
import { typesOfIds, watchedFetch } from './watched-fetch.ts';

const ledger = await openTestLedger();
const complaints: unknown[][] = [];
let artifacts: RelayArtifacts;

beforeAll(async () => {
  artifacts = await compileOperations();
}, 120_000);
beforeEach(async () => {
  await ledger.empty();
  complaints.length = 0;
  for (const method of ['warn', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...words) => void complaints.push(words));
  }
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => ledger.close());

/** The documents that list devices or changes. */
const lists = operations.filter(
  ({ text }) => text.startsWith('query') && /evices(ByKind)?(\(.*\))? \{|istory\(/.test(text),
);

type Change = (client: LibraryClient, target: ChangeTarget, dryRun: boolean) => Promise<unknown>;

const deviceId = idOfDevice('bob', 'OATH', deviceIds.bobOath);
const kinds = ['OATH', 'PUSH'] as const;
const changes: readonly (readonly [name: string, act: Change])[] = [
  [
    'a reset of one-time passwords',
    (client, target, dryRun) =>
      client.mutate(ResetOathDevicesDocument, { input: { target, dryRun } }),
  ],
  [
    'a reset of push',
    (client, target, dryRun) =>
      client.mutate(ResetPushDevicesDocument, { input: { target, dryRun } }),
  ],
  [
    'a reset of two kinds',
    (client, target, dryRun) =>
      client.mutate(ResetDevicesDocument, { input: { target, kinds: [...kinds], dryRun } }),
  ],
  [
    'a removal',
    (client, target, dryRun) =>
      client.mutate(RemoveDeviceDocument, { input: { target, deviceId, dryRun } }),
  ],
  [
    'a new name',
    (client, target) =>
      client.mutate(RenameDeviceDocument, { input: { target, deviceId, name: 'Old phone' } }),
  ],
];

const rows = lists.flatMap((list) =>
  changes.map(([change, act]) => ({ label: `${list.name} after ${change}`, list, change, act })),
);

describe.each([
  ['every kind works', false],
  ['one kind is down', true],
] as const)('%s', (_label, isDown) => {
  const stage = useStage('pingam', { env: (peer) => peer.staffEnv(), ledger });
  beforeEach(() => {
    if (!isDown) return;
    const match = { method: 'GET', path: /devices\/trusted/ };
    stage.sandbox.breakNext({ match, times: Infinity, effect: { kind: 'status', status: 500 } });
  });

  describe.each([...libraries, ['Relay', null] as const])('%s', (_name, openLibrary) => {
    const open = openLibrary ?? ((options) => openRelay(options, artifacts));

    test.each(rows)('$label', async ({ list, change, act }) => {
      const isOwn = !('id' in list.variables(null)) && list.by.includes('self');
      const headers = await stage.peer.signIn(isOwn ? 'bob' : 'amadmin');
      const wire = watchedFetch();
      const client = open({ url: `${stage.gateway.url}/graphql`, headers, fetch: wire.fetch });
      const shown: unknown[] = [];
      const stop = list.through(
        (document, variables) =>
          client.watch(document, variables, (data) => void shown.push(structuredClone(data))),
        'bob',
      );
      await wire.quiet();

      for (const dryRun of change === 'a new name' || isDown ? [false] : [true, false]) {
        const before = shown.at(-1);
        const answer = await act(client, isOwn ? { me: true } : { user: { id: 'bob' } }, dryRun);
        // No mutation returns the history of a realm. docs/caches.md says to query it again.
        if (list.name === 'RealmHistory') await list.through(client.refresh, 'bob');
        const afterwards = shown.length;
        await wire.quiet();

        const fresh = (await list.send(stage.gateway, headers, 'bob')).data;
        const removed = devicesIn(before).filter((id) => !devicesIn(fresh).includes(id));
        const flashes = shown.slice(afterwards).flatMap(devicesIn);
        expect(before).toBeTruthy();
        expect(JSON.stringify(answer)).toContain(dryRun ? '"WOULD_REMOVE"' : '"DONE"');
        expect(shown.at(-1)).toEqual(fresh);
        expect(flashes.filter((id) => removed.includes(id))).toEqual([]);
      }
      expect(typesOfIds(wire.answers).filter(({ types }) => types.length > 1)).toEqual([]);
      expect(complaints).toEqual([]);
      stop();
    });
  });
});

/** The ids of the devices that data lists. */
function devicesIn(data: unknown): readonly string[] {
  return JSON.stringify(data ?? null).match(/"id":"Device=[^"]+"/g) ?? [];
}
