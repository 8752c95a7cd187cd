/** Which changes of a realm each caller sees: in the list, by number, by filter, page by page. */
import { describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change/change-record.ts';
import { anActor, anIntent, aPerson, phone, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { idOfPerson } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { RecordStage } from './record-stage.ts';

/** Reference numbers by the name of the person. */
const numbers = new Map<string, string>();
/** The minute of the first change. */
let start = 0;

const records = new RecordStage({
  env: withLists({ roles: [{ role: 'auditor', property: { name: 'desk', value: 'audit' } }] }),
  fill: async () => {
    start = Math.ceil(records.now / 60_000) * 60_000;
    records.now = start;
    await record('bob');
    await record('vera', {
      target: aPerson({ id: 'vera', privileged: true }),
      ticket: 'INC-9',
      effect: 'rename',
      options: { deviceId: phone.id, name: 'Old phone' },
    });
    // What people change of their own is recorded without who is privileged.
    await record('carol', own('carol'));
    await record('ada', own('ada'));
    numbers.set('gone', await records.record({ ...of('gone'), dryRun: true }, 'NOT_DONE'));
    await record('perhaps', { target: aPerson({ id: 'perhaps', privileged: null }) });
    await record('bella', { target: aPerson({ id: 'bella', realm: 'beta' }) });
    records.now += 60_000;
    await records.ledger.refuse(anIntent(of('dave')), 'RATE_LIMITED');
    const { changes } = await records.ledger.history({ realm: 'alpha', first: 1 });
    numbers.set('dave', changes[0]?.id ?? '');
  },
});

const of = (id: string): Partial<Intent> => ({ target: aPerson({ id }) });
const own = (id: string): Partial<Intent> => ({
  actor: anActor({ id, role: 'SELF' }),
  target: aPerson({ id, privileged: null }),
});
async function record(name: string, about: Partial<Intent> = of(name)): Promise<void> {
  numbers.set(name, await records.record(about));
}

/** The reference number of a person's change, as it is typed: small, without dashes, `o` for 0. */
function typed(name: string): string {
  return (numbers.get(name) ?? '').toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
}

const list = `query ($realm: String, $filter: DeviceChangeFilter, $first: Int! = 20, $after: String) {
  realmHistory(realm: $realm, filter: $filter, first: $first, after: $after) {
    edges { cursor node { personAmId } } pageInfo { hasNextPage endCursor } } }`;

const namesIn = (data: unknown): unknown[] =>
  listAt(data, 'realmHistory', 'edges').map((edge) => fieldAt(edge, 'node', 'personAmId'));

/** The people on a page, in its order, or the code of the refusal. */
async function seen(who: string | SessionHeader, variables: object = {}): Promise<string> {
  const answer = await records.ask(list, who, variables);
  return answer.errors.length > 0 ? codesOf(answer).join(' ') : namesIn(answer.data).join(' ');
}

const everything = 'dave perhaps gone ada carol vera bob';
const unprivileged = 'gone carol bob';
const no = 'FORBIDDEN';

test.each([
  ['nobody', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ['alice', no, no],
  ['vera', no, no],
  ['helen', unprivileged, no],
  ['hektor', no, 'bella'],
  ['oscar', everything, no],
  ['rita', everything, no],
  ['amadmin', everything, 'bella'],
  ['rita devices:read', no, no],
  ['helen devices:read', no, no],
  ['alice devices:audit', everything, no],
  ['alice devices:help-desk', unprivileged, no],
  ['alice devices:admin', everything, no],
  ['alice devices:help-desk devices:audit', everything, no],
])('%s sees of alpha: %s; of beta: %s; by number what is listed, and their own', async (...row) => {
  const [who, ofAlpha, ofBeta] = row;
  const as = await records.as(who);
  const listed = [`${ofAlpha} ${ofBeta}`, who === 'vera' ? 'vera' : ''].join(' ').split(' ');

  expect([await seen(as, { realm: 'alpha' }), await seen(as, { realm: 'beta' })]).toEqual([
    ofAlpha,
    ofBeta,
  ]);
  for (const [person, id] of numbers) {
    const { data } = await records.ask(
      `{ deviceChange(by: { reference: "${id}" }) { personAmId } }`,
      as,
    );
    const isSeen = fieldAt(data, 'deviceChange') !== null;
    expect([person, isSeen]).toEqual([person, listed.includes(person)]);
  }
});

test.each(['helen', 'oscar', 'rita', 'amadmin'])(
  '%s finds a person by any spelling',
  async (who) => {
    expect(await seen(who, { realm: 'alpha', filter: { person: 'BOB' } })).toBe('bob');
  },
);

describe('an auditor', () => {
  test('by a session property is one', async () => {
    records.stage.sandbox.setSessionProperty('carol', 'desk', 'audit');

    expect(await seen('carol')).toBe(everything);
  });

  test('of one realm acts in another where that is configured', async () => {
    const other = await records.openGateway(
      withLists({ access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'beta' }] } }),
    );
    const answer = await other.gateway.ask(list, await other.peer.signIn('rita'), {
      realm: 'beta',
    });
    await other.close();

    expect(namesIn(answer.data)).toEqual(['bella']);
  });

  test('can read what they may do', async () => {
    const { data } = await records.ask(
      '{ gatewayCaller { roles realms canSearch canResetOthers canViewHistory canChangeOwn isReasonRequired } }',
      'rita',
    );

    const can = {
      canSearch: false,
      canResetOthers: false,
      canViewHistory: true,
      canChangeOwn: true,
    };
    const caller = { roles: ['SELF', 'AUDITOR'], realms: ['alpha'], isReasonRequired: false };
    expect(data).toEqual({ gatewayCaller: { ...caller, ...can } });
  });
});

