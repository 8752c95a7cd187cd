/** Threat levels are records of their realm's chain, and decide on every change (decision 67). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { threatLevels, type ThreatStep } from '../../src/domain/threat-level.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { fieldAt } from '../support/json.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { exportEvents } from '../../src/ledger/upkeep/export.ts';
import { ocsfProblems } from './ocsf-schema.ts';
import {
  recordsOf,
  tamper,
  useLedger,
  verifyAll,
  type StoredLedger,
  type TestStore,
} from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => ({ store, ledger } = opened));

const hourMs = 3_600_000;
let people = 0;
const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

function step(about: Partial<ThreatStep> = {}): ThreatStep {
  const until = new Date(store.clock.now + hourMs).toISOString();
  const by = { actor: oscar, correlationId: 'of-the-level' };
  return { realm: 'alpha', level: 'LOCKED', until, reason: 'phished help desk', ...by, ...about };
}

const set = (about: Partial<ThreatStep> = {}) => ledger.threats?.set(step(about));
/** What the ledger decides about a reset of another person by the help desk. */
const decision = async (about = {}): Promise<unknown> => {
  people += 1;
  const target = aPerson({ id: `person ${people}` });
  const begun = await ledger.begin(anIntent({ target }), terms(about));
  return begun.kind === 'threat level' ? begun.failure.code : begun.kind;
};

test('without a level every change is permitted', async () => {
  expect(await ledger.threats?.current()).toEqual([]);
  expect(await decision()).toBe('recorded');
});

test('a level is in force at once, ends by itself, and can be lifted', async () => {
  await set();
  expect(await decision()).toBe('APPROVAL_REQUIRED');
  store.clock.now += hourMs;
  expect(await decision()).toBe('recorded');

  await set({ level: 'FROZEN', until: new Date(store.clock.now + hourMs).toISOString() });
  expect(await decision()).toBe('THREAT_LEVEL');
  await set({ level: 'NORMAL', until: null });
  expect(await decision()).toBe('recorded');
});

test('a level survives a restart', async () => {
  await set({ level: 'FROZEN' });
  await store.bare(async () => undefined);
  ledger = await store.open();

  expect(await decision()).toBe('THREAT_LEVEL');
});

test('a process reads the levels once a second, however many changes there are', async () => {
  const first = ledger.threats?.current();
  const second = ledger.threats?.current();

  expect(second).toBe(first);
  await first;
});

test('a level holds in its realm, and in realms that share the directory', async () => {
  await set({ realm: 'beta', level: 'FROZEN' });

  expect(await decision({ threat: { realms: ['alpha', 'beta'] } })).toBe('THREAT_LEVEL');
  expect(await decision()).toBe('recorded');
});

test.each([
  ['nothing', {}, 'APPROVAL_REQUIRED'],
  ['a second factor of staff', { hasSecondFactor: true }, 'APPROVAL_REQUIRED'],
  ['an approval', { isApproved: true }, 'recorded'],
])('a locked realm permits a change of staff with %s: %s', async (_label, threat, kind) => {
  await set();

  expect(await decision({ threat })).toBe(kind);
});

test('a refusal is recorded with its code, and is no intent', async () => {
  await set({ level: 'FROZEN' });
  await ledger.check(anIntent(), terms());
  await ledger.begin(anIntent({ dryRun: true }), terms());

  const records = await recordsOf(ledger.store);
  expect(records.map(({ kind, result }) => [kind, result])).toEqual([
    ['threat', 'FROZEN'],
    ['refusal', 'THREAT_LEVEL'],
  ]);
});

describe('a repeat under a key', () => {
  const keyed = { idempotencyKey: 'once' };

  test('of a finished change is answered at every level', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms(keyed)));
    await ledger.complete(id, anOutcome());
    await set({ level: 'FROZEN' });

    expect(await ledger.check(anIntent(), terms(keyed))).toMatchObject({ kind: 'replay' });
  });

  test('of an unknown change is not sent again', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms(keyed)));
    await ledger.complete(id, anOutcome('UNKNOWN'));
    await set({ level: 'FROZEN' });

    expect(await ledger.check(anIntent(), terms(keyed))).toMatchObject({ kind: 'replay' });
    const again = await ledger.begin(anIntent(), terms({ ...keyed, again: id }));
    expect(again).toMatchObject({ kind: 'threat level', failure: { code: 'THREAT_LEVEL' } });
  });
});

