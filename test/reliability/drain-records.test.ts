/**
 * A change that the drain cuts is recorded and logged as unknown; a retry decides it by reading AM
 * (reliability R22).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { RecordedChange } from '../../src/domain/change/change-record.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { countAt, places, until, type Place } from './am-traffic.ts';
import { createWorkplace, type GatewayProcess, type Workplace } from './built-gateway.ts';

const givenUp = 75;
const about = 'target: { me: true }, idempotencyKey: "once-only-0001"';
const reset = `mutation { change: resetOathDevices(input: { ${about} }) { outcome isReplayed errors { __typename } } }`;
const removal = `mutation { change: removeDevice(input: { ${about}, kind: OATH, deviceId: "${deviceIds.aliceOath}" }) { outcome isReplayed errors { __typename } } }`;

let workplace: Workplace;
let peer: SandboxPeer;
let alice: SessionHeader;
let gateway: GatewayProcess;
let folder: string;
let url: string;

beforeAll(async () => {
  [workplace, peer] = await Promise.all([createWorkplace(), openSandboxPeer()]);
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
  folder = mkdtempSync(join(tmpdir(), 'drain-'));
  await start();
});
afterEach(async () => {
  await gateway.kill();
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  await peer?.close();
  await workplace?.remove();
});

async function start(): Promise<void> {
  gateway = workplace.start({
    PORT: '0',
    AM_URL: peer.url,
    AM_TIMEOUT_MS: '20000',
    DRAIN_SECONDS: '1',
    LOG_LEVEL: 'info',
    DATA_DIR: folder,
  });
  url = await gateway.listening();
}

async function ask(query: string, client = new AbortController()): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...alice },
    body: JSON.stringify({ query }),
    signal: client.signal,
  });
  return fieldAt(fieldAt(await response.json(), 'data'), 'change');
}

/**
 * Lets AM hang at a place, and stops the gateway once AM has the request; returns the client's
 * answer.
 */
async function cutAt(
  place: Place,
  query: string,
  { hangsUp }: { readonly hangsUp: boolean },
): Promise<unknown> {
  peer.sandbox.breakNext({ match: place, effect: { kind: 'blackhole' }, times: 1 });
  const client = new AbortController();
  const answer = ask(query, client).catch(() => 'gone');
  await until('AM has it', () => countAt(peer.sandbox, place) === 1);
  if (hangsUp) client.abort();
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(givenUp);
  return answer;
}

async function recorded(): Promise<readonly RecordedChange[]> {
  const ledger = await openLedger(
    { folder, postgres: undefined },
    { now: Date.now, warn: () => undefined },
  );
  const { changes } = await ledger.history({ realm: 'alpha', target: { id: 'alice' }, first: 10 });
  await ledger.close();
  return changes;
}

const loggedChanges = (): unknown[] =>
  gateway
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"change"'))
    .map((line): unknown => JSON.parse(line));

describe.each<[string, Place, string]>([
  ['a reset', places.oathReset, reset],
  ['a removal', places.oathRemoval, removal],
])('%s whose write hangs at the limit', (_what, place, query) => {
  test('is reported, recorded and logged as unknown; a retry with its key decides it by what AM lists', async () => {
    expect(await cutAt(place, query, { hangsUp: false })).toMatchObject({
      outcome: 'UNKNOWN',
      errors: [{ __typename: 'DeviceChangeOutcomeUnknown' }],
    });
    expect(gateway.output()).toMatch(/1 request was given up after 1 s/);

    const [change, ...others] = await recorded();
    expect(others).toEqual([]);
    expect(change?.outcome).toMatchObject({
      outcome: 'UNKNOWN',
      results: [{ kind: 'OATH', outcome: 'UNKNOWN', proof: 'NONE', after: null }],
    });
    expect(loggedChanges()).toMatchObject([{ reference: change?.id, outcome: 'UNKNOWN' }]);

    await start();
    expect(await ask(query)).toEqual({ outcome: 'DONE', isReplayed: false, errors: [] });
    // The retry of a reset removes the device by its id.
    expect([place, places.oathRemoval].map((one) => countAt(peer.sandbox, one))).toEqual(
      place === places.oathRemoval ? [2, 2] : [1, 1],
    );
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test('is also recorded so if its client is gone', async () => {
    await cutAt(place, query, { hangsUp: true });

    expect((await recorded()).map(({ outcome }) => outcome?.outcome)).toEqual(['UNKNOWN']);
    expect(loggedChanges()).toMatchObject([{ outcome: 'UNKNOWN' }]);
  });
});

test('a change whose client has gone is waited for', async () => {
  peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'latency', ms: 600 } });
  const client = new AbortController();
  const answer = ask(reset, client).catch(() => 'gone');
  await until('AM has it', () => countAt(peer.sandbox, places.oathReset) === 1);

  client.abort();
  gateway.signal('SIGTERM');

  expect([await answer, await gateway.exited()]).toEqual(['gone', 0]);
  expect((await recorded()).map(({ outcome }) => outcome?.outcome)).toEqual(['DONE']);
});

test('a change that hangs before its write is in no record: nothing was to be sent', async () => {
  expect(await cutAt(places.oathList, reset, { hangsUp: false })).toBeNull();

  expect(await recorded()).toEqual([]);
  expect(countAt(peer.sandbox, places.oathReset)).toBe(0);
});