const after = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

test.each<readonly [string, () => object, string]>([
  ['of a person by global id', () => ({ person: idOfPerson('vera') }), 'vera'],
  ['of nobody’s name', () => ({ person: 'nobody' }), ''],
  ['of another realm', () => ({ person: idOfPerson('bella', 'beta') }), 'BAD_USER_INPUT'],
  ['of an actor', () => ({ actor: 'ada' }), 'ada'],
  ['of an actor and a person', () => ({ actor: 'helen', person: 'bob' }), 'bob'],
  ['of an outcome', () => ({ outcome: 'NOT_DONE' }), 'gone'],
  ['of what was refused', () => ({ isRefused: true }), 'dave'],
  ['of a ticket, spaces around it left out', () => ({ ticket: ' INC-9 ' }), 'vera'],
  ['of a ticket that PostgreSQL cannot hold', () => ({ ticket: 'INC\u0000' }), 'BAD_USER_INPUT'],
  ['of a reference number as it is typed', () => ({ reference: typed('ada') }), 'ada'],
  ['of a number and another ticket', () => ({ reference: typed('ada'), ticket: 'INC-9' }), ''],
  ['of dry runs', () => ({ isDryRun: true }), 'gone'],
  ['of what was let through', () => ({ isRefused: false }), everything.slice('dave '.length)],
  ['since', () => ({ since: after(5) }), 'dave perhaps gone'],
  ['until', () => ({ until: after(2) }), 'bob'],
  ['of a time', () => ({ outcome: 'DONE', since: after(2), until: after(4) }), 'carol vera'],
])('a filter %s', async (_label, filter, expected) => {
  expect(await seen('rita', { filter: filter() })).toBe(expected);
});

test.each([
  ['of a privileged person, as their own history does', { person: 'vera' }, 'TARGET_PRIVILEGED'],
  ['of a person by another spelling', { person: 'BOB' }, 'bob'],
  ['of a privileged actor, no word', { actor: 'ada' }, ''],
  ['of the ticket of a privileged person, no word', { ticket: 'INC-9' }, ''],
  ['of what was refused', { isRefused: true }, no],
])('a filter tells the help desk %s', async (_label, filter, expected) => {
  expect(await seen('helen', { filter })).toBe(expected);
});

test('a rename has the label before and the one asked for; another change has neither', async () => {
  const renamingOf = async (name: string): Promise<unknown> => {
    const id = numbers.get(name) ?? '';
    const query = `{ deviceChange(by: { reference: "${id}" }) { previousName newName } }`;
    return fieldAt((await records.ask(query, 'rita')).data, 'deviceChange');
  };

  expect(await renamingOf('vera')).toEqual({ previousName: phone.name, newName: 'Old phone' });
  expect(await renamingOf('bob')).toEqual({ previousName: null, newName: null });
});

test.each(['helen', 'rita'])('%s goes through the pages to the end', async (name) => {
  const as = await records.as(name);
  const found: unknown[] = [];
  let info: unknown = { hasNextPage: true, endCursor: null };
  while (fieldAt(info, 'hasNextPage') === true && found.length < 20) {
    const { data } = await records.ask(list, as, { first: 2, after: fieldAt(info, 'endCursor') });
    found.push(...namesIn(data));
    info = fieldAt(data, 'realmHistory', 'pageInfo');
  }

  expect(found.join(' ')).toBe(name === 'rita' ? everything : unprivileged);
});

describe('with seven changes, the first of bob, the others of vera', () => {
  const mixed = new RecordStage();

  test('a page on which the help desk may see nothing says that more changes follow', async () => {
    for (const idempotencyKey of ['1', '2', '3', '4', '5', '6', '7']) {
      const target = idempotencyKey === '1' ? aPerson() : aPerson({ id: 'vera', privileged: true });
      await mixed.ledger.begin(anIntent({ target }), terms({ idempotencyKey }));
    }

    const first = (await mixed.ask(list, 'helen', { first: 1 })).data;
    const endCursor = fieldAt(first, 'realmHistory', 'pageInfo', 'endCursor');
    const second = (await mixed.ask(list, 'helen', { first: 1, after: endCursor })).data;

    expect(first).toMatchObject({ realmHistory: { edges: [], pageInfo: { hasNextPage: true } } });
    expect(namesIn(second)).toEqual(['bob']);
    expect(second).toMatchObject({ realmHistory: { pageInfo: { hasNextPage: false } } });
  });
});

test('if the privileged groups cannot be read, the help desk gets an error and sees nothing', async () => {
  const other = await records.openGateway({ PRIVILEGED_GROUPS: 'no-such-group' });
  const answer = await other.gateway.ask(list, await other.peer.signIn('helen'));
  await other.close();

  expect(codesOf(answer)).toEqual(['PRIVILEGE_UNKNOWN']);
});
