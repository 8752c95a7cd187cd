/**
 * However often a caller does what leads to a record of some kind, a minute holds a bounded number
 * of them, and others go on (security F14). The kinds are those of the table of limits: a kind that
 * callers cause needs a flood here, or this file does not compile.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { loadLedgerConfig } from '../../src/config/load-config.ts';
import type { CampaignActor } from '../../src/domain/campaign/campaign.ts';
import { limitRules } from '../../src/domain/rules/limit-rules.ts';
import { createdCampaign } from './created-campaign.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import type { RecordLimit } from '../../src/store/kinds/parts/kind.ts';
import { recordKinds, recordSchemas, type RecordKind } from '../../src/store/kinds/record-kinds.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { recordsOf, useLedger, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => ({ store, ledger } = opened));

const turns = 120;
const { limits } = loadLedgerConfig({});
const reason = '📱'.repeat(250);
const correlationId = 'of-a-flood';
const helen = anActor();
const bob = anActor({ id: 'bob', role: 'SELF' });

/** The kinds that callers cause directly. */
type FloodedKind = {
  [K in RecordKind]: (typeof recordSchemas)[K]['limit']['by'] extends 'actor' | 'options'
    ? K
    : never;
}[RecordKind];

/** Does once what leads to a record. */
type Flood = (turn: number) => Promise<unknown>;

/** Prepares a flood. */
const floods: Readonly<Record<FloodedKind, () => Promise<Flood>>> = {
  intent: async () => (turn) => {
    const intent = anIntent({ target: aPerson({ id: `${turn}` }), dryRun: turn % 2 === 0, reason });
    return ledger.begin(intent, terms({ limits: limitRules('HELP_DESK', limits) }));
  },
  refusal: async () => (turn) =>
    ledger.refuse(anIntent({ target: aPerson({ id: `${turn}` }), reason }), 'FORBIDDEN'),
  search: async () => () =>
    ledger.search({ actor: helen, realm: 'alpha', correlationId }, limits.searches),
  report: async () => {
    const ids: string[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      store.clock.now += 60_000;
      const id = idOf(await ledger.begin(anIntent(), terms()));
      await ledger.complete(id, anOutcome());
      ids.push(id);
    }
    return (turn) =>
      ledger.report({ id: ids[turn] ?? '', actor: bob, correlationId }, limits.reports);
  },
  proof: async () => async (turn) => {
    const person = { id: `person ${turn}`, realm: 'alpha' };
    const proof = { method: 'PUSH', agent: helen, person, correlationId } as const;
    const started = await ledger.proofs?.start(proof);
    if (started?.kind === 'started') await ledger.proofs?.cancel(started.id);
  },
  threat: async () => (turn) =>
    ledger.threats?.set({
      realm: turn % 2 === 0 ? 'alpha' : 'beta',
      level: 'GUARDED',
      until: new Date(store.clock.now + 3_600_000 + turn).toISOString(),
      reason,
      actor: helen,
      isFresh: true,
      correlationId,
    }) ?? Promise.reject(new Error('the ledger has levels')),
  request: async () => (turn) => {
    const intent = anIntent({ target: aPerson({ id: `${turn}` }), reason });
    const change = { intent, devices: [], overrideLimit: false, isRoleOfCredential: false };
    return (
      ledger.approvals?.request(change, { idempotencyKey: null, proof: null, seconds: 600 }) ??
      Promise.reject(new Error('the ledger has approvals'))
    );
  },
  campaign: async () => {
    const ada: CampaignActor = { name: 'ada', realm: 'alpha', via: 'graphql', account: null };
    const id = await createdCampaign(ledger.store, {
      plan: { reason },
      actor: ada,
      names: ['bob'],
      now: 0,
    });
    await ledger.store.change((db) =>
      db.updateTable('campaign').set({ state: 'PAUSED' }).execute(),
    );
    const campaigns = new LedgerCampaigns(ledger.store, () => store.clock.now);
    return async () => {
      await campaigns.take({ id, step: 'resumed', actor: ada });
      await campaigns.take({ id, step: 'paused', actor: ada });
    };
  },
};

