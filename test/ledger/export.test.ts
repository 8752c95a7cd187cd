/** The export of changes and searches as OCSF 1.9 events (JSON Lines). */
import { expect, test } from '@jest/globals';
import type { Intent, Outcome } from '../../src/domain/change/change-record.ts';
import { deviceKinds } from '../../src/domain/devices/device.ts';
import { anActor, anOutcome, aPerson, idOf, limit } from './builders.ts';
import { exportedFrom, ocsfProblems } from './ocsf-schema.ts';
import { noon, onLedger, recordsOf } from './stores.ts';

const on = onLedger();

const events = () => on.store.bare(exportedFrom);
/** The type and the status of an event. */
const typeOf = (event: Record<string, unknown>): string =>
  [event['type_uid'], event['status_id']].join(' ');

/** Makes a change that takes a quarter of a second; null leaves it open. */
async function change(
  about: Partial<Intent>,
  outcome: Parameters<typeof anOutcome>[0] | null = 'DONE',
): Promise<string> {
  const id = idOf(await on.begin(about));
  on.store.clock.now += 250;
  if (outcome !== null) await on.ledger.complete(id, anOutcome(outcome));
  return id;
}

test('an end of sessions is a logoff of the person, with the number of sessions', async () => {
  const signOut = { effect: 'endSessions', kinds: [], before: null } as const;
  const end = async (about: Partial<Intent>, outcome: Partial<Outcome>): Promise<void> => {
    const id = idOf(await on.begin({ ...signOut, ...about }));
    await on.ledger.complete(id, { ...anOutcome(), results: [], ...outcome });
  };
  await end({}, { sessionsEnding: 'ENDED', sessionsEnded: 3 });
  await end({}, { outcome: 'UNKNOWN', sessionsEnding: 'FAILED' });
  await end({ dryRun: true }, { outcome: 'WOULD_RESET', sessionsEnding: 'NOT_ASKED' });

  const found = await events();

  expect(found.flatMap((event) => ocsfProblems('signOut', event))).toEqual([]);
  expect(found.map(typeOf)).toEqual(['300202 1', '300202 0', '300299 99']);
  expect(found[0]).toMatchObject({
    activity_name: 'Logoff',
    user: { uid: 'bob', domain: 'alpha' },
    actor: { user: { uid: 'helen' } },
    service: { name: 'Access Management' },
    unmapped: { effect: 'endSessions', sessionsEnding: 'ENDED', sessionsEnded: 3, results: [] },
  });
});

test('every kind of change fits the schema', async () => {
  await change({});
  await change({ effect: 'remove', kinds: deviceKinds });
  await change({ effect: 'rename', options: { name: 'new' } });
  await change({ dryRun: true }, 'WOULD_RESET');
  await change({}, 'NOT_DONE');
  await change({}, 'UNKNOWN');
  await change({}, null);
  const bearer = anActor({ method: 'BEARER', clientId: 'portal', role: 'SELF', id: 'bob' });
  await change({ actor: bearer, verification: null, reason: null, ticket: null, before: null });
  await change({ actor: anActor({ realm: null, role: 'SUPER_USER', signedInAt: null }) });
  const limits = [limit('actor', 1, 600)];
  await on.begin({ target: aPerson({ id: 'vera', privileged: true }) }, { limits });

  const found = await events();

  expect(found).toHaveLength(10);
  expect(found.flatMap((event) => ocsfProblems('change', event))).toEqual([]);
  expect(found.map(typeOf)).toEqual([
    '300713 1',
    '300713 1',
    '300702 1',
    '300799 99',
    '300713 2',
    '300713 0',
    '300713 0',
    '300713 1',
    '300713 1',
    '300713 2',
  ]);
});

test('a report and its taking fit the schema, and do not repeat the change', async () => {
  const id = await change({});
  const bob = anActor({ id: 'bob', role: 'SELF' });
  await on.ledger.report({ id, actor: bob, correlationId: 'of-a-report' }, []);
  await on.ledger.takeReport({ id, actor: anActor(), correlationId: 'of-a-taking' });

  const found = await events();

  expect(found.flatMap((event) => ocsfProblems('change', event))).toEqual([]);
  expect(found).toMatchObject([
    { type_uid: 300713, metadata: { uid: id } },
    {
      type_uid: 300799,
      severity_id: 4,
      actor: { user: { uid: 'bob' } },
      user: { uid: 'bob' },
      metadata: { uid: `${id}:report`, correlation_uid: 'of-a-report' },
    },
    { type_uid: 300799, severity_id: 1, actor: { user: { uid: 'helen' } } },
  ]);
});

test.each<readonly [string, Partial<Intent>, number]>([
  ['a privileged person', { target: aPerson({ privileged: true }) }, 3],
  ['a person who may be privileged', { target: aPerson({ privileged: null }) }, 3],
  ['any other person', {}, 1],
  [
    'the caller',
    { actor: anActor({ id: 'bob', role: 'SELF' }), target: aPerson({ privileged: null }) },
    1,
  ],
])('the severity of a change of %s', async (_label, about, severity) => {
  await change(about);

  expect((await events())[0]).toMatchObject({ severity_id: severity });
});

test('an event contains the actor, the person, the change, its times and reasons', async () => {
  const id = await change({});
  const rows = await on.store.bare(recordsOf);

  const [event] = await events();

  expect(event).toMatchObject({
    time: noon + 10_250,
    start_time: noon + 10_000,
    status_code: 'DONE',
    severity_id: 1,
    metadata: { version: '1.9.0', uid: id, correlation_uid: 'a-correlation-id', sequence: 2 },
    actor: {
      user: { uid: 'helen', domain: 'alpha', type_id: 2 },
      session: { created_time: Date.parse('2026-11-25T11:55:00.000Z') },
    },
    user: { uid: 'bob', domain: 'alpha' },
    auth_factors: [{ factor_type_id: 7 }],
    attestation_list: [
      {
        uid: 'alpha:2',
        chain_uid: 'alpha',
        fingerprint: { algorithm_id: 3, value: rows[1]?.hash },
        prev_event: { uid: 'alpha:1', fingerprint: { value: rows[0]?.hash } },
      },
    ],
    unmapped: { effect: 'reset', role: 'HELP_DESK', reason: 'lost phone', ticket: 'INC-1' },
  });
});

test('the schema check finds errors', () => {
  expect(ocsfProblems('change', { class_uid: 3001, colour: 'red', time: 'now' })).toEqual(
    expect.arrayContaining([
      'event.colour: unknown',
      'event.user: missing',
      'event.class_uid: 3001',
      'event.time: not an integer',
    ]),
  );
});
