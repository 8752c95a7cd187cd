import type { RunParts } from '../../src/changes/campaigns/campaign-run.ts';
import { ChangeLocks } from '../../src/changes/request/change-locks.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { CampaignLine } from '../../src/domain/campaign/campaign-line.ts';
import { stepRules } from '../../src/domain/campaign/campaign-steps.ts';
import type { Campaign, CampaignActor } from '../../src/domain/campaign/campaign.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import { createUserIdRule } from '../../src/domain/people/user-id.ts';
import { localLocks } from '../../src/domain/values/lock.ts';
import { hangingLedger } from './ledger-ports.ts';

const id = '4C8M-PGN2-XW7Q-0TRD';

/** An operator on an account that several people share. */
const operator: CampaignActor = {
  name: 'ada',
  realm: null,
  via: 'command line',
  account: 'operator',
};

/** A campaign at nine o'clock, whose dry run has ended. */
export const oneCampaign: Campaign = {
  id,
  realm: 'alpha',
  area: null,
  kinds: ['OATH', 'PUSH'],
  reason: 'Seeds of the vendor were stolen.',
  ticket: 'INC-1042',
  pace: 60,
  calls: 2,
  endsSessions: true,
  state: 'CHECKED',
  createdAt: '2026-12-01T08:00:00.000Z',
  createdBy: operator,
  since: '2026-12-01T08:30:00.000Z',
  checkedSince: '2026-12-01T08:10:00.000Z',
  startedAt: null,
  startedBy: null,
  endedAt: null,
  heldBy: null,
};

const startedAt = '2026-12-01T09:00:00.000Z';

/** A campaign that was created at nine o'clock. */
export const newCampaign: Campaign = {
  ...oneCampaign,
  id: '7K3M-9QXT-2BW4-C0HJ',
  kinds: ['OATH'],
  ticket: null,
  state: 'DRAFT',
  createdAt: startedAt,
  since: startedAt,
  checkedSince: null,
};

const lines: readonly CampaignLine[] = [
  {
    number: 1,
    name: 'bob',
    state: 'waiting',
    result: null,
    change: null,
    endedAt: null,
    finding: null,
    devices: 2,
  },
  {
    number: 2,
    name: 'BOB',
    state: 'skipped',
    result: 'DUPLICATE',
    change: null,
    endedAt: '2026-12-01T08:00:00.000Z',
    finding: null,
    devices: null,
  },
];

const unchecked = { checked: 0, findings: {}, devices: {} };
const checked = {
  checked: 996,
  findings: { PRIVILEGED: 2, UNKNOWN_NAME: 4 },
  devices: { OATH: 950, PUSH: 411 },
};

/** The campaigns of a ledger with this one, which takes every step and never ends. */
export const oneCampaignOnly: Campaigns = {
  find: async (text) => [oneCampaign, newCampaign].find((one) => one.id === text) ?? null,
  list: async ({ areas }) => (areas === undefined ? [oneCampaign] : []),
  create: async () => ({ kind: 'created', id: newCampaign.id }),
  progress: async ({ state }) => ({
    lines: [
      { state: 'waiting', result: null, count: 996 },
      { state: 'skipped', result: 'DUPLICATE', count: 3 },
      { state: 'failed', result: 'UPSTREAM_ERROR', count: 1 },
    ],
    ...(state === 'DRAFT' ? unchecked : checked),
    perMinute: 0,
  }),
  lines: async ({ most }) => lines.slice(0, most),
  take: async ({ step, actor }) => {
    const state = stepRules[step].to;
    const endedAt = state === 'ABORTED' ? startedAt : null;
    // Before every other step it was started.
    const started = state === 'CHECKING' ? {} : { startedAt, startedBy: actor };
    const since = { state, since: startedAt, ...started, endedAt };
    return { kind: 'taken', campaign: { ...oneCampaign, ...since }, lines: 1 };
  },
  active: async () => [],
  takeOver: async () => null,
  claim: async () => null,
  identify: async () => true,
  settle: async () => undefined,
  leftBehind: async () => [],
  endIfDone: async () => false,
  hold: async () => undefined,
  changeOf: async () => null,
  figures: async () => ({ running: 0, held: 0, waiting: 0, failed: 0 }),
};

const nothing = (): undefined => undefined;

/** The parts of a run that calls no AM. */
export function runPartsWith(campaigns: Campaigns): Omit<RunParts, 'isBroken' | 'levelIn'> {
  const { access, ledger } = loadConfig({ AM_URL: 'http://127.0.0.1:1/am' });
  const pause = async (): Promise<void> => undefined;
  return {
    campaigns,
    amOf: () => {
      throw new Error('AM is not called');
    },
    tools: {
      revokePageTokens: null,
      locks: new ChangeLocks({ mostWaiting: 1, waitMs: 1_000 }, localLocks),
      ledger: hangingLedger,
      limits: ledger.limits,
      pause,
      log: { warn: nothing, change: nothing },
    },
    realms: access.realms,
    userIds: createUserIdRule('pingam'),
    denialOf: async () => null,
    includesPrivileged: false,
    deadlineMs: 1_000,
    elapsed: () => performance.now(),
    warn: nothing,
  };
}
