/**
 * A change that the drain cuts is recorded and logged as unknown; a retry decides it by reading AM
 * (reliability R22).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { RecordedChange } from '../../src/domain/change/change-record.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { countAt, places, until, type Place } from './am-traffic.ts';
import { openHere, type OpenHere } from '../operations/deployments.ts';

const about = 'target: { me: true }, idempotencyKey: "once-only-0001"';
const reset = `mutation { change: resetOathDevices(input: { ${about} }) { outcome isReplayed errors { code } } }`;
const removal = (deviceId: string): string =>
  `mutation { change: removeDevice(input: { ${about}, kind: OATH, deviceId: "${deviceId}" }) { outcome isReplayed errors { code } } }`;

let peer: SandboxPeer;
let alice: SessionHeader;
let gateway: OpenHere;
let folder: string;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
  folder = mkdtempSync(join(tmpdir(), 'drain-'));
  await start();
});
afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => peer?.close());

async function start(): Promise<void> {
  const limits = { AM_TIMEOUT_MS: '20000', DRAIN_SECONDS: '1' };
  const env = { PORT: '0', METRICS_PORT: 'off', AM_URL: peer.url, DATA_DIR: folder };
  gateway = await openHere({ ...env, ...limits }, { level: 'info' });
}

async function ask(
  query: string,
  { client = new AbortController(), as = alice } = {},
): Promise<unknown> {
  const response = await fetch(`${gateway.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...as },
    body: JSON.stringify({ query }),
    signal: client.signal,
  });
  return fieldAt(fieldAt(await response.json(), 'data'), 'change');
}

/** Lets AM hang at a place, and stops the gateway once AM has the requests; returns the answers. */
async function cutAt(place: Place, requests: (() => Promise<unknown>)[], meanwhile = () => {}) {
  const times = requests.length;
  peer.sandbox.breakNext({ match: place, effect: { kind: 'blackhole' }, times });
  const answers = Promise.all(requests.map((request) => request().catch(() => 'gone')));
  await until('AM has them', () => countAt(peer.sandbox, place) === times);
  meanwhile();
  expect(await gateway.close()).toBe(times);
  return answers;
}

async function recorded(id = 'alice'): Promise<readonly RecordedChange[]> {
  const ledger = await openLedger(
    { folder, postgres: undefined },
    { now: Date.now, warn: () => undefined },
  );
  const { changes } = await ledger.history({ realm: 'alpha', target: { id }, first: 10 });
  await ledger.close();
  return changes;
}

const loggedChanges = (): unknown[] =>
  gateway.lines
    .filter((line) => line.includes('"event":"change"'))
    .map((line): unknown => JSON.parse(line));

test.each<[string, Place, (deviceId: string) => string]>([
  ['a reset', places.oathReset, () => reset],
  ['a removal', places.oathRemoval, removal],
])(
  '%s whose write hangs at the limit is reported, recorded and logged as unknown, recorded and logged also if its client is gone; a retry with its key decides it by what AM lists',
  async (_what, place, queryOf) => {
    const query = queryOf(deviceIds.aliceOath);
    const client = new AbortController();
    const bob = await peer.signIn('bob');
    const requests = [() => ask(query), () => ask(queryOf(deviceIds.bobOath), { client, as: bob })];

    expect(await cutAt(place, requests, () => client.abort())).toMatchObject([
      { outcome: 'UNKNOWN', errors: [{ code: 'OUTCOME_UNKNOWN' }] },
      'gone',
    ]);
    expect(gateway.lines.join('')).toMatch(/2 requests were given up after 1 s/);

    const changes = [await recorded('alice'), await recorded('bob')];
    for (const [change, ...others] of changes) {
      expect(others).toEqual([]);
      expect(change?.outcome).toMatchObject({
        outcome: 'UNKNOWN',
        results: [{ kind: 'OATH', outcome: 'UNKNOWN', proof: 'NONE', after: null }],
      });
    }
    const logged = changes.flat().map(({ id }) => ({ reference: id, outcome: 'UNKNOWN' }));
    expect(loggedChanges()).toHaveLength(2);
    expect(loggedChanges()).toEqual(
      expect.arrayContaining(logged.map((one) => expect.objectContaining(one))),
    );

    peer.sandbox.clearReceived();
    await start();
    expect(await ask(query)).toEqual({ outcome: 'DONE', isReplayed: false, errors: [] });
    // The retry of a reset removes the device by its id.
    expect([places.oathReset, places.oathRemoval].map((one) => countAt(peer.sandbox, one))).toEqual(
      [0, 1],
    );
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
  },
);

test('a change whose client has gone is waited for', async () => {
  peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'latency', ms: 600 } });
  const client = new AbortController();
  const answer = ask(reset, { client }).catch(() => 'gone');
  await until('AM has it', () => countAt(peer.sandbox, places.oathReset) === 1);

  client.abort();
  const cut = await gateway.close();

  expect([await answer, cut]).toEqual(['gone', 0]);
  expect((await recorded()).map(({ outcome }) => outcome?.outcome)).toEqual(['DONE']);
});

test('a change that hangs before its write is in no record: nothing was to be sent', async () => {
  expect(await cutAt(places.oathList, [() => ask(reset)])).toEqual([null]);

  expect(await recorded()).toEqual([]);
  expect(countAt(peer.sandbox, places.oathReset)).toBe(0);
});
