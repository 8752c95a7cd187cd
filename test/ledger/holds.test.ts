/**
 * After a reset by staff only the verified caller's setup code lets AM register a device: what
 * opens and ends a hold, and the attacks on it. On both engines.
 */
import { describe, expect, test } from '@jest/globals';
import type { Intent, RecordedDevice } from '../../src/domain/change/change-record.ts';
import type { DecisionReason } from '../../src/domain/enrolment/decision.ts';
import type { Terms } from '../../src/domain/ledger-ports/ledger.ts';
import type { EnrolmentRule } from '../../src/domain/enrolment/enrolment-rule.ts';
import { mostWrongTries } from '../../src/domain/enrolment/hold.ts';
import { recordSchemas } from '../../src/store/kinds/record-kinds.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, phone, terms } from './builders.ts';
import { engine, onLedger, recordsOf, type StoredLedger } from './stores.ts';

const hour = 3_600_000;
const enrolment = (rules: readonly EnrolmentRule[] = [{}]) => ({
  rules,
  holdMs: 72 * hour,
  key: () => 'a-secret-of-the-deployment-and-am',
});
const on = onLedger([], [], enrolment());
const wrong = '22222-22222';
const newPhone: RecordedDevice = { ...phone, id: 'new', name: 'New phone' };

/** Resets bob's devices, or another change; returns its id and its setup code. */
async function reset(about: Partial<Intent> = {}, given: Partial<Terms> = {}) {
  on.store.clock.now += 10_000;
  const begun = await on.ledger.begin(anIntent(about), terms(given));
  const code = begun.kind === 'recorded' ? (begun.setupCode?.code ?? null) : null;
  return { id: idOf(begun), code };
}

interface Asking {
  readonly code?: string | null;
  readonly person?: { readonly id: string; readonly realm: string; readonly entry?: string };
  readonly kind?: 'OATH' | 'PUSH' | 'PROFILE';
  readonly listed?: readonly RecordedDevice[] | null;
  readonly ledger?: StoredLedger;
}

/** AM asks before it registers a device of bob. */
async function ask({
  code = null,
  person = aPerson(),
  kind = 'OATH',
  listed = [],
  ledger = on.ledger,
}: Asking = {}): Promise<DecisionReason> {
  const question = { person, kind, code, correlationId: 'of-am' };
  return (await ledger.holds.decide(question, async () => listed)).reason;
}

const stepsOf = async (id: string) =>
  (await recordsOf(on.ledger.store))
    .filter((record) => record.kind === 'enrolment' && record.body.includes(`"opener":"${id}"`))
    .map(({ result }) => result);

