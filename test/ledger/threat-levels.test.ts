/** Threat levels are records of their realm's chain, and decide on every change (decision 67). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { threatLevels, type ThreatStep } from '../../src/domain/threat/threat-level.ts';
import type { LimitRule } from '../../src/domain/ledger-ports/ledger.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { fieldAt } from '../support/json.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { exportedFrom, ocsfProblems } from './ocsf-schema.ts';
import { onLedger, recordsOf, stepsOf, tamper } from './stores.ts';

const on = onLedger();

const hourMs = 3_600_000;
const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

function step(about: Partial<ThreatStep> = {}): ThreatStep {
  const until = new Date(on.store.clock.now + hourMs).toISOString();
  const by = { actor: oscar, isFresh: true, correlationId: 'of-the-level' };
  return { realm: 'alpha', level: 'LOCKED', until, reason: 'phished help desk', ...by, ...about };
}

const set = (about: Partial<ThreatStep> = {}) => on.ledger.threats?.set(step(about));

test('a process reads the levels once a second, however many changes there are', async () => {
  const first = on.ledger.threats?.current();
  const second = on.ledger.threats?.current();

  expect(second).toBe(first);
  await first;
});

const setters = { 'the command line': null, 'an administrator': oscar } as const;
/** Each level that ends by itself, with each stricter one, by who sets that. */
const raises = threatLevels
  .slice(1)
  .flatMap((level, index) =>
    threatLevels.slice(index + 2).map((stricter) => [level, stricter] as const),
  )
  .flatMap(([level, stricter]) =>
    (['the command line', 'an administrator'] as const).map(
      (who) => [who, level, stricter] as const,
    ),
  );

test.each(raises)('%s raises %s to %s, and only staff keep its end', async (...raise) => {
  const [who, level, stricter] = raise;
  const actor = setters[who];
  const after = (hours: number) => new Date(on.store.clock.now + hours * hourMs).toISOString();
  await set({ level, until: after(8) });

  const raised = await set({ level: stricter, until: after(1), actor });

  const until = after(actor === null ? 1 : 8);
  expect(raised).toMatchObject({ kind: 'set', state: { level: stricter, until } });
});

test('a refusal is recorded with its code, and is no intent', async () => {
  await set({ level: 'FROZEN' });
  await on.ledger.check(anIntent(), terms());
  await on.ledger.begin(anIntent({ dryRun: true }), terms());

  expect(await stepsOf(on.ledger.store)).toEqual(['threat FROZEN', 'refusal THREAT_LEVEL']);
});

test('without a word about the sign-in it counts as one without a second factor', async () => {
  await set({ level: 'GUARDED' });

  const own = anIntent({ actor: anActor({ id: 'bob', role: 'SELF' }) });
  expect(await on.ledger.begin(own, { limits: [] })).toMatchObject({
    failure: { code: 'STEP_UP_REQUIRED' },
  });
});

describe('a repeat under a key', () => {
  const keyed = { idempotencyKey: 'once' };

  test('of a finished change is answered at every level', async () => {
    const id = idOf(await on.ledger.begin(anIntent(), terms(keyed)));
    await on.ledger.complete(id, anOutcome());
    await set({ level: 'FROZEN' });

    expect(await on.ledger.check(anIntent(), terms(keyed))).toMatchObject({ kind: 'replay' });
  });

  test('of an unknown change is not sent again', async () => {
    const id = idOf(await on.ledger.begin(anIntent(), terms(keyed)));
    await on.ledger.complete(id, anOutcome('UNKNOWN'));
    await set({ level: 'FROZEN' });

    expect(await on.ledger.check(anIntent(), terms(keyed))).toMatchObject({ kind: 'replay' });
    const again = await on.ledger.begin(anIntent(), terms({ ...keyed, again: id }));
    expect(again).toMatchObject({ kind: 'refused', failure: { code: 'THREAT_LEVEL' } });
  });
});

test('a change that was begun before a level can be ended', async () => {
  const id = idOf(await on.ledger.begin(anIntent(), terms()));
  await set({ level: 'FROZEN' });

  expect(await on.ledger.complete(id, anOutcome())).toBe('recorded');
});

test('levels that were extended too often leave the way to a stricter one open', async () => {
  const guarded = (hours: number) =>
    set({ level: 'GUARDED', until: new Date(on.store.clock.now + hours * hourMs).toISOString() });
  for (let hours = 1; hours <= 10; hours += 1)
    expect(await guarded(hours)).toMatchObject({ kind: 'set' });

  expect(await guarded(11)).toMatchObject({ kind: 'limited', limit: 'THREAT_LEVELS' });
  expect(await set({ level: 'FROZEN' })).toMatchObject({ kind: 'set' });
});

/** What a level leaves of three: limits of changes are halved, rounded up. */
const leftOf: { readonly [Per in LimitRule['per']]: readonly [Per, number, string] } = {
  actor: ['actor', 2, ', halved'],
  client: ['client', 2, ', halved'],
  'person and kind': ['person and kind', 2, ', halved'],
  'dry runs of actor': ['dry runs of actor', 3, ''],
};

