/** What records show: refused changes (G1), links to people (A29), counts of a realm (A30). */
import { describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change/change-record.ts';
import type { ErrorCode } from '../../src/domain/values/failure.ts';
import { anActor, anIntent, aPerson } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { bearer } from '../support/stage.ts';
import { writesTo } from './received.ts';
import { RecordStage, type Answer } from './record-stage.ts';

const records = new RecordStage({
  env: { REASON_REQUIRED: 'help-desk', STEP_UP_MAX_AGE: '600' },
});

const links = `personAmId realm person { username email oathDevices { amId } }
  actor { amId role user { username } }`;
const read = (id: string, who: string): Promise<Answer> =>
  records.ask(`{ change: deviceChange(by: { reference: "${id}" }) { ${links} } }`, who);

const asked = { personAmId: 'bob', realm: 'alpha', actor: { amId: 'helen', role: 'HELP_DESK' } };
const helen = { username: 'helen' };
const bob = { username: 'bob' };

describe('links from a record to its people', () => {
  test.each<readonly [string, object | null, object | null]>([
    ['bob', bob, null],
    ['helen', bob, helen],
    ['oscar', bob, helen],
    ['amadmin', bob, helen],
    ['rita', null, null],
    ['alice devices:audit', null, null],
  ])('lead %s to %j and %j, without an error', async (caller, person, user) => {
    const answer = await read(await records.record(), caller);

    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ change: { ...asked, person, actor: { user } } });
  });

  test.each<readonly [string, Partial<Intent>, object]>([
    ['a person who is gone', { target: aPerson({ id: 'gone' }) }, { person: null }],
    [
      'the super user',
      { actor: anActor({ id: 'amadmin', realm: null, role: 'SUPER_USER' }) },
      { person: bob, actor: { amId: 'amadmin', user: null } },
    ],
  ])('do not lead to %s', async (_who, about, change) => {
    const answer = await read(await records.record(about), 'oscar');

    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ change });
  });

  test('open nothing that is guarded', async () => {
    const actor = anActor({ id: 'ada', role: 'ADMINISTRATOR' });
    const user = 'actor { user { username oathDevices { amId } } }';
    const answer = await records.ask(
      `{ change: deviceChange(by: { reference: "${await records.record({ actor })}" }) { ${user} } }`,
      'helen',
    );

    expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
    const shown = { username: 'ada', oathDevices: null };
    expect(answer.data).toEqual({ change: { actor: { user: shown } } });
  });

  test('fail if AM fails, and say that no person is missing', async () => {
    const id = await records.record();
    const effect = { kind: 'status', status: 500 } as const;
    records.stage.sandbox.breakNext({ match: { path: '/users/bob' }, effect });

    const answer = await read(id, 'amadmin');

    expect(answer.errors.map(({ path }) => path)).toEqual([['change', 'person']]);
    expect(answer.data).toMatchObject({ change: { ...asked, person: null } });
  });

  test('of its own change are null for a token that may only change', async () => {
    const answer = await records.ask(
      `mutation { told: resetOathDevices(input: { target: { me: true } }) {
        change { id: reference effect kinds removedDevices { amId } ${links} } } }`,
      'bob devices:reset',
    );

    expect(answer.errors).toEqual([]);
    expect(textAt(answer.data, 'told', 'change', 'personAmId')).toBe('bob');
    expect(fieldAt(answer.data, 'told', 'change', 'person')).toBeNull();
    expect(fieldAt(answer.data, 'told', 'change', 'removedDevices')).toHaveLength(2);
  });
});

describe('insights', () => {
  const query = `query ($days: Int! = 30) { deviceChangeInsights(days: $days) {
    days { startsAt changes byKind { kind count } byRole { role count } byOutcome { outcome count } }
    refusals { refusal count } busiestStaff { amId count } repeatedResets { amId count } } }`;

  test.each([0, 32, -1])('of %d days are refused', async (days) => {
    expect(codesOf(await records.ask(query, 'rita', { days }))).toEqual(['BAD_USER_INPUT']);
  });

  test('list every day, today last, with the changes in each group', async () => {
    const day = 86_400_000;
    records.now = (Math.floor(records.now / day) + 1) * day + day / 2;
    const today = records.now - day / 2;
    await records.record({ kinds: ['OATH', 'PUSH'] });
    await records.record({ actor: anActor({ id: 'bob', role: 'SELF' }) }, 'NOT_DONE');
    await records.ledger.refuse(anIntent(), 'TARGET_PRIVILEGED');

    const { data } = await records.ask(query, 'rita', { days: 2 });

    const none = { changes: 0, byKind: [], byRole: [], byOutcome: [] };
    const ones = (...all: object[]): unknown =>
      expect.arrayContaining(all.map((one) => ({ count: 1, ...one })));
    expect(listAt(data, 'deviceChangeInsights', 'days')).toEqual([
      { startsAt: new Date(today - day).toISOString(), ...none },
      {
        startsAt: new Date(today).toISOString(),
        changes: 2,
        byKind: ones({ kind: 'OATH', count: 2 }, { kind: 'PUSH' }),
        byRole: ones({ role: 'HELP_DESK' }, { role: 'SELF' }),
        byOutcome: ones({ outcome: 'DONE' }, { outcome: 'NOT_DONE' }),
      },
    ]);
    expect(fieldAt(data, 'deviceChangeInsights')).toMatchObject({
      refusals: [{ refusal: 'TARGET_PRIVILEGED', count: 1 }],
      busiestStaff: [{ amId: 'helen', count: 1 }],
      repeatedResets: [{ amId: 'bob', count: 2 }],
    });
  });
});

