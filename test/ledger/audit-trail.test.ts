/** The records in their order for the audit log: none is left out, one process writes (G15). */
import { expect, test } from '@jest/globals';
import type { AuditPage } from '../../src/domain/outbox/audit-log.ts';
import { LedgerTrail } from '../../src/ledger/audit/audit-trail.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { claim } from '../../src/store/tables/owner.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { ocsfProblems } from './ocsf-schema.ts';
import { engine, onLedger, tamper, type StoredLedger } from './stores.ts';

const on = onLedger();

/** A trail as another process has it, or as the next one on SQLite. */
const trailOf = ({ store: of }: StoredLedger, isShared = of.isShared): LedgerTrail =>
  new LedgerTrail(of, {
    now: () => on.store.clock.now,
    signal: (event) => void on.store.events.push(event),
    isShared,
  });

/** A trail whose position is set: it has everything that is recorded from now on. */
async function startedTrail(): Promise<LedgerTrail> {
  const trail = trailOf(on.ledger);
  await trail.next();
  return trail;
}

async function change(realm = 'alpha', id = 'bob'): Promise<string> {
  const intent = anIntent({ target: aPerson({ realm, id }) });
  const made = idOf(await on.ledger.begin(intent, terms()));
  on.store.clock.now += 250;
  await on.ledger.complete(made, anOutcome());
  on.store.clock.now += 10_000;
  return made;
}

const events = (page: AuditPage | null): unknown[] =>
  page?.lines.map((line): unknown => JSON.parse(line)) ?? [];
/** The reference number, the position and the status of each event. */
const idsIn = (page: AuditPage | null): string[] =>
  events(page).map((event) => {
    const position = textAt(event, 'attestation_list', '0', 'uid');
    return `${textAt(event, 'metadata', 'uid')} ${position} ${String(fieldAt(event, 'status_id'))}`;
  });

const referenceIn = (id: string): string => id.split(' ')[0] ?? '';
const positionIn = (id: string): string => id.split(' ')[1] ?? '';

/** Returns the next page, and marks it as written. */
async function takeFrom(trail: LedgerTrail): Promise<AuditPage | null> {
  const page = await trail.next();
  if (page !== null) await trail.written(page);
  return page;
}

test('each record is one event of its class, in the order of its chain', async () => {
  const trail = await startedTrail();
  const id = await change();
  await on.ledger.refuse(anIntent(), 'FORBIDDEN');
  const search = { actor: anActor(), realm: 'alpha', correlationId: 'of-a-search' };
  await on.ledger.search(search, []);

  const page = await trail.next();

  const [intent, outcome, refusal, found] = events(page);
  expect([intent, outcome, refusal].flatMap((one) => ocsfProblems('change', one))).toEqual([]);
  expect(ocsfProblems('search', found)).toEqual([]);
  expect(idsIn(page).slice(0, 2)).toEqual([`${id} alpha:1 0`, `${id} alpha:2 1`]);
  expect([refusal, found]).toMatchObject([
    { status_id: 2, status_code: 'FORBIDDEN', metadata: { sequence: 3 } },
    { class_uid: 3004, metadata: { sequence: 4 } },
  ]);
});

test('what was not marked is returned again, byte by byte; what was marked is not', async () => {
  const trail = await startedTrail();
  await change();
  const page = await trail.next();

  expect(page?.lines).toHaveLength(2);
  await trail.release();
  expect(await trailOf(on.ledger).next()).toEqual(page);
  await trailOf(on.ledger).release();
});

test('the first process starts at the end; a realm that is new later starts at its first record', async () => {
  await change();
  const trail = trailOf(on.ledger);

  expect(await takeFrom(trail)).toBeNull();
  const [ofAlpha, ofBeta] = [await change(), await change('beta')];
  expect(idsIn(await takeFrom(trail))).toEqual([
    `${ofAlpha} alpha:3 0`,
    `${ofAlpha} alpha:4 1`,
    `${ofBeta} beta:1 0`,
    `${ofBeta} beta:2 1`,
  ]);
  expect(await takeFrom(trail)).toBeNull();
});

test('a realm with many records keeps no other realm waiting', async () => {
  const trail = await startedTrail();
  for (let number = 0; number < 120; number += 1)
    await on.ledger.begin(anIntent({ target: aPerson({ id: `user-${number}` }) }), terms());
  const ofBeta = await change('beta');

  const first = idsIn(await takeFrom(trail));
  expect(first.slice(0, 100).map(positionIn)).toEqual(
    Array.from({ length: 100 }, (_, index) => `alpha:${index + 1}`),
  );
  expect(first.slice(100)).toEqual([`${ofBeta} beta:1 0`, `${ofBeta} beta:2 1`]);
  expect(idsIn(await takeFrom(trail)).map(positionIn)).toEqual(
    Array.from({ length: 20 }, (_, index) => `alpha:${index + 101}`),
  );
});