test.each(Object.values(leftOf))('a level and the limit of %s', async (per, most, halved) => {
  const rule = limit(per, 3, 600);
  const actor = anActor({ clientId: 'bot' });
  const about = { actor, dryRun: rule.per === 'dry runs of actor' };
  await set({ level: 'GUARDED' });

  const given = { limits: [rule], isApproved: true };
  const kinds = await on.kinds(given, about, about, about, about);
  expect(kinds.filter((kind) => kind === 'recorded')).toHaveLength(most);
  expect(await on.begin(about, given)).toMatchObject({ rule: `${rule.name}${halved}` });
  expect(await on.ledger.reachedLimits(anIntent(about), [rule], [])).toMatchObject([
    { rule: { name: `${rule.name}${halved}`, most } },
  ]);
});

describe('the record of a level', () => {
  beforeEach(async () => {
    await set({ level: 'GUARDED' });
    await set({ realm: 'alpha', actor: null, correlationId: null });
  });

  test('is exported as an OCSF event', async () => {
    const [byOscar, byCommand] = await exportedFrom(on.ledger.store);
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
      on.store.clock.now += days * day;
      const now = on.store.clock.now;
      const before = new Date(now - 2 * day);
      return (await prune(on.ledger.store, { before, now, progress: () => undefined })).deleted;
    };

    expect(await pruned(3)).toBe(0);
    expect(await on.ledger.threats?.current()).toMatchObject([{ level: 'LOCKED' }]);
    expect(await pruned(5)).toBe(2);
  });
});

test('a level is a security event and a message, in the transaction of its record', async () => {
  await on.reopen(['webhook:siem', 'webhook:other'], ['security']);
  await set();
  const [state] = (await on.ledger.threats?.current()) ?? [];

  const event = {
    type: 'threat-level',
    realm: 'alpha',
    change: state?.reference,
    role: 'ADMINISTRATOR',
    correlationId: 'of-the-level',
    count: null,
    level: 'LOCKED',
  };
  expect(on.store.events).toEqual([event]);
  const messages = await on.ledger.outbox.claim('webhook:siem', 10);
  expect(messages.map((message) => message.event)).toEqual([
    { kind: 'security', at: state?.since, event, further: 0 },
  ]);
});

test('what is in force already is no record', async () => {
  await set({ level: 'NORMAL', until: null });
  expect(await set()).toMatchObject({ kind: 'set' });
  expect(await set({ reason: 'the same again' })).toEqual({ kind: 'in force' });
  // From now on only the command line lifts it.
  expect(await set({ actor: null })).toMatchObject({ kind: 'set' });
  expect(await set({ level: 'FROZEN' })).toMatchObject({ kind: 'set' });
  const lifted = { level: 'NORMAL', until: null, actor: null } as const;
  expect(await set(lifted)).toMatchObject({ kind: 'set' });
  expect(await set({ level: 'NORMAL', until: null })).toEqual({ kind: 'in force' });

  const records = await recordsOf(on.ledger.store);
  expect(records.map(({ result }) => result)).toEqual(['LOCKED', 'LOCKED', 'FROZEN', 'NORMAL']);
});

test.each([
  [10, 'an hour later', hourMs, [0]],
  [60, 'an hour later', hourMs, [0, 50]],
  [10, 'after the clock was set back', -hourMs, [0]],
  [60, 'after the clock was set back', -hourMs, [0, 50]],
])('of %i messages ten are sent, the others are one %s', async (count, _when, laterMs, sums) => {
  await on.reopen(['webhook:siem'], ['security']);
  for (let turn = 0; turn < count; turn += 1)
    await set({
      level: turn % 2 === 0 ? 'FROZEN' : 'LOCKED',
      actor: anActor({ id: `admin ${turn % 9}` }),
    });

  const messages = await on.ledger.outbox.claim('webhook:siem', 100);
  expect(messages).toHaveLength(10);
  for (const message of messages) await on.ledger.outbox.settle(message, { kind: 'delivered' });

  on.store.clock.now += laterMs;
  await set({ level: 'LOCKED', reason: 'another time' });
  const later = await on.ledger.outbox.claim('webhook:siem', 100);
  const further = later.map(({ event }) => Number(fieldAt(event, 'further')));
  expect(further.toSorted((one, other) => one - other)).toEqual(sums);
});

describe('a level that cannot be read', () => {
  beforeEach(async () => {
    await set({ level: 'GUARDED' });
    for (const row of await recordsOf(on.ledger.store))
      await tamper(on.ledger.store, row, { body: row.body.replace('GUARDED', 'NEWER') });
    await on.reopen();
  });

  const inBeta = { target: aPerson({ realm: 'beta' }) };
  const begun = async (about: object = {}): Promise<string> => (await on.begin(about)).kind;

  test('freezes its realm, and no other one', async () => {
    expect([await begun(), await begun(inBeta)]).toEqual(['refused', 'recorded']);
  });

  test('is reported', async () => {
    await on.begin();
    await on.begin();

    expect(on.store.warnings.filter((line) => line.includes('cannot be read'))).toHaveLength(1);
    expect(await on.ledger.unreadableLevels()).toEqual(['alpha']);
  });

  test('ends when the longest level would', async () => {
    on.store.clock.now += 7 * 24 * hourMs;
    await on.reopen();

    expect(await begun()).toBe('recorded');
    expect(await on.ledger.unreadableLevels()).toEqual([]);
  });

  test('is replaced on the command line, and not by an administrator', async () => {
    const normal = { level: 'NORMAL', until: null } as const;
    const byOscar = await set(normal);
    await set({ ...normal, actor: null });

    expect(byOscar).toEqual({ kind: 'not lowered', why: 'command line' });
    expect(await begun()).toBe('recorded');
  });
});