interface Refused {
  readonly by: string;
  /** The seconds since the sign-in of a token. */
  readonly age?: number;
  readonly change: string;
  readonly code: ErrorCode;
  readonly told: object;
}

const toBob = 'target: { user: { id: "bob" } }';
const me = 'target: { me: true }';
const refusals: readonly Refused[] = [
  {
    by: 'alice',
    change: `resetOathDevices(input: { ${toBob}, reason: "a secret 123456" })`,
    code: 'FORBIDDEN',
    told: { personAmId: 'bob', effect: 'RESET', kinds: ['OATH'], actor: { role: 'SELF' } },
  },
  {
    by: 'helen',
    change: 'resetPushDevices(input: { target: { user: { id: "vera" } }, reason: "r" })',
    code: 'TARGET_PRIVILEGED',
    told: { personAmId: 'vera', kinds: ['PUSH'], actor: { role: 'HELP_DESK' } },
  },
  {
    by: 'helen',
    change: `resetDevices(input: { target: { user: { id: "${idOfPerson('bob')}" } }, kinds: [TRUSTED, OATH] })`,
    code: 'BAD_USER_INPUT',
    told: { personAmId: 'bob', kinds: ['OATH', 'TRUSTED'] },
  },
  {
    by: 'helen',
    change: `removeDevice(input: { ${toBob}, kind: OATH, deviceId: "x" })`,
    code: 'FORBIDDEN',
    told: { personAmId: 'bob', effect: 'REMOVE', kinds: ['OATH'], actor: { role: 'HELP_DESK' } },
  },
  {
    by: 'helen',
    change: 'resetOathDevices(input: { target: { user: { id: "helen" } }, reason: "r" })',
    code: 'OWN_ACCOUNT',
    told: { personAmId: 'helen', actor: { role: 'HELP_DESK' } },
  },
  {
    by: 'alice devices:read',
    change: `resetOathDevices(input: { ${me}, dryRun: true })`,
    code: 'INSUFFICIENT_SCOPE',
    told: { personAmId: 'alice', isDryRun: true, actor: { clientId: 'portal' } },
  },
  {
    by: 'alice devices:read devices:reset',
    age: 3_600,
    change: `resetOathDevices(input: { ${me} })`,
    code: 'STEP_UP_REQUIRED',
    told: { personAmId: 'alice', actor: { role: 'SELF' } },
  },
];

describe('a refused change', () => {
  const list = `{ realmHistory { edges { node { personAmId realm effect kinds isDryRun outcome refusal
    reason actor { amId role clientId } } } } }`;

  async function send({ by, age, change }: Refused): Promise<string[]> {
    const [name = '', ...scopes] = by.split(' ');
    const claims = { auth_time: Math.floor(records.now / 1000) - (age ?? 0) };
    const as =
      age === undefined
        ? await records.as(by)
        : bearer(records.stage.sandbox, name, { scopes, claims });
    const selection = change.startsWith('resetDevices') ? 'isReplayed' : 'outcome';
    return codesOf(await records.ask(`mutation { ${change} { ${selection} } }`, as));
  }

  /** Waits for that many refused changes; they are recorded after the answer. */
  async function recorded(count: number): Promise<readonly unknown[]> {
    for (;;) {
      const edges = listAt((await records.ask(list, 'rita')).data, 'realmHistory', 'edges');
      if (edges.length >= count) return edges;
    }
  }

  test.each(refusals)('is recorded. $by: $code for $change', async (row) => {
    expect(await send(row)).toEqual([row.code]);

    const edges = await recorded(1);
    const { actor, ...told } = { actor: {}, ...row.told };
    const node = { ...told, realm: 'alpha', outcome: null, refusal: row.code, reason: null };
    const [amId] = row.by.split(' ');
    expect(edges).toMatchObject([{ node: { ...node, actor: { amId, ...actor } } }]);
    expect(writesTo(records.stage.sandbox)).toEqual([]);
    expect(JSON.stringify(edges)).not.toContain('123456');
  });

  test('is not seen by the person and the help desk', async () => {
    for (const row of refusals.slice(0, 2)) await send(row);
    await recorded(2);

    const own = await records.ask('{ me { history { edges { node { id } } } } }', 'bob');
    expect(own.data).toEqual({ me: { history: { edges: [] } } });
    expect((await records.ask(list, 'helen')).data).toEqual({ realmHistory: { edges: [] } });
  });
});
