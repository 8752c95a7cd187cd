/** The reads of the ledger that callers may make, with the widest arguments, by role. */
import type { CampaignBook } from '../../src/domain/campaign/campaigns.ts';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import { dayMs } from '../../src/domain/change/insights.ts';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import { roles, roleTraits, type Role } from '../../src/domain/people/caller.ts';
import type { Effect } from '../../src/domain/policy/effects.ts';
import { policy } from '../../src/domain/policy/policy.ts';
import { intentOf, limits } from './full-ledger.ts';

/** A read, and the permission that it needs. */
export interface WideRead {
  readonly name: string;
  readonly effect: Effect;
  /** Whether people may make it for themselves; other reads are of a realm. */
  readonly isOfPerson?: true;
  readonly read: (ledger: Ledger) => Promise<unknown>;
}

const realm = 'alpha';

/** The longest period of `deviceChangeInsights`, and the largest page of a list. */
const mostDays = 31;
const first = 100;

/** Someone of the records, who has made and met some of the changes. */
const { actor, target } = intentOf(31);

/** Returns the reads of a ledger, and of its campaign if it has one. */
export function wideReads(campaign: Campaign | null): readonly WideRead[] {
  const sinceDay = Math.floor(Date.now() / dayMs) - mostDays + 1;
  const history = (name: string, filter: object): WideRead => ({
    name: `a page of ${name}`,
    effect: 'viewHistory',
    read: (ledger) => ledger.history({ realm, first, ...filter }),
  });
  return [
    {
      name: 'insights of 31 days',
      effect: 'viewInsights',
      read: (ledger) => ledger.insights({ realm, sinceDay, days: mostDays }),
    },
    history('the realm', {}),
    history('dry runs', { dryRun: true }),
    history('changes that may be gone', { outcome: 'UNKNOWN' }),
    history('open reports', { report: 'OPEN' }),
    { ...history('refusals', { refused: true }), effect: 'viewRefusals' },
    { ...history('a person', { target }), isOfPerson: true },
    {
      name: 'own changes in two realms',
      effect: 'viewHistory',
      isOfPerson: true,
      read: (ledger) => ledger.activity({ realms: [realm, 'beta'], first, actor }),
    },
    {
      name: 'limits of a person',
      effect: 'reset',
      isOfPerson: true,
      read: (ledger) => ledger.reachedLimits(intentOf(31), limits, []),
    },
    ...(campaign === null ? [] : readsOf(campaign)),
  ];
}

function readsOf(campaign: Campaign): readonly WideRead[] {
  const { id } = campaign;
  const read = (name: string, act: (book: CampaignBook) => Promise<unknown>): WideRead => ({
    name,
    effect: 'viewCampaigns',
    read: async ({ campaigns }) => campaigns && act(campaigns),
  });
  return [
    read('a page of campaigns', (book) => book.list({ realm, most: first })),
    read('progress of a campaign', (book) => book.progress(campaign)),
    read('lines of a campaign', (book) => book.lines({ id, most: first })),
    read('failed lines of a campaign without any', (book) =>
      book.lines({ id, most: first, state: 'failed' }),
    ),
  ];
}

/** Returns the roles of callers, and which of some reads each of them may make. */
export function readsByRole(
  reads: readonly WideRead[],
): readonly (readonly [Role, readonly WideRead[]])[] {
  return roles
    .map((role) => {
      const own = reads.filter(
        ({ effect, isOfPerson = false }) =>
          policy[effect][role] !== undefined && (isOfPerson || !roleTraits[role].isSelf),
      );
      return [role, own] as const;
    })
    .filter(([, own]) => own.length > 0);
}
