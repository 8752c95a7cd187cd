/** The calls to AM that docs/operations.md promises, counted for every document and every caller of it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  CapabilitiesDocument,
  MyDevicesDocument,
  PersonActionsDocument,
  PersonDevicesDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
  SearchPeopleDocument,
  WhoAmIDocument,
} from '../../src/client/operations.ts';
import { DEVICE_IDS } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { rowsOf } from './rows-of.ts';

let peer: SandboxPeer;
let staffed: TestGateway;
/** The gateway's clock is put on between operations, so that none finds anything remembered. */
let ahead = 0;
const now = (): number => Date.now() + ahead;

beforeAll(async () => {
  peer = await openSandboxPeer();
  staffed = await startTestGateway(peer, { env: peer.staffEnv(), now });
});
afterAll(async () => {
  await staffed?.stop();
  await peer?.close();
});

/** Who signs in for each kind of caller; all but self act for bob. */
const callers = { self: 'bob', 'help desk': 'helen', 'super user': 'amadmin' } as const;
type CallerKind = keyof typeof callers;
const everybody: readonly CallerKind[] = ['self', 'help desk', 'super user'];

interface Documented {
  readonly by: readonly CallerKind[];
  /** Sends it as its caller; `userId` is null for self. */
  readonly send: (
    gateway: TestGateway,
    as: SessionHeader,
    userId: string | null,
  ) => Promise<ClientAnswer<unknown>>;
}

const device = { kind: 'OATH', deviceId: DEVICE_IDS.bobOath } as const;
const operations: Readonly<Record<string, Documented>> = {
  WhoAmI: { by: everybody, send: (gateway, as) => gateway.send(WhoAmIDocument, {}, as) },
  Capabilities: { by: ['self'], send: (gateway, as) => gateway.send(CapabilitiesDocument, {}, as) },
  MyDevices: { by: ['self'], send: (gateway, as) => gateway.send(MyDevicesDocument, {}, as) },
  AllMyDevices: { by: ['self'], send: (gateway, as) => gateway.send(AllMyDevicesDocument, {}, as) },
  SearchPeople: {
    by: ['help desk', 'super user'],
    send: (gateway, as) => gateway.send(SearchPeopleDocument, { search: 'bob' }, as),
  },
  PersonDevices: {
    by: everybody,
    send: (gateway, as) => gateway.send(PersonDevicesDocument, { id: 'bob' }, as),
  },
  PersonActions: {
    by: everybody,
    send: (gateway, as) => gateway.send(PersonActionsDocument, { id: 'bob' }, as),
  },
  ResetOathDevices: {
    by: everybody,
    send: (gateway, as, userId) =>
      gateway.send(ResetOathDevicesDocument, { input: { userId } }, as),
  },
  ResetPushDevices: {
    by: everybody,
    send: (gateway, as, userId) =>
      gateway.send(ResetPushDevicesDocument, { input: { userId } }, as),
  },
  ResetDevices: {
    by: everybody,
    send: (gateway, as, userId) =>
      gateway.send(ResetDevicesDocument, { input: { userId, kinds: ['OATH', 'TRUSTED'] } }, as),
  },
  RemoveDevice: {
    by: ['self', 'super user'],
    send: (gateway, as, userId) =>
      gateway.send(RemoveDeviceDocument, { input: { userId, ...device } }, as),
  },
  RenameDevice: {
    by: ['self', 'super user'],
    send: (gateway, as, userId) =>
      gateway.send(RenameDeviceDocument, { input: { userId, ...device, name: 'new' } }, as),
  },
};

test('the operations page has a row for every document and caller', async () => {
  const folder = 'schema/operations';
  const documents = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  const names = documents.flatMap((text) => /^(?:query|mutation) (\w+)/m.exec(text)?.[1] ?? []);

  expect(names.toSorted()).toEqual(Object.keys(operations).toSorted());
  const listed = (await rowsOf('docs/operations.md')).map(([name, caller]) => [name, caller]);
  const wanted = Object.entries(operations).flatMap(([name, { by }]) =>
    by.map((caller) => [name, caller]),
  );
  expect(listed).toEqual(wanted);
});

test('the operations page counts the calls to AM as they are', async () => {
  const measured: string[][] = [];
  for (const [name, { by, send }] of Object.entries(operations)) {
    for (const caller of by) {
      const as = await begin(staffed, callers[caller]);
      const answer = await send(staffed, as, caller === 'self' ? null : 'bob');
      expect([name, caller, codesOf(answer)]).toEqual([name, caller, []]);
      measured.push([name, caller, ...callCounts()]);
    }
  }

  expect(measured).toEqual(await rowsOf('docs/operations.md'));
});

test('where nobody is staff by a group, nobody pays for groups', async () => {
  const plain = await startTestGateway(peer, { now });
  try {
    const alone = ['WhoAmI', 'MyDevices', 'ResetOathDevices', 'RemoveDevice'];
    const measured: string[][] = [];
    for (const name of alone) {
      const as = await begin(plain, callers.self);
      const answer = await operations[name]?.send(plain, as, null);
      expect(answer?.errors).toEqual([]);
      measured.push([name, ...callCounts()]);
    }

    expect(measured).toEqual([
      ['WhoAmI', '1', '0', '0', '0', '0', '0'],
      ['MyDevices', '1', '1', '0', '0', '2', '0'],
      ['ResetOathDevices', '1', '2', '0', '0', '2', '1'],
      ['RemoveDevice', '1', '1', '0', '0', '2', '1'],
    ]);
  } finally {
    await plain.stop();
  }
});

/** Everything back to the start; the gateway knows the cookie's name and has its own session. */
async function begin(gateway: TestGateway, name: string): Promise<SessionHeader> {
  peer.sandbox.reset();
  ahead += 31_000;
  await gateway.ask('{ viewer { roles } }', await peer.signIn('helen'));
  const as = await peer.signIn(name);
  ahead += 31_000;
  peer.sandbox.clearReceived();
  return as;
}

/** In the order of the page's columns; a call that belongs to none of them fails the test. */
function callCounts(): string[] {
  const calls = peer.sandbox.received().map(({ method, path }) => `${method} ${path}`);
  const columns = [
    /^POST .*getSessionInfo/,
    /^GET .*users\/[^/]+\?/,
    /^GET .*users\?_queryFilter/,
    /^GET .*groups\//,
    /^GET .*devices\/.*_queryFilter/,
    /^POST .*_action=reset|^DELETE .*devices\/|^PUT .*devices\//,
  ];
  expect(calls.filter((call) => !columns.some((column) => column.test(call)))).toEqual([]);
  return columns.map((column) => `${calls.filter((call) => column.test(call)).length}`);
}