describe('a hold', () => {
  test('asks for the code, accepts it, and ends with the device', async () => {
    const { id, code } = await reset();
    await on.ledger.complete(id, anOutcome());

    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{10}$/);
    expect(await ask()).toBe('CODE_NEEDED');
    expect(await ask({ code: 'too short' })).toBe('CODE_MALFORMED');
    expect(await ask({ code: `${code?.toLowerCase()}` })).toBe('CODE_ACCEPTED');
    const [hold] = await on.ledger.holds.awaited();
    expect(hold).toMatchObject({ id, listed: [], allowedKind: 'OATH' });
    expect(hold && (await on.ledger.holds.noteDevice(hold, newPhone))).toBe(true);
    expect(await ask()).toBe('JUST_REGISTERED');
    on.store.clock.now += 16 * 60_000;
    expect(await ask()).toBe('NOT_HELD');
    expect(await stepsOf(id)).toEqual(['ALLOWED', 'REGISTERED']);
    expect((await on.ledger.holds.ofChanges([id])).get(id)).toMatchObject({
      end: 'REGISTERED',
      device: { id: 'new' },
    });
  });

  const lists = [[], null] as const;
  const twice = lists.flatMap((first) => lists.map((second) => [first, second] as const));
  test.each(twice)('keeps the first list that AM gave: %j, then %j', async (first, second) => {
    const { id, code } = await reset();
    await on.ledger.complete(id, anOutcome());
    for (const listed of [first, second]) {
      expect(await ask({ code, listed })).toBe('CODE_ACCEPTED');
      on.store.clock.now += 61_000;
    }
    expect(await stepsOf(id)).toEqual(['ALLOWED']);

    const [hold] = await on.ledger.holds.awaited();

    expect(hold?.listed).toEqual(first ?? second);
  });

  const opening: readonly (readonly [string, Partial<Intent>, boolean, boolean])[] = [
    ['a reset by the help desk', {}, true, true],
    ['a removal', { effect: 'remove', options: { deviceId: 'x' } }, true, true],
    ['a campaign', { actor: anActor({ id: 'c', role: 'CAMPAIGN' }) }, true, false],
    [
      'an own reset of the last device',
      { actor: anActor({ id: 'bob', role: 'SELF' }) },
      true,
      true,
    ],
    ['a dry run', { dryRun: true }, false, false],
    ['a new label', { effect: 'rename', options: { name: 'x' } }, false, false],
    ['an end of sessions', { effect: 'endSessions', kinds: [] }, false, false],
    ['a reset of profiles', { kinds: ['PROFILE'] }, false, false],
  ];
  const beside = [false, true].flatMap((keepsFactor) =>
    opening.map((one) => [keepsFactor, ...one] as const),
  );
  test.each(beside)('beside another second factor %s, of %s', async (keepsFactor, ...one) => {
    const [, about, opens, givesCode] = one;
    // An own change that keeps a second factor opens none.
    const isKept = keepsFactor && about.actor?.role === 'SELF';
    const [isHeld, hasCode] = [opens && !isKept, givesCode && !isKept];
    const { code } = await reset(about, { keepsFactor });

    const hold = await on.ledger.holds.findOpen(aPerson());
    expect(hold?.until).toBe(isHeld ? on.store.clock.now + 72 * hour : undefined);
    expect(hold?.hasCode ?? false).toBe(hasCode);
    expect(code !== null).toBe(hasCode);
    const held = hasCode ? 'CODE_NEEDED' : 'NO_CODE';
    expect(await ask({ kind: 'PUSH' })).toBe(isHeld ? held : 'NOT_HELD');
    expect(await ask({ kind: 'PROFILE' })).toBe('NOT_HELD');
  });

  const scopes: readonly (readonly [string, EnrolmentRule, boolean])[] = [
    ['its realm', { realm: 'alpha' }, true],
    ['another realm', { realm: 'beta' }, false],
    ['its kind', { kind: 'OATH' }, true],
    ['another kind', { kind: 'PUSH' }, false],
    ['its role', { by: 'help-desk' }, true],
    ['another role', { by: 'campaign' }, false],
  ];
  test.each(scopes)('follows a rule of %s', async (_, rule, isHeld) => {
    await on.reopen([], [], enrolment([rule]));
    await reset();

    expect(await ask()).toBe(isHeld ? 'CODE_NEEDED' : 'NOT_HELD');
  });

  test('ends with its time', async () => {
    const { code } = await reset();
    on.store.clock.now += 72 * hour - 1;
    expect(await ask()).toBe('CODE_NEEDED');
    on.store.clock.now += 1;
    expect(await ask({ code })).toBe('NOT_HELD');
  });

  test.each(['NOT_DONE', 'NOTHING_TO_RESET'] as const)('ends with %s', async (outcome) => {
    const { id } = await reset();
    await on.ledger.complete(id, anOutcome(outcome));

    expect(await ask()).toBe('NOT_HELD');
  });

  test('stays with an unknown outcome, and while none is recorded', async () => {
    const { id } = await reset();
    await on.reopen([], [], enrolment());
    expect(await ask()).toBe('CODE_NEEDED');
    await on.ledger.complete(id, anOutcome('UNKNOWN'));
    expect(await ask()).toBe('CODE_NEEDED');
  });

  test('gets a new code by a repeat of the reset, and the old one ends', async () => {
    const first = await reset();
    await on.ledger.complete(first.id, anOutcome());
    const second = await reset();
    await on.ledger.complete(second.id, anOutcome('NOTHING_TO_RESET'));

    expect(await ask({ code: first.code })).toBe('CODE_WRONG');
    expect(await ask({ code: second.code })).toBe('CODE_ACCEPTED');
    expect((await on.ledger.holds.ofChanges([first.id])).get(first.id)?.end).toBe('REPLACED');
  });

  test('is of no one while the deployment opens none', async () => {
    await on.reopen();
    expect((await reset()).code).toBeNull();
    expect(await ask()).toBe('NOT_HELD');
  });
});

