/** A ledger with a record of every kind that needs no waiting, and with work of every kind. */
import type { CampaignActor } from '../../src/domain/campaign/campaign.ts';
import type { RecordedPerson } from '../../src/domain/change/change-record.ts';
import { recordCoverage } from '../../src/ledger/coverage/coverages.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, phone, terms } from './builders.ts';
import { createdCampaign } from './created-campaign.ts';
import type { OnLedger, TestStore } from './stores.ts';

/** How a ledger that `fill` can fill is opened. */
export const withEverything: Parameters<TestStore['open']> = [
  ['mail'],
  ['change', 'approval', 'security'],
  { rules: [{}], holdMs: 3_600_000, key: () => 'key' },
];

const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });
const clerk: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };

/** The person of a realm whose devices are changed. */
export function personOf(realm: string): RecordedPerson {
  return aPerson({ id: `bob of ${realm}`, realm });
}

/** What a realm has one of, or more. */
export interface Filled {
  readonly change: string;
  readonly pending: string;
  readonly campaign: string;
  readonly proof: string;
}

/** Adds such records and work in a realm. */
export async function fill(on: OnLedger, realm: string): Promise<Filled> {
  on.store.clock.now += 60_000;
  const change = await reportedChange(on, realm);
  const level = { realm, level: 'GUARDED', reason: 'calls', actor: null } as const;
  const until = new Date(on.store.clock.now + 3_600_000).toISOString();
  await on.ledger.threats?.set({ ...level, until, isFresh: false, correlationId: null });
  const pending = await requestedChange(on, realm);
  const proof = await startedProof(on, realm);
  const campaign = await runningCampaign(on, realm);
  const counts = { isWhole: true, withOneDevice: 1, notRead: 0, kindSets: [] };
  const countedAt = on.store.clock.now;
  await recordCoverage(on.ledger.store, { realm, area: null, countedAt, ...counts });
  return { change, pending, campaign, proof };
}

/** A change with a hold, its report, a refused one, a wrong setup code, and a search. */
async function reportedChange({ ledger }: OnLedger, realm: string): Promise<string> {
  const person = personOf(realm);
  const intent = anIntent({ target: person });
  const change = idOf(await ledger.begin(intent, terms()));
  await ledger.complete(change, anOutcome());
  const own = anActor({ ...person, role: 'SELF' });
  await ledger.report({ id: change, actor: own, correlationId: 'c' }, []);
  await ledger.takeReport({ id: change, actor: oscar, correlationId: 'c' });
  await ledger.refuse(intent, 'FORBIDDEN');
  const typed = { person, kind: 'OATH', code: '22222-22222', correlationId: 'c' } as const;
  await ledger.holds.decide(typed, async () => null);
  await ledger.search({ actor: intent.actor, realm, correlationId: 'c' }, []);
  return change;
}

/** A request that was rejected, and one that waits. */
async function requestedChange({ ledger }: OnLedger, realm: string): Promise<string> {
  const intent = anIntent({ target: personOf(realm) });
  const waiting = { intent, devices: [phone], overrideLimit: false, isRoleOfCredential: false };
  const asked = { idempotencyKey: null, proof: null, seconds: 3_600 };
  const ended = await ledger.approvals?.request(waiting, asked);
  if (ended?.kind !== 'requested') throw new Error('not requested');
  const by = { actor: oscar, note: null, code: null, correlationId: 'c' };
  await ledger.approvals?.end(ended.pending.id, { state: 'REJECTED', ...by });
  const waits = await ledger.approvals?.request(waiting, asked);
  if (waits?.kind !== 'requested') throw new Error('not requested');
  return waits.pending.id;
}

async function startedProof({ ledger }: OnLedger, realm: string): Promise<string> {
  const { actor: agent, target: person } = anIntent({ target: personOf(realm) });
  const started = await ledger.proofs?.start({ method: 'CODE', agent, person, correlationId: 'c' });
  if (started?.kind !== 'started') throw new Error('not started');
  const proof = { method: 'VENDOR', agent, person, correlationId: 'c', provenBy: 'ID' } as const;
  const newCode = () => ({ code: 'code', hash: `code of ${realm} ${started.id}` });
  await ledger.identityChecks.start({ proof, vendor: 'id', namesHash: 'names', newCode });
  await ledger.identityChecks.enter({ hash: 'wrong', address: 'here' });
  return started.id;
}

async function runningCampaign({ ledger, store }: OnLedger, realm: string): Promise<string> {
  const now = store.clock.now;
  const given = { actor: clerk, names: ['bob'], plan: { realm }, now };
  const campaign = await createdCampaign(ledger.store, given);
  const started = { state: 'RUNNING', started_at: now } as const;
  await ledger.store.change((db) =>
    db.updateTable('campaign').set(started).where('id', '=', campaign).execute(),
  );
  return campaign;
}
