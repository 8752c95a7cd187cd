/** What a campaign does with each person: resets, skips, waits, and what a crash has left. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/domain/change-record.ts';
import { campaignActorId, type CampaignActor } from '../../src/domain/campaign.ts';
import type { ThreatLevel } from '../../src/domain/threat-level.ts';
import { createCampaign } from '../../src/ledger/campaign-load.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns.ts';
import { changeMembers } from '../access/members.ts';
import { anActor, anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { countAt, places, until } from '../reliability/am-traffic.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';

let store: TestStore;
let ledger: StoredLedger;
let peer: SandboxPeer;
let gateway: TestGateway | undefined;
let campaigns: LedgerCampaigns;

beforeEach(async () => {
  [store, peer] = await Promise.all([createStore(), openSandboxPeer()]);
  store.clock.now = Date.now();
  ledger = await store.open();
  campaigns = new LedgerCampaigns(ledger.store, () => store.clock.now);
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  await Promise.all([store.remove(), peer.close()]);
});

/** Starts a gateway that runs campaigns, whatever the engine. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  const now = (): number => store.clock.now;
  const clocks = { now, elapsed: () => performance.now() };
  const parts = {
    ledger: { ...ledger, campaigns },
    ...clocks,
    env: { ...peer.staffEnv(), ...env },
  };
  gateway = await startTestGateway(peer, parts);
  peer.sandbox.clearReceived();
}

const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };

/** Creates a campaign that another person has started; returns its id. */
async function create(names: readonly string[], calls = 1): Promise<string> {
  const facts = { realm: 'alpha', kinds: ['OATH'], reason: 'stolen seeds', ticket: null } as const;
  const id = await createCampaign(ledger.store, {
    plan: { ...facts, pace: 6_000, calls, endsSessions: false },
    actor: ada,
    source: { kind: 'file', path: 'people.csv' },
    lines: (async function* () {
      yield names.map((name, index) => ({ number: index + 1, name, skipped: null }));
    })(),
    now: store.clock.now,
  });
  const started_by = JSON.stringify({ ...ada, name: 'bea', account: 'bea' });
  const running = { state: 'RUNNING', started_by, started_at: store.clock.now } as const;
  await ledger.store.read((db) =>
    db.updateTable('campaign').set(running).where('id', '=', id).execute(),
  );
  return id;
}

/** The lines as the ledger has them: `bob done DONE`. */
async function linesOf(id: string): Promise<readonly string[]> {
  const lines = await campaigns.lines({ id, most: 10 });
  return lines.map(({ name, state, result }) => `${name} ${state} ${result ?? '-'}`);
}

const become = (id: string, wanted: readonly string[]): Promise<void> =>
  until(`the lines are ${wanted.join(', ')}`, async () => {
    const lines = await linesOf(id);
    return lines.join() === wanted.join();
  });
const resets = (): number => countAt(peer.sandbox, places.oathReset);

describe('a privileged person', () => {
  test.each([
    ['skipped', 'off', 'vera skipped PRIVILEGED', 1],
    ['reset if the option says so', 'on', 'vera done DONE', 2],
  ])('is %s', async (_label, option, line, count) => {
    const id = await create(['bob', 'vera']);
    await start({ ADMINS_OVER_PRIVILEGED: option });

    await become(id, ['bob done DONE', line]);

    expect(resets()).toBe(count);
  });

  test('may be anyone while AM does not report who is privileged: the person waits', async () => {
    await changeMembers(peer, 'executives', (members) => [...members, 'unreadable']);
    const id = await create(['bob']);
    await start();

    await become(id, ['bob waiting PRIVILEGE_UNKNOWN']);

    expect(resets()).toBe(0);
  });
});

test.each<readonly [string, Outcome['outcome'], string]>([
  ['was done', 'DONE', 'bob done DONE'],
  ['found no device', 'NOTHING_TO_RESET', 'bob done NOTHING_TO_RESET'],
  ['is unclear', 'UNKNOWN', 'bob failed UNKNOWN'],
])('a change that ended before a crash and %s is not sent again', async (...row) => {
  const [, outcome, line] = row;
  const id = await create(['bob']);
  const actor = anActor({ id: campaignActorId(id), role: 'CAMPAIGN', method: 'SERVICE' });
  const idempotencyKey = `campaign/${id}/1/0`;
  const begun = await ledger.begin(anIntent({ actor }), terms({ idempotencyKey }));
  await ledger.complete(idOf(begun), anOutcome(outcome));
  await start();

  await become(id, [line]);

  expect(resets()).toBe(0);
});

test.each([1, 2])('%i people are in progress at once', async (calls) => {
  const open = Promise.withResolvers<void>();
  const effect = { kind: 'hook', run: () => open.promise } as const;
  peer.sandbox.breakNext({ match: places.oathReset, times: Infinity, effect });
  const id = await create(['bob', 'alice'], calls);
  await start();

  await until('they are in progress', () => resets() === calls);
  const running = (await linesOf(id)).filter((line) => line.includes(' running '));
  open.resolve();

  expect(running).toHaveLength(calls);
  await become(id, ['bob done DONE', 'alice done DONE']);
});

test.each<readonly [ThreatLevel, string]>([
  ['GUARDED', 'bob done DONE'],
  ['LOCKED', 'bob done DONE'],
  ['FROZEN', 'bob waiting -'],
])('a realm that is %s: %s', async (level, line) => {
  const end = new Date(store.clock.now + 3_600_000).toISOString();
  const by = { actor: null, correlationId: null };
  const setting = { realm: 'alpha', level, until: end, reason: 'an attack', isFresh: false, ...by };
  await ledger.threats?.set(setting);
  const id = await create(['bob']);
  await start();

  if (level === 'FROZEN')
    await until('it is held', async () => {
      const campaign = await campaigns.find(id);
      return campaign?.heldBy === 'THREAT_LEVEL';
    });
  await become(id, [line]);

  expect(resets()).toBe(level === 'FROZEN' ? 0 : 1);
});