describe('a thief', () => {
  test('guesses five times, over two gateways at once', async () => {
    const { id, code } = await reset();
    // SQLite has one process.
    const isShared = engine === 'PostgreSQL';
    const other = isShared ? await on.store.open([], [], enrolment()) : on.ledger;
    const gateways = [on.ledger, other];

    const tries = Array.from({ length: 20 }, (_, at) =>
      ask({ code: wrong, ...(gateways[at % 2] && { ledger: gateways[at % 2] }) }),
    );
    const reasons = await Promise.all(tries);

    expect(reasons.filter((reason) => reason === 'CODE_WRONG')).toHaveLength(mostWrongTries - 1);
    expect(reasons.filter((reason) => reason === 'CODE_ENDED')).toHaveLength(20 - 4);
    expect(await ask({ code })).toBe('CODE_ENDED');
    expect(await stepsOf(id)).toEqual([...Array<string>(4).fill('WRONG_CODE'), 'CODE_ENDED']);
    expect((await stepsOf(id)).length).toBeLessThanOrEqual(recordSchemas.enrolment.limit.most);
    const guessed = on.store.events.filter(({ type }) => type === 'setup-code-guessed');
    expect(guessed).toEqual([expect.objectContaining({ realm: 'alpha', count: 5 })]);
  });

  test('registers first, in parallel with the caller', async () => {
    const { code } = await reset();

    expect(await Promise.all([ask({ code }), ask(), ask({ code: wrong })])).toEqual([
      'CODE_ACCEPTED',
      'CODE_NEEDED',
      'CODE_WRONG',
    ]);
    // The caller has registered: AM's sign-in of the thief that began before reaches the question.
    expect(await ask({ code, listed: [newPhone] })).not.toBe('CODE_ACCEPTED');
    expect(await ask()).toBe('JUST_REGISTERED');
  });

  test('races two registrations by one code', async () => {
    const { code } = await reset();

    const reasons = await Promise.all(Array.from({ length: 8 }, () => ask({ code })));

    expect(reasons.toSorted()).toEqual(['CODE_ACCEPTED', ...Array<string>(7).fill('JUST_ALLOWED')]);
    on.store.clock.now += 60_000;
    expect(await ask({ code })).toBe('CODE_ACCEPTED');
  });

  test('replays a code', async () => {
    const { id, code } = await reset();
    expect(await ask({ code, listed: [phone] })).toBe('CODE_ACCEPTED');
    on.store.clock.now += 60_000;

    expect(await ask({ code, listed: [phone, newPhone] })).toBe('JUST_REGISTERED');
    expect(await stepsOf(id)).toEqual(['ALLOWED', 'REGISTERED']);
  });

  test('uses a code after its time', async () => {
    const { code } = await reset();
    await ask({ code });
    on.store.clock.now += 15 * 60_000;

    expect(await ask({ code })).toBe('CODE_ENDED');
    expect(await on.ledger.holds.findOpen(aPerson())).not.toBeNull();
  });

  test('uses the code of another person, or of another realm', async () => {
    const { code } = await reset();
    const carol = await reset({ target: aPerson({ id: 'carol' }) });
    const beta = await reset({ target: aPerson({ realm: 'beta' }) });

    expect(await ask({ code, person: aPerson({ id: 'carol' }) })).toBe('CODE_WRONG');
    expect(await ask({ code, person: aPerson({ realm: 'beta' }) })).toBe('CODE_WRONG');
    expect(await ask({ code: carol.code })).toBe('CODE_WRONG');
    expect(await ask({ code: beta.code })).toBe('CODE_WRONG');
  });

  test('comes through another realm to the same directory entry', async () => {
    const entry = 'uid=bob,ou=people';
    await reset({ target: aPerson({ entry }) });

    expect(await ask({ person: { id: 'bob2', realm: 'beta', entry } })).toBe('CODE_NEEDED');
  });

  test('gets no code from an own reset while another hold is open', async () => {
    const { code } = await reset();
    const own = await reset({ actor: anActor({ id: 'bob', role: 'SELF' }) });

    expect(own.code).toBeNull();
    expect(await ask({ code })).toBe('CODE_ACCEPTED');
  });

  test('reads no code in the ledger', async () => {
    const { code } = await reset();
    await ask({ code });

    const holds = await on.ledger.store.query((db) =>
      db.selectFrom('enrolment_hold').selectAll().execute(),
    );
    const all = JSON.stringify([holds, await recordsOf(on.ledger.store), on.store.events]);
    expect(holds).toHaveLength(1);
    expect(all).not.toContain(code);
  });
});