test('a change that was begun before a level can be ended', async () => {
  const id = idOf(await ledger.begin(anIntent(), terms()));
  await set({ level: 'FROZEN' });

  expect(await ledger.complete(id, anOutcome())).toBe('recorded');
});

test('limits of changes are halved, rounded up; those of dry runs stay', async () => {
  const approved = { isApproved: true };
  const limits = [limit('actor', 3, 60), limit('dry runs of actor', 3, 60)];
  await set({ level: 'GUARDED' });

  const kinds: string[] = [];
  const requests = ['a', 'b', 'c'].flatMap((id) => [true, false].map((dryRun) => ({ id, dryRun })));
  for (const { id, dryRun } of requests) {
    const intent = anIntent({ target: aPerson({ id }), dryRun });
    kinds.push((await ledger.begin(intent, terms({ limits, threat: approved }))).kind);
  }
  // The dry run of the third change meets the limit of changes, too.
  expect(kinds).toEqual(['recorded', 'recorded', 'recorded', 'recorded', 'limited', 'limited']);
  const change = { ...anIntent(), dryRun: false };
  expect(await ledger.reachedLimits(change, limits)).toMatchObject([
    { rule: { name: 'actor: 3 in 60 s, halved', most: 2 } },
  ]);
});

describe('the record of a level', () => {
  beforeEach(async () => {
    await set({ level: 'GUARDED' });
    await set({ realm: 'alpha', actor: null, correlationId: null });
  });

  test('is one of the chain, which verify checks', async () => {
    expect((await verifyAll(ledger.store)).records).toBe(2);

    const [record] = await recordsOf(ledger.store);
    const body = (record?.body ?? '').replace('GUARDED', 'NORMAL');
    await tamper(ledger.store, { realm: 'alpha', number: 1 }, { body });
    expect((await verifyAll(ledger.store)).broken).toMatchObject({ realm: 'alpha', number: 1 });
  });

  test('is exported as an OCSF event', async () => {
    const lines: string[] = [];
    const write = async (line: string): Promise<void> => void lines.push(line);
    await exportEvents(ledger.store, { from: undefined, write, progress: () => undefined });

    const [byOscar, byCommand] = lines.map((line): unknown => JSON.parse(line));
    expect(ocsfProblems('search', byOscar)).toEqual([]);
    expect(ocsfProblems('search', byCommand)).toEqual([]);
    expect(byOscar).toMatchObject({
      activity_name: 'Update',
      type_uid: 300_403,
      severity_id: 4,
      status_code: 'GUARDED',
      actor: { user: { uid: 'oscar' } },
      entity: { name: 'alpha' },
      unmapped: { effect: 'setThreatLevel', level: 'GUARDED', reason: 'phished help desk' },
    });
    expect(fieldAt(byCommand, 'actor')).toEqual({ app_name: 'identity-gateway' });
  });

  test('is kept by prune for as long as a level can last', async () => {
    const day = 86_400_000;
    const pruned = async (days: number) => {
      store.clock.now += days * day;
      const now = store.clock.now;
      const before = new Date(now - 2 * day);
      return (await prune(ledger.store, { before, now, progress: () => undefined })).deleted;
    };

    expect(await pruned(3)).toBe(0);
    expect(await ledger.threats?.current()).toMatchObject([{ level: 'LOCKED' }]);
    expect(await pruned(5)).toBe(2);
  });
});

test('a level is a security event and a message, in the transaction of its record', async () => {
  await store.bare(async () => undefined);
  const reporting = await store.open(['webhook:siem', 'webhook:other'], ['security']);
  const state = await reporting.threats?.set(step());

  const event = {
    type: 'threat-level',
    realm: 'alpha',
    change: state?.reference,
    role: 'ADMINISTRATOR',
    correlationId: 'of-the-level',
    count: null,
    level: 'LOCKED',
  };
  expect(store.events).toEqual([event]);
  const messages = await reporting.outbox.claim('webhook:siem', 10);
  expect(messages.map((message) => message.event)).toEqual([
    { kind: 'security', at: state?.since, event, further: 0 },
  ]);
});

test('every level can be read again', async () => {
  for (const level of threatLevels) {
    await set({ level, until: level === 'NORMAL' ? null : step().until });
    expect(await ledger.threats?.current()).toMatchObject([{ realm: 'alpha', level }]);
  }
});
