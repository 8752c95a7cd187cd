/** Changes and searches as events of OCSF 1.9 and 1.8 (JSON Lines), which other systems read. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import { deviceKinds } from '../../src/domain/device.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { exportEvents } from '../../src/ledger/upkeep/export.ts';
import { ocsfVersions } from '../../src/ledger/upkeep/ocsf-parts.ts';
import type { OcsfVersion } from '../../src/ledger/upkeep/ocsf-parts.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { ocsfProblems } from './ocsf-schema.ts';
import { createStore, engines, noon, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger;

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  async function events(version: OcsfVersion): Promise<Record<string, unknown>[]> {
    const lines: string[] = [];
    await store.bare((kept) =>
      exportEvents(kept, {
        version,
        from: undefined,
        write: async (line) => void lines.push(line),
        progress: () => undefined,
      }),
    );
    return lines.map((line): Record<string, unknown> => JSON.parse(line));
  }

  async function change(
    about: Partial<Intent>,
    outcome: Parameters<typeof anOutcome>[0] | null = 'DONE',
  ): Promise<string> {
    store.clock.now += 10_000;
    const id = idOf(await ledger.begin(anIntent(about), terms()));
    store.clock.now += 250;
    if (outcome !== null) await ledger.complete(id, anOutcome(outcome));
    return id;
  }

  test.each(ocsfVersions)('every kind of change fits the schema of %s', async (version) => {
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
    await ledger.begin(anIntent({ target: aPerson({ id: 'vera', privileged: true }) }), {
      ...terms(),
      limits: [limit('actor', 1, 600)],
    });

    const found = await events(version);

    expect(found).toHaveLength(10);
    expect(found.flatMap((event) => ocsfProblems(version, event))).toEqual([]);
    expect(found.map((event) => [event['type_uid'], event['status_id']])).toEqual(
      version === '1.9'
        ? [
            [300713, 1],
            [300713, 1],
            [300702, 1],
            [300799, 99],
            [300713, 2],
            [300713, 0],
            [300713, 0],
            [300713, 1],
            [300713, 1],
            [300713, 2],
          ]
        : [
            [300111, 1],
            [300111, 1],
            [300199, 1],
            [300199, 99],
            [300111, 2],
            [300111, 0],
            [300111, 0],
            [300111, 1],
            [300111, 1],
            [300111, 2],
          ],
    );
  });

  test.each(ocsfVersions)(
    'searches fit the schema of %s, and tell who and where',
    async (version) => {
      const search = { actor: anActor(), realm: 'alpha', correlationId: 'of-a-search' };
      for (const _ of [1, 2]) await ledger.search(search, [{ most: 1, withinSeconds: 60 }]);

      const found = await events(version);

      expect(found.flatMap((event) => ocsfProblems(`${version} search`, event))).toEqual([]);
      const who = { actor: { user: { uid: 'helen' } }, entity: { name: 'alpha' } };
      expect(found).toMatchObject([
        { ...who, type_uid: 300402, status_id: 1, metadata: { correlation_uid: 'of-a-search' } },
        { ...who, status_id: 2, status_code: 'RATE_LIMITED', metadata: { sequence: 2 } },
      ]);
    },
  );

  test.each<readonly [string, Partial<Intent>, number]>([
    ['somebody who is privileged', { target: aPerson({ privileged: true }) }, 3],
    ['somebody of whom that is not known', { target: aPerson({ privileged: null }) }, 3],
    ['anybody else', {}, 1],
    [
      'themselves',
      { actor: anActor({ id: 'bob', role: 'SELF' }), target: aPerson({ privileged: null }) },
      1,
    ],
  ])('the severity of a change of %s', async (_label, about, severity) => {
    await change(about);

    expect((await events('1.9'))[0]).toMatchObject({ severity_id: severity });
  });

  test('an event tells who changed what for whom, when, and why', async () => {
    const id = await change({});
    const rows = await store.bare(recordsOf);

    const [event] = await events('1.9');

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

  test('a wrong event is found wrong', () => {
    expect(ocsfProblems('1.9', { class_uid: 3001, colour: 'red', time: 'now' })).toEqual(
      expect.arrayContaining([
        'event.colour: unknown',
        'event.user: missing',
        'event.class_uid: 3001',
        'event.time: no integer',
      ]),
    );
  });
});
