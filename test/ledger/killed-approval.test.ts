/**
 * A gateway that is killed after it has recorded an approval, while its write is on the way to AM:
 * the request stays approved, the next gateways settle its change once by reading AM, and AM gets
 * no second write (R19, R23).
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { bodyOf } from '../../src/ledger/read-record.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { documents, type ApprovalMutation } from '../approvals/approval-documents.ts';
import { writesTo } from '../access/received.ts';
import { until } from '../reliability/am-traffic.ts';
import { createWorkplace, type Workplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { startOn } from './own-process.ts';
import { createStore, engine, recordsOf, verifyAll, type TestStore } from './stores.ts';

const env = { APPROVAL_REQUIRED: 'everyone' };
const found = `query ($id: ID!, $reference: ID!) {
  pendingChange(id: $id) { state decision { by { amId } } }
  deviceChange(id: $reference) { outcome actor { amId } approval { approvedBy { amId } } }
}`;

let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let helen: SessionHeader;
let hugo: SessionHeader;
const started: GatewayProcess[] = [];

beforeAll(async () => {
  peer = await openSandboxPeer();
  workplace = await createWorkplace();
});
afterAll(async () => {
  await workplace?.remove();
  await peer?.close();
});
beforeEach(async () => {
  await peer.restore();
  peer.sandbox.clearReceived();
  [helen, hugo] = [await peer.signIn('helen'), await peer.signIn('hugo')];
  store = await createStore();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((gateway) => gateway.kill()));
  await store.remove();
});

interface Asked {
  readonly query: string;
  readonly as: SessionHeader;
  readonly variables: object;
}

/** The answer of a gateway. Rejects if the gateway ended before it answered. */
async function ask(url: string, { query, as, variables }: Asked): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...as };
  const body = JSON.stringify({ query, variables });
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json();
}

const mutate = (url: string, name: ApprovalMutation, as: SessionHeader, input: object) =>
  ask(url, { query: documents[name], as, variables: { input } });

const resets = (): number =>
  writesTo(peer.sandbox).filter(({ path }) => path.includes('/users/bob/devices/')).length;

/** Starts a gateway in a process of its own. */
function start(): GatewayProcess {
  const gateway = startOn(store, { workplace, peer, env });
  started.push(gateway);
  return gateway;
}

const later = (): number => Date.now() + 180_000;

/** Starts two gateways three minutes later. On SQLite they are one process, which owns the file. */
async function startTwoLater(): Promise<{
  readonly gateways: readonly TestGateway[];
  readonly isSettled: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}> {
  const open = () => openLedger(store.settings, { now: later, warn: () => undefined });
  const first = await open();
  const second = engine === 'SQLite' ? first : await open();
  const startAt = (ledger: typeof first) =>
    startTestGateway(peer, { env: { ...peer.staffEnv(), ...env }, ledger, now: later });
  const gateways = await Promise.all([startAt(first), startAt(second)]);
  return {
    gateways,
    isSettled: async () => (await first.openIntents({ before: new Date(later()) })).length === 0,
    stop: async () => {
      await Promise.all(gateways.map((one) => one.stop()));
      await first.close();
      if (second !== first) await second.close();
    },
  };
}

const points: readonly [string, FaultEffect, number, string][] = [
  ['before AM makes the change', { kind: 'blackhole' }, 2, 'NOT_DONE'],
  ['after AM has made the change', { kind: 'slowBody', bytesPerSecond: 1 }, 0, 'CONFIRMED'],
];

test.each(points)('killed %s', async (_label, effect, left, outcome) => {
  peer.sandbox.breakNext({ match: { method: 'POST', path: '_action=reset' }, effect });
  const doomed = start();
  const url = await doomed.listening();
  const input = { target: { user: { id: 'bob' } }, effect: 'RESET', kinds: ['OATH'] };
  const asked = await mutate(url, 'requestChange', helen, input);
  const pending = fieldAt(asked, 'data', 'requestChange', 'pendingChange');
  const [id, reference] = [textAt(pending, 'id'), textAt(pending, 'reference')];

  const ended = mutate(url, 'approveChange', hugo, { id }).then(
    () => 'answered',
    () => 'cut off',
  );
  await until('AM holds the write', async () => {
    const devices = await peer.deviceIds('bob', 'OATH');
    return resets() === 1 && devices.length === left;
  });
  await doomed.kill();
  expect(await ended).toBe('cut off');

  const next = start();
  const answer = await mutate(await next.listening(), 'approveChange', hugo, { id });
  await next.kill();
  const two = await startTwoLater();
  try {
    await until('the change is settled', two.isSettled);
    for (const gateway of two.gateways) {
      const variables = { id, reference };
      expect(
        fieldAt(await ask(gateway.url, { query: found, as: helen, variables }), 'data'),
      ).toEqual({
        pendingChange: { state: 'APPROVED', decision: { by: { amId: 'hugo' } } },
        deviceChange: {
          outcome,
          actor: { amId: 'helen' },
          approval: { approvedBy: { amId: 'hugo' } },
        },
      });
    }
  } finally {
    await two.stop();
  }

  expect(answer).toMatchObject({
    data: {
      approveChange: {
        pendingChange: { state: 'APPROVED' },
        change: null,
        errors: [{ __typename: 'PendingChangeClosed' }],
      },
    },
  });
  expect(resets()).toBe(1);
  expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(left);
  const { kinds, verdict } = await store.bare(async (kept) => ({
    kinds: (await recordsOf(kept)).map((row) => bodyOf(row).kind),
    verdict: await verifyAll(kept),
  }));
  expect(kinds).toEqual(['request', 'decision', 'intent', 'outcome']);
  expect(verdict.broken).toBeNull();
});
