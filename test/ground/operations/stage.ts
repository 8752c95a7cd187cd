/** Where the documented operations run: the sandbox and gateways in front of it, all by one clock that is set. */
import type { Environment } from '../../../src/config/load-config.ts';
import type { Ledger } from '../../../src/domain/ledger.ts';
import { unrecorded } from '../../../src/ledger/unrecorded.ts';
import { startTestGateway } from '../../support/gateway.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { openSandboxPeer } from '../../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../../support/peer.ts';

/** The sandbox with the gateways in front of it. */
export interface OperationsStage {
  readonly peer: SandboxPeer;
  /** The time of AM and of the gateways, in milliseconds since the epoch. */
  now(): number;
  start(env?: Environment): Promise<TestGateway>;
  /** Everything back to the start, and nothing remembered but the cookie's name and the gateway's own session. */
  begin(gateway: TestGateway): Promise<void>;
  /** So much that nothing is remembered, and everybody is still signed in. */
  letTimePass(): void;
  /** What AM has been asked since, in the order of the page's columns. */
  callCounts(): number[];
  close(): Promise<void>;
}

/** The columns of the page; every call belongs to one of them. */
export const callColumns = [
  ['Session check', /^POST .*getSessionInfo/],
  ['Person reads', /^GET .*users\/[^/]+\?/],
  ['Searches', /^GET .*users\?_queryFilter/],
  ['Groups', /^GET .*groups\//],
  ['Device lists', /^GET .*devices\/.*_queryFilter/],
  ['Writes', /^POST .*_action=reset|^DELETE .*devices\/|^PUT .*devices\//],
  ['Ends of sessions', /sessions\?_queryFilter|_action=logoutBy/],
] as const;

/** A ledger whose records all have one number and time, so that the page is the same after each run. */
const oneRecord: Ledger = {
  ...unrecorded,
  begin: async () => ({
    kind: 'recorded',
    id: '7K3M-9QXT-2BW4-C0HJ',
    at: '2026-12-01T09:00:00.000Z',
    overrode: [],
  }),
  complete: async () => 'recorded',
};

/** Longer than anything is remembered. */
const aWhileMs = 31_000;

/** Opens a PingAM sandbox; it is nine o'clock. */
export async function openOperationsStage(): Promise<OperationsStage> {
  let time = Date.UTC(2026, 11, 1, 9);
  const now = (): number => time;
  const peer = await openSandboxPeer('pingam', { now });
  const letTimePass = (): void => void (time += aWhileMs);
  const gateways: TestGateway[] = [];
  return {
    peer,
    now,
    start: async (env = {}) => {
      const gateway = await startTestGateway(peer, { env, now, ledger: oneRecord });
      gateways.push(gateway);
      return gateway;
    },
    begin: async (gateway) => {
      peer.sandbox.reset();
      letTimePass();
      await gateway.ask('{ caller { roles } }', await peer.signIn('helen'));
      letTimePass();
      peer.sandbox.clearReceived();
    },
    letTimePass,
    callCounts: () => countsOf(peer.sandbox.received()),
    close: async () => {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await peer.close();
    },
  };
}

/** Signs in, and forgets that AM was asked to. */
export async function signIn({ peer }: OperationsStage, name: string): Promise<SessionHeader> {
  const as = await peer.signIn(name);
  peer.sandbox.clearReceived();
  return as;
}

function countsOf(
  received: readonly { readonly method: string; readonly path: string }[],
): number[] {
  const calls = received.map(({ method, path }) => `${method} ${path}`);
  const stray = calls.filter((call) => !callColumns.some(([, column]) => column.test(call)));
  if (stray.length > 0) throw new Error(`Calls of no column: ${stray.join(', ')}`);
  return callColumns.map(([, column]) => calls.filter((call) => column.test(call)).length);
}
