/** What a campaign does with each person: resets, skips, waits, and what a crash has left. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/domain/change/change-record.ts';
import {
  campaignActorId,
  type Campaign,
  type CampaignActor,
} from '../../src/domain/campaign/campaign.ts';
import type { ThreatLevel } from '../../src/domain/threat/threat-level.ts';
import { createdCampaign } from '../ledger/created-campaign.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { changeMembers, entryOf } from '../access/members.ts';
import { anActor, anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { countAt, places, until } from '../reliability/am-traffic.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';

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
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };

/** Creates a campaign that another person has started; returns its id. */
async function create(
  names: readonly string[],
  {
    calls = 1,
    createdBy = ada,
    startedBy = bea,
    state = 'RUNNING',
    area = null,
  }: Partial<Pick<Campaign, 'calls' | 'createdBy' | 'startedBy' | 'state' | 'area'>> = {},
): Promise<string> {
  const id = await createdCampaign(ledger.store, {
    plan: { pace: 6_000, calls, area },
    actor: ada,
    names,
    now: store.clock.now,
  });
  const by = { created_by: JSON.stringify(createdBy), started_by: JSON.stringify(startedBy) };
  const begun = { ...by, state, started_at: store.clock.now };
  await ledger.store.change((db) =>
    db.updateTable('campaign').set(begun).where('id', '=', id).execute(),
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
  const id = await create(['bob', 'alice'], { calls });
  await start();

  await until('they are in progress', () => resets() === calls);
  const running = (await linesOf(id)).filter((line) => line.includes(' running '));
  open.resolve();

  expect(running).toHaveLength(calls);
  await become(id, ['bob done DONE', 'alice done DONE']);
});

test('a person whose dry run fails is named by it, and is reset all the same', async () => {
  const id = await create(['bob'], { state: 'DRAFT' });
  const effect = { kind: 'status', status: 400, body: { code: 400 } } as const;
  peer.sandbox.breakNext({ match: { path: /users\/bob\/devices\/2fa\/oath/ }, times: 3, effect });
  await start();

  await campaigns.take({ id, step: 'dry run started', actor: ada });
  await until('the dry run ends', async () => {
    // It tries again after a while.
    store.clock.now += 1_000;
    return (await campaigns.find(id))?.state === 'CHECKED';
  });
  const [line] = await campaigns.lines({ id, most: 1 });
  expect(line).toMatchObject({ state: 'waiting', finding: 'UPSTREAM_ERROR' });
  await campaigns.take({ id, step: 'started', actor: bea });

  await become(id, ['bob done DONE']);
});

test('it resets neither its creator nor the person who started it', async () => {
  const createdBy = { ...ada, name: 'bob', realm: 'alpha', entry: 'uid="bob"' };
  const id = await create(['bob', 'alice', 'carol'], {
    createdBy,
    startedBy: { ...bea, name: 'ALICE' },
  });
  await start();

  const own = ['bob', 'alice'].map((name) => `${name} skipped OWN_ACCOUNT`);
  await become(id, [...own, 'carol done NOTHING_TO_RESET']);

  expect(resets()).toBe(0);
});

test.each(['GUARDED', 'LOCKED'] as const)('a realm that is %s does not hold it', async (level) => {
  await setLevel(level);
  const id = await create(['bob']);
  await start();

  await become(id, ['bob done DONE']);

  expect(resets()).toBe(1);
});

test('a realm that is FROZEN holds it, and then it goes on', async () => {
  await setLevel('FROZEN');
  const id = await create(['bob']);
  await start();

  await until('it is held', async () => {
    const campaign = await campaigns.find(id);
    return campaign?.heldBy === 'THREAT_LEVEL';
  });
  expect(await linesOf(id)).toEqual(['bob waiting -']);
  expect(resets()).toBe(0);
  store.clock.now += 1_001;
  await setLevel('NORMAL');
  await become(id, ['bob done DONE']);

  expect(resets()).toBe(1);
  expect((await campaigns.find(id))?.heldBy).toBeNull();
});

describe('a campaign of an area', () => {
  const area = 'north';
  const env = {
    HELP_DESK_GROUPS: '',
    ...withLists({
      roles: [
        { area: 'north', role: 'administrator', group: 'helpdesk' },
        { area: 'north', role: 'administrator', property: { name: 'desk', value: 'north' } },
      ],
      areas: { people: [{ area: 'north', attribute: 'givenName', value: 'bob' }] },
    }),
  };
  const administrator = (name: string, members: Partial<CampaignActor> = {}): CampaignActor => ({
    name,
    realm: 'alpha',
    entry: entryOf(peer, name),
    role: 'ADMINISTRATOR',
    area,
    method: 'SESSION',
    signedInAt: null,
    clientId: null,
    via: 'graphql',
    account: null,
    ...members,
  });

  test.each<readonly [string, 'RUNNING' | 'CHECKING', 'helen' | 'hugo']>([
    ['its creator has', 'RUNNING', 'helen'],
    ['who started it has', 'RUNNING', 'hugo'],
    ['its creator has, in the dry run', 'CHECKING', 'helen'],
  ])('is held if %s lost the area, and says why', async (_label, state, gone) => {
    const people = { createdBy: administrator('helen'), startedBy: administrator('hugo') };
    const entry = entryOf(peer, gone);
    await changeMembers(peer, 'helpdesk', (members) => members.filter((one) => one !== entry));
    const id = await create(['bob'], { area, state, ...people });
    await start(env);

    await until('it is held', async () => {
      return (await campaigns.find(id))?.heldBy === 'NOT_PERMITTED';
    });
    expect(await linesOf(id)).toEqual(['bob waiting -']);
    expect(countAt(peer.sandbox, { method: 'GET', path: /users\/bob/ })).toBe(0);
    await changeMembers(peer, 'helpdesk', (members) => [...members, entry]);
    await become(id, [state === 'RUNNING' ? 'bob done DONE' : 'bob waiting -']);

    await until('it goes on', async () => (await campaigns.find(id))?.heldBy === null);
  });

  test('goes on while the property of a session gives the area', async () => {
    const entry = entryOf(peer, 'helen');
    await changeMembers(peer, 'helpdesk', (members) => members.filter((one) => one !== entry));
    const createdBy = administrator('helen', { isRoleOfCredential: true });
    const id = await create(['bob'], { area, createdBy, startedBy: administrator('hugo') });
    await start(env);

    await become(id, ['bob done DONE']);

    expect(resets()).toBe(1);
  });

  test('is held while AM cannot say who its administrators are', async () => {
    const people = { createdBy: administrator('helen'), startedBy: administrator('hugo') };
    const match = { path: /\/users\/helen/ };
    const effect = { kind: 'status', status: 500, body: { code: 500 } } as const;
    peer.sandbox.breakNext({ match, times: Infinity, effect });
    const id = await create(['bob'], { area, ...people });
    await start(env);

    await until('it is held', async () => (await campaigns.find(id))?.heldBy === 'AM_FAILS');

    expect(resets()).toBe(0);
  });
});

async function setLevel(level: ThreatLevel): Promise<void> {
  const end = level === 'NORMAL' ? null : new Date(store.clock.now + 3_600_000).toISOString();
  const by = { actor: null, correlationId: null, isFresh: false };
  await ledger.threats?.set({ realm: 'alpha', level, until: end, reason: 'an attack', ...by });
}