describe('a gateway of an older release, or one without holds', () => {
  test('opens no change without a hold', async () => {
    await on.reopen();
    const { id, code } = await reset();
    await on.ledger.complete(id, anOutcome());
    await on.reopen([], [], enrolment());

    expect(code).toBeNull();
    expect(await ask({ code: wrong })).toBe('NO_CODE');
    expect((await reset({ actor: anActor({ id: 'bob', role: 'SELF' }) })).code).toBeNull();
    expect(await ask({ code: wrong })).toBe('NO_CODE');
    const repeat = await reset();
    await on.ledger.complete(repeat.id, anOutcome('NOTHING_TO_RESET'));
    expect(await ask({ code: repeat.code })).toBe('CODE_ACCEPTED');
  });

  test.each(['used', 'ended'] as const)('has no say after a later hold that is %s', async (end) => {
    await on.reopen();
    await on.ledger.complete((await reset()).id, anOutcome());
    await on.reopen([], [], enrolment());
    const { id, code } = await reset();
    await ask({ code });
    if (end === 'ended') await on.ledger.holds.end(id);
    else
      for (const hold of await on.ledger.holds.awaited())
        await on.ledger.holds.noteDevice(hold, newPhone);

    on.store.clock.now += 16 * 60_000;
    expect(await ask()).toBe('NOT_HELD');
  });

  test.each(['DONE', 'NOTHING_TO_RESET'] as const)('holds with %s', async (outcome) => {
    await on.reopen();
    const { id } = await reset();
    await on.ledger.complete(id, anOutcome(outcome));
    await on.reopen([], [], enrolment());

    expect(await ask()).toBe(outcome === 'DONE' ? 'NO_CODE' : 'NOT_HELD');
    on.store.clock.now += 73 * hour;
    expect(await ask()).toBe('NOT_HELD');
  });
});

describe('what this version cannot read does not open', () => {
  test('its hold', async () => {
    const { code } = await reset();
    await on.ledger.store.change((db) =>
      db.updateTable('enrolment_hold').set({ listed: '{}' }).execute(),
    );

    expect(await ask({ code })).toBe('NO_CODE');
  });

  test.each(['NO_CODE', 'NOT_HELD'] as const)('its change without a hold: %s', async (reason) => {
    await on.reopen();
    const { id } = await reset();
    await on.ledger.complete(id, anOutcome());
    await on.reopen([], [], enrolment());
    await on.ledger.store.append((transaction) =>
      transaction.updateTable('ledger_record').set({ body: '{}' }).execute(),
    );
    if (reason === 'NOT_HELD') on.store.clock.now += 73 * hour;

    expect(await ask()).toBe(reason);
  });
});
