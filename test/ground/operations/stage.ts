/** The sandbox and gateways that run the documented operations, with one fake clock. */
import type { Environment } from '../../../src/config/load-config.ts';
import type { RecordedChange } from '../../../src/domain/change/change-record.ts';
import type { Ledger } from '../../../src/domain/ledger-ports/ledger.ts';
import type { OpenLedger } from '../../../src/ledger/open-ledger.ts';
import type { Notice } from '../../../src/domain/outbox/outbox.ts';
import { anActor, anIntent, anOutcome } from '../../ledger/builders.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { oneCampaignOnly } from '../../support/one-campaign.ts';
import { oneLevel } from '../../support/one-level.ts';
import { oneApproval } from '../../support/one-approval.ts';
import { oneIdentityCheck, oneProof } from '../../support/one-proof.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../../support/peer.ts';

export interface OperationsStage {
  readonly peer: SandboxPeer;
  /** The time of AM and of the gateways, in milliseconds since the epoch. */
  now(): number;
  start(env?: Environment): Promise<TestGateway>;
  /** Resets everything except the cached cookie name and the gateway's own session. */
  begin(gateway: TestGateway): Promise<void>;
  /** Advances the clock until caches are stale; sessions stay valid. */
  letTimePass(): void;
  /** The calls to AM since then, in the order of the page's columns. */
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
  ['Journeys', /^POST .*authenticate\?authIndexType/],
] as const;

const id = '7K3M-9QXT-2BW4-C0HJ';
const at = '2026-12-01T09:00:00.000Z';
const takenAt = '2026-12-01T09:12:00.000Z';

/** The change of bob's devices that he reports. */
const reported: RecordedChange = {
  id,
  at,
  intent: anIntent({ actor: anActor({ id: 'oscar', role: 'ADMINISTRATOR' }) }),
  outcome: { ...anOutcome(), at },
  settled: null,
  refusal: null,
  overrode: [],
  report: null,
};

/** Bob is notified by mail. */
const notice: Notice = {
  channel: 'mail',
  recipient: { kind: 'PERSON', masked: 'b•••@example.com' },
  state: 'delivered',
  problem: null,
  at: takenAt,
};

/** One id and time for all records, so that the page is reproducible. */
export const oneRecord = {
  check: async () => ({ kind: 'clear' }),
  begin: async () => ({ kind: 'recorded', id, at, overrode: [] }),
  complete: async () => 'recorded',
  noticesOf: async () => new Map([[id, [notice]]]),
  retryNotice: async () => ({ kind: 'retried', count: 1 }),
  coverage: async () => ({
    countedAt: Date.parse(takenAt),
    isWhole: true,
    withOneDevice: 9,
    notRead: 0,
    kindSets: [
      { kinds: [], people: 3 },
      { kinds: ['OATH'], people: 5 },
      { kinds: ['OATH', 'PUSH'], people: 12 },
      { kinds: ['PUSH'], people: 4 },
    ],
  }),
  findChange: async (reference) => (reference === id ? reported : null),
  settle: async () => ({
    ...reported,
    settled: { at: takenAt, unclear: { ...anOutcome('UNKNOWN'), at } },
  }),
  report: async ({ actor }) => ({
    kind: 'reported',
    change: { ...reported, report: { at: takenAt, actor, taken: null } },
  }),
  takeReport: async ({ actor }) => ({
    kind: 'taken',
    change: { ...reported, report: { at, actor, taken: { at: takenAt, actor } } },
  }),
} satisfies Partial<Ledger>;

/** Longer than the lifetime of any cache. */
const cacheLifetimeMs = 31_000;

/** Opens a PingAM sandbox at nine o'clock. */
export async function openOperationsStage(): Promise<OperationsStage> {
  let time = Date.UTC(2026, 11, 1, 9);
  const now = (): number => time;
  const peer = await openSandboxPeer('pingam', { now });
  const letTimePass = (): void => void (time += cacheLifetimeMs);
  const approvals = oneApproval();
  const ledger: Partial<OpenLedger> = {
    ...oneRecord,
    begin: async (_intent, terms) => {
      if (terms.approval !== undefined) approvals.approve(terms.approval);
      return oneRecord.begin();
    },
    proofs: oneProof(now),
    identityChecks: oneIdentityCheck(now),
    campaigns: oneCampaignOnly,
    threats: oneLevel(now),
    approvals,
  };
  const gateways: TestGateway[] = [];
  return {
    peer,
    now,
    start: async (env = {}) => {
      const gateway = await startTestGateway(peer, { env, now, ledger });
      gateways.push(gateway);
      return gateway;
    },
    begin: async (gateway) => {
      peer.sandbox.reset();
      approvals.forget();
      letTimePass();
      await gateway.ask('{ gatewayCaller { roles } }', await peer.signIn('helen'));
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

/** Signs in, without counting the calls. */
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
