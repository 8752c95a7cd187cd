/** What a line of a campaign shows after its dry run (R46), and whether its person is inside. */
import { expect, test } from '@jest/globals';
import {
  isFoundInside,
  skipReasons,
  type FailReason,
  type SkipReason,
} from '../../src/domain/campaign/campaign-line.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { createdCampaign } from './created-campaign.ts';
import { onLedger } from './stores.ts';

const on = onLedger();
const actor = { name: 'ada', realm: null, via: 'command line', account: 'ada' } as const;
/** Reasons to skip people who were found in the area. */
const ofInside: readonly string[] = ['DUPLICATE', 'PRIVILEGED', 'OWN_ACCOUNT'];

test.each<SkipReason | FailReason | null>([null, ...skipReasons, 'UPSTREAM_ERROR', 'AREA_UNKNOWN'])(
  'a person with the finding %s',
  async (finding) => {
    const { store, clock } = { store: on.ledger.store, clock: on.store.clock };
    const campaigns = new LedgerCampaigns(store, () => clock.now);
    const id = await createdCampaign(store, { actor, names: ['bob', 'carol'], now: clock.now });
    const taken = await campaigns.take({ id, step: 'dry run started', actor });
    const line = taken.kind === 'taken' ? await campaigns.claim(taken.campaign) : null;
    if (line === null) throw new Error('no line is due');

    const devices = finding === null ? { OATH: 2 } : {};
    await campaigns.settle(line, { kind: 'checked', finding, devices });

    const [checked, other] = await campaigns.lines({ id, most: 2 });
    const shown = { state: 'waiting', finding, devices: finding === null ? 2 : null };
    expect(checked).toMatchObject(shown);
    expect(other).toMatchObject({ state: 'waiting', finding: null, devices: null });
    const isInside = finding === null || ofInside.includes(finding);
    expect([checked, other].map((one) => one !== undefined && isFoundInside(one))).toEqual([
      isInside,
      false,
    ]);
  },
);