test('a process that marks its page late moves no position back', async () => {
  const slow = await startedTrail();
  await change();
  const late = await slow.next();
  const other = trailOf(on.ledger);
  on.store.clock.now += 60_000;
  await takeFrom(other);
  const next = await change();
  await takeFrom(other);

  if (late === null) throw new Error('The first process had a page.');
  await slow.written(late);

  expect(await takeFrom(other)).toBeNull();
  const last = await change();
  expect(idsIn(await takeFrom(other)).map(referenceIn)).toEqual([last, last]);
  expect(next).not.toBe(last);
});

test('the figures are of what is not written', async () => {
  const trail = await startedTrail();
  expect(await trail.figures()).toEqual({ waiting: 0, oldestMs: 0 });
  await change();
  await change('beta');

  expect(await trail.figures()).toEqual({ waiting: 4, oldestMs: 20_500 });
  await takeFrom(trail);
  expect(await trail.figures()).toEqual({ waiting: 0, oldestMs: 0 });
});

test('a record that was changed from outside is reported, and those after it are written', async () => {
  const trail = await startedTrail();
  await change();
  const last = await change();
  await tamper(on.ledger.store, { realm: 'alpha', number: 2 }, { body: '{}' });

  expect(idsIn(await takeFrom(trail)).slice(-1)).toEqual([`${last} alpha:4 1`]);
  expect(on.store.events.filter(({ type }) => type === 'chain-broken')).toMatchObject([
    { realm: 'alpha', count: 2 },
  ]);
});

test('records of a newer version wait for a process that can read them', async () => {
  const trail = await startedTrail();
  const first = await change();
  await change();
  const kind: unknown = 'of a later version';
  // @ts-expect-error a kind that this version does not have
  await tamper(on.ledger.store, { realm: 'alpha', number: 3 }, { kind });

  expect(idsIn(await takeFrom(trail)).map(referenceIn)).toEqual([first, first]);
  expect(await takeFrom(trail)).toBeNull();
  expect((await trail.figures()).waiting).toBe(2);
});

test('a checkpoint is no event, and the records after it are written', async () => {
  const trail = await startedTrail();
  await change();
  await takeFrom(trail);
  on.store.clock.now += 10 * 86_400_000;
  await prune(on.ledger.store, {
    before: new Date(on.store.clock.now - 5 * 86_400_000),
    now: on.store.clock.now,
    progress: () => undefined,
  });
  const id = await change();

  expect(idsIn(await takeFrom(trail))).toEqual([`${id} alpha:4 0`, `${id} alpha:5 1`]);
});

test('after the ledger of the sandbox was emptied, its first record is written', async () => {
  await on.ledger.store.append((writing) => claim(writing, 'sandbox'));
  const trail = trailOf(on.ledger);
  await change();
  await trail.next();
  await on.ledger.empty();
  const id = await change();

  expect(idsIn(await takeFrom(trail))).toEqual([`${id} alpha:1 0`, `${id} alpha:2 1`]);
});

test('one of two processes writes; the other continues when it stops or was killed', async () => {
  // A file of SQLite has one process, and its trails only stand for two.
  const beside = engine === 'PostgreSQL' ? await on.store.open() : on.ledger;
  const [one, other] = [on.ledger, beside].map((ledger) => trailOf(ledger, true));
  if (one === undefined || other === undefined) throw new Error('there are two trails');
  await one.next();
  const first = await change();

  expect(await other.next()).toBeNull();
  expect(idsIn(await takeFrom(one)).map(referenceIn)).toEqual([first, first]);

  await one.release();
  const second = await change();
  expect(idsIn(await takeFrom(other)).map(referenceIn)).toEqual([second, second]);
  expect(await one.next()).toBeNull();

  const third = await change();
  on.store.clock.now += 30_000;
  expect(idsIn(await takeFrom(one)).map(referenceIn)).toEqual([third, third]);
  expect(await other.next()).toBeNull();
});

if (engine === 'PostgreSQL') {
  test('of processes that start at once, one writes', async () => {
    await change();
    const others = await Promise.all([on.store.open(), on.store.open(), on.store.open()]);
    const trails = [on.ledger, ...others].map((ledger) => trailOf(ledger));
    await Promise.all(trails.map((trail) => trail.next()));
    await change();

    const pages = await Promise.all(trails.map((trail) => trail.next()));
    expect(pages.filter((page) => page !== null).map((page) => page?.lines.length)).toEqual([2]);
  });
}