/** How many records of a kind one actor may cause in a minute. */
const bounds: Readonly<Record<FloodedKind, number>> = {
  // Changes of 10 minutes, and dry runs of a minute.
  intent: 10 + 30,
  refusal: recordSchemas.refusal.limit.most,
  // One more says that further ones were refused.
  search: 30 + 1,
  report: 10,
  proof: recordSchemas.proof.limit.most,
  threat: recordSchemas.threat.limit.most,
  request: recordSchemas.request.limit.most,
  // With the steps that stop work; the last one starts none.
  campaign: recordSchemas.campaign.limit.most + 1,
};

async function recordsOfKind(kind: RecordKind) {
  return (await recordsOf(ledger.store)).filter((record) => record.kind === kind);
}

const isFlooded = (kind: RecordKind): kind is FloodedKind => Object.hasOwn(floods, kind);

describe.each(recordKinds.filter(isFlooded))('a flood of %s records', (kind) => {
  beforeEach(async () => {
    const flood = await floods[kind]();
    for (let turn = 0; turn < turns; turn += 1) {
      await flood(turn);
      store.clock.now += 60_000 / turns;
    }
  });

  test('is bounded in number and bytes', async () => {
    const records = await recordsOfKind(kind);

    expect(records.length).toBeGreaterThan(5);
    expect(records.length).toBeLessThanOrEqual(bounds[kind]);
    const bytes = records.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    expect(bytes).toBeLessThan(300_000);
  });

  test('leaves others what they do', async () => {
    const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });
    const rules = limitRules('ADMINISTRATOR', limits);
    const until = new Date(store.clock.now + 7_200_000).toISOString();
    const frozen = {
      realm: 'gamma',
      level: 'FROZEN',
      until,
      reason,
      actor: oscar,
      isFresh: true,
      correlationId,
    } as const;

    const carol = anIntent({ actor: oscar, target: aPerson({ id: 'carol', realm: 'delta' }) });
    expect(await ledger.begin(carol, terms({ limits: rules }))).toMatchObject({ kind: 'recorded' });
    expect(await ledger.threats?.set(frozen)).toMatchObject({ kind: 'set' });
  });
});

const following = recordKinds.filter((kind) => recordSchemas[kind].limit.by === 'record');

test.each(following)('there is one %s record for each record that it follows', async (kind) => {
  const none = { actor: null, person: null, actor_entry: null, person_entry: null };
  const facts = {
    second_factor: null,
    privileged: null,
    effect: null,
    kinds: null,
    own: null,
    counted: null,
  };
  const more = { key_hash: null, result: null, role: null, ticket: null, dry_run: null };
  const columns = { ...none, ...facts, ...more, day: 0, at: 0, body: '', hash: '' };
  const rows = [1, 2].map((number) => ({
    ...columns,
    realm: 'alpha',
    number,
    kind,
    change_id: 'one',
  }));
  const [first, second] = rows.map(
    (row) => () =>
      ledger.store.change((db) => db.insertInto('ledger_record').values(row).execute()),
  );

  await first?.();

  await expect(second?.()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
});

test('the other kinds are written by commands only', () => {
  const byOperators = recordKinds.filter((kind) => {
    const { by }: RecordLimit = recordSchemas[kind].limit;
    return by === 'operator';
  });

  expect(byOperators).toEqual(['checkpoint']);
  // What bounds the tries of a code is tested with its decisions.
  const ofCodes = recordKinds.filter((kind) => recordSchemas[kind].limit.by === 'code');
  const parts = [recordKinds.filter(isFlooded), following, byOperators, ofCodes];
  expect(parts.flat()).toHaveLength(recordKinds.length);
});
