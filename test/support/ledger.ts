/** A ledger on SQLite in a temporary folder, for gateways under test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { ledgerOn, openLedger } from '../../src/ledger/open-ledger.ts';
import type { LedgerParts, OpenLedger } from '../../src/ledger/open-ledger.ts';
import { Store } from '../../src/store/store.ts';
import { writeEmptyLedger } from './migrated.ts';

/** Opens a ledger. Closing it removes its folder. */
export async function openTestLedger(parts: Partial<LedgerParts> = {}): Promise<OpenLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  await writeEmptyLedger(folder);
  const ledger = await openLedger(
    { folder, postgres: undefined },
    // A test empties its ledger, which only the sandbox's can be.
    { now: Date.now, warn: () => undefined, owner: 'sandbox', ...parts },
  );
  return {
    ...ledger,
    close: async () => {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Opens a ledger with campaigns, which a gateway otherwise has on PostgreSQL only. */
export async function openCampaignLedger(parts: Partial<LedgerParts> = {}): Promise<OpenLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  await writeEmptyLedger(folder);
  const given = { now: Date.now, warn: () => undefined, ...parts };
  const store = await Store.open(
    { folder, postgres: undefined },
    { owner: 'sandbox', warn: given.warn },
  );
  const ledger = await ledgerOn(store, folder, given);
  return {
    ...ledger,
    campaigns: new LedgerCampaigns(store, given.now),
    close: async () => {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const twoDaysMs = 2 * 86_400_000;

/**
 * Opens a ledger whose clock leaps two days before each change and each search. No limit and no
 * earlier change counts, so that tests of other subjects repeat requests as they like.
 */
export async function openLeapingLedger(now: () => number): Promise<OpenLedger> {
  let leaps = 0;
  const ledger = await openTestLedger({ now: () => now() + leaps * twoDaysMs });
  return {
    ...ledger,
    check: (...change) => ((leaps += 1), ledger.check(...change)),
    search: (...search) => ((leaps += 1), ledger.search(...search)),
  };
}
