/** Who can read changes of a realm: roles, realms and credentials. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, phone, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
let now = Date.parse('2026-11-25T12:00:00.000Z');
/** Reference numbers by the name of the person. */
const numbers = new Map<string, string>();

beforeAll(async () => {
  ledger = await openTestLedger({ now: () => now });
  const env = everyCallerEnv({ ...staffScopes, AUDITOR_PROPERTY: 'desk=audit' });
  stage = await openStage('pingam', { env, ledger });
  await record('bob', { target: aPerson({ id: 'bob' }) });
  await record('vera', {
    target: aPerson({ id: 'vera', privileged: true }),
    ticket: 'INC-9',
    effect: 'rename',
    options: { deviceId: phone.id, name: 'Old phone' },
  });
  // What people change of their own is recorded without who is privileged.
  await record('carol', own('carol'));
  await record('ada', own('ada'));
  await record('gone', { target: aPerson({ id: 'gone' }), dryRun: true });
  await record('perhaps', { target: aPerson({ id: 'perhaps', privileged: null }) });
  await record('bella', { target: aPerson({ id: 'bella', realm: 'beta' }) });
  now += 60_000;
  await ledger.refuse(anIntent({ target: aPerson({ id: 'dave' }) }), 'RATE_LIMITED');
  const { changes } = await ledger.history({ realm: 'alpha', first: 1 });
  numbers.set('dave', changes[0]?.id ?? '');
});
beforeEach(() => stage.restart());
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

function own(id: string): Partial<Intent> {
  const target = aPerson({ id, privileged: null });
  return { actor: anActor({ id, role: 'SELF' }), target };
}

async function record(name: string, about: Partial<Intent>): Promise<void> {
  now += 60_000;
  const id = idOf(await ledger.begin(anIntent(about), terms()));
  await ledger.complete(id, anOutcome(name === 'gone' ? 'NOT_DONE' : 'DONE'));
  numbers.set(name, id);
}

/** The reference number of a person's change, as it is typed: small, without dashes, `o` for 0. */
function typed(name: string): string {
  return (numbers.get(name) ?? '').toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
}

const list = `query ($realm: String, $filter: DeviceChangeFilter, $first: Int! = 20, $after: String) {
  realmHistory(realm: $realm, filter: $filter, first: $first, after: $after) {
    edges { cursor node { personAmId } } pageInfo { hasNextPage endCursor } } }`;

/** The people on a page, in its order, or the code of the refusal. */
async function seen(as: SessionHeader, variables: object): Promise<string> {
  const answer = await stage.gateway.ask(list, as, variables);
  if (answer.errors.length > 0) return codesOf(answer).join(' ');
  return listAt(answer.data, 'realmHistory', 'edges')
    .map((edge) => fieldAt(fieldAt(edge, 'node'), 'personAmId'))
    .join(' ');
}

const everything = 'dave perhaps gone ada carol vera bob';
const unprivileged = 'gone carol bob';
const token =
  (person: string, ...scopes: string[]) =>
  ({ sandbox }: Stage): SessionHeader =>
    bearer(sandbox, person, { scopes });
const session =
  (name: string) =>
  ({ peer }: Stage): Promise<SessionHeader> =>
    peer.signIn(name);

describe.each<
  readonly [string, (stage: Stage) => SessionHeader | Promise<SessionHeader>, string, string]
>([
  ['nobody', () => ({}), 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ['alice', session('alice'), 'FORBIDDEN', 'FORBIDDEN'],
  ['vera, who is privileged', session('vera'), 'FORBIDDEN', 'FORBIDDEN'],
  ['helen of the help desk', session('helen'), unprivileged, 'FORBIDDEN'],
  ['hektor of the help desk of beta', session('hektor'), 'FORBIDDEN', 'bella'],
  ['oscar the administrator', session('oscar'), everything, 'FORBIDDEN'],
  ['rita the auditor', session('rita'), everything, 'FORBIDDEN'],
  ['amadmin the super user', session('amadmin'), everything, 'bella'],
  ['a token of rita without the scope', token('rita', 'devices:read'), 'FORBIDDEN', 'FORBIDDEN'],
  ['a token of helen without the scope', token('helen', 'devices:read'), 'FORBIDDEN', 'FORBIDDEN'],
  ['a token with the auditors’ scope', token('alice', 'devices:audit'), everything, 'FORBIDDEN'],
  [
    'a token with the help desk’s scope',
    token('alice', 'devices:help-desk'),
    unprivileged,
    'FORBIDDEN',
  ],
  [
    'a token with the administrators’ scope',
    token('alice', 'devices:admin'),
    everything,
    'FORBIDDEN',
  ],
  [
    'a token with both scopes',
    token('alice', 'devices:help-desk', 'devices:audit'),
    everything,
    'FORBIDDEN',
  ],
])('%s', (name, signIn, ofAlpha, ofBeta) => {
  test(`sees of alpha: ${ofAlpha}; of beta: ${ofBeta}`, async () => {
    const as = await signIn(stage);

    expect(await seen(as, { realm: 'alpha' })).toBe(ofAlpha);
    expect(await seen(as, { realm: 'beta' })).toBe(ofBeta);
  });

  test('sees by number what they see in the list, and of themselves', async () => {
    const as = await signIn(stage);
    const byNumber = async (person: string): Promise<boolean> => {
      const id = numbers.get(person) ?? '';
      const answer = await stage.gateway.ask(`{ deviceChange(id: "${id}") { personAmId } }`, as);
      return fieldAt(answer.data, 'deviceChange') !== null;
    };
    const listed = `${ofAlpha} ${ofBeta}`.split(' ');
    const ofThemselves = name.startsWith('vera') ? ['vera'] : [];

    for (const person of numbers.keys()) {
      const isSeen = [...listed, ...ofThemselves].includes(person);
      expect([person, await byNumber(person)]).toEqual([person, isSeen]);
    }
  });
});

describe('an auditor', () => {
  test('by a session property is one', async () => {
    stage.sandbox.setSessionProperty('carol', 'desk', 'audit');

    expect(await seen(await stage.peer.signIn('carol'), {})).toBe(everything);
  });

  test('of one realm acts in another where that is configured', async () => {
    const gateway = await openStage('pingam', {
      env: everyCallerEnv({ HELP_DESK_REALMS: 'alpha:beta' }),
      ledger,
    });
    const answer = await gateway.gateway.ask(list, await gateway.peer.signIn('rita'), {
      realm: 'beta',
    });
    await gateway.close();

    expect(listAt(answer.data, 'realmHistory', 'edges')).toHaveLength(1);
  });

  test('reads nothing of the people whose changes they see', async () => {
    const rita = await stage.peer.signIn('rita');
    stage.sandbox.clearReceived();

    await seen(rita, {});

    const people = stage.sandbox.received().filter(({ path }) => path.includes('/users/'));
    expect(people.filter(({ path }) => !path.includes('/users/rita'))).toEqual([]);
  });

  test('gets an error that says what they may do', async () => {
    const rita = await stage.peer.signIn('rita');
    const { data } = await stage.gateway.ask(
      '{ caller { roles realms canSearch canResetOthers canViewHistory canChangeOwn isReasonRequired } }',
      rita,
    );

    expect(data).toEqual({
      caller: {
        roles: ['SELF', 'AUDITOR'],
        realms: ['alpha'],
        canSearch: false,
        canResetOthers: false,
        canViewHistory: true,
        canChangeOwn: true,
        isReasonRequired: false,
      },
    });
  });
});

describe('a filter', () => {
  test.each<readonly [string, () => object, string]>([
    ['of a person', () => ({ person: 'vera' }), 'vera'],
    ['of a person by global id', () => ({ person: idOfPerson('vera') }), 'vera'],
    ['of nobody’s name', () => ({ person: 'nobody' }), ''],
    [
      'of a person of another realm',
      () => ({ person: idOfPerson('bella', 'beta') }),
      'BAD_USER_INPUT',
    ],
    ['of an actor', () => ({ actor: 'ada' }), 'ada'],
    ['of an actor and a person', () => ({ actor: 'helen', person: 'bob' }), 'bob'],
    ['of an outcome', () => ({ outcome: 'NOT_DONE' }), 'gone'],
    ['of an outcome and a person', () => ({ outcome: 'DONE', person: 'bob' }), 'bob'],
    ['of what was refused', () => ({ isRefused: true }), 'dave'],
    ['of a ticket, spaces around it left out', () => ({ ticket: ' INC-9 ' }), 'vera'],
    ['of a ticket that PostgreSQL cannot hold', () => ({ ticket: 'INC\u0000' }), 'BAD_USER_INPUT'],
    ['of a reference number', () => ({ reference: numbers.get('ada') }), 'ada'],
    ['of a reference number as it is typed', () => ({ reference: typed('ada') }), 'ada'],
    ['of what is no reference number', () => ({ reference: 'ada' }), ''],
    [
      'of another ticket than the reference number’s',
      () => ({ reference: typed('ada'), ticket: 'INC-9' }),
      '',
    ],
    ['of dry runs', () => ({ isDryRun: true }), 'gone'],
    ['of what was let through', () => ({ isRefused: false }), everything.slice('dave '.length)],
    ['since', () => ({ since: '2026-11-25T12:05:00.000Z' }), 'dave perhaps gone'],
    ['until', () => ({ until: '2026-11-25T12:02:00.000Z' }), 'bob'],
    [
      'of an outcome in a time',
      () => ({ outcome: 'DONE', since: '2026-11-25T12:02:00Z', until: '2026-11-25T12:04:00Z' }),
      'carol vera',
    ],
  ])('%s', async (_label, filter, expected) => {
    const rita = await stage.peer.signIn('rita');

    expect(await seen(rita, { filter: filter() })).toBe(expected);
  });

  test.each([
    ['of a privileged person, as their own history does', { person: 'vera' }, 'TARGET_PRIVILEGED'],
    ['of a person by another spelling', { person: 'BOB' }, 'bob'],
    ['of a privileged actor, no word', { actor: 'ada' }, ''],
    ['of the ticket of a privileged person, no word', { ticket: 'INC-9' }, ''],
    ['of what was refused', { isRefused: true }, 'FORBIDDEN'],
  ])('tells the help desk %s', async (_label, filter, expected) => {
    const helen = await stage.peer.signIn('helen');

    expect(await seen(helen, { filter })).toBe(expected);
  });
});

test('a rename has the label before and the one asked for; another change has neither', async () => {
  const rita = await stage.peer.signIn('rita');
  const renamingOf = async (name: string): Promise<unknown> => {
    const id = numbers.get(name) ?? '';
    const query = `{ deviceChange(id: "${id}") { renaming { previousName newName } } }`;
    return fieldAt((await stage.gateway.ask(query, rita)).data, 'deviceChange', 'renaming');
  };

  expect(await renamingOf('vera')).toEqual({ previousName: phone.name, newName: 'Old phone' });
  expect(await renamingOf('bob')).toBeNull();
});

test.each(['helen', 'rita'])('%s goes through the pages to the end', async (name) => {
  const as = await stage.peer.signIn(name);
  const whole = await seen(as, {});
  const found: string[] = [];
  let after: unknown = null;
  let isMore: unknown = true;
  while (isMore === true && found.length < 20) {
    const { data } = await stage.gateway.ask(list, as, { first: 2, after });
    const edges = listAt(data, 'realmHistory', 'edges');
    found.push(...edges.map((edge) => String(fieldAt(fieldAt(edge, 'node'), 'personAmId'))));
    const info = fieldAt(fieldAt(data, 'realmHistory'), 'pageInfo');
    [after, isMore] = [fieldAt(info, 'endCursor'), fieldAt(info, 'hasNextPage')];
  }

  expect(found.join(' ')).toBe(whole);
});

test('a page on which the help desk may see nothing says that more changes follow', async () => {
  const other = await openTestLedger({ now: () => now });
  for (const idempotencyKey of ['1', '2', '3', '4', '5', '6', '7']) {
    const target = idempotencyKey === '1' ? aPerson() : aPerson({ id: 'vera', privileged: true });
    await other.begin(anIntent({ target }), terms({ idempotencyKey }));
  }
  const env = everyCallerEnv(staffScopes);
  const { gateway, peer, close } = await openStage('pingam', { env, ledger: other });
  const helen = await peer.signIn('helen');

  const first = await gateway.ask(list, helen, { first: 1 });
  const after = fieldAt(fieldAt(first.data, 'realmHistory'), 'pageInfo');
  const second = await gateway.ask(list, helen, { first: 1, after: fieldAt(after, 'endCursor') });
  await close();
  await other.close();

  expect(first.data).toMatchObject({
    realmHistory: { edges: [], pageInfo: { hasNextPage: true } },
  });
  expect(second.data).toMatchObject({
    realmHistory: { edges: [{ node: { personAmId: 'bob' } }], pageInfo: { hasNextPage: false } },
  });
});

test('if the privileged groups cannot be read, the help desk gets an error and sees nothing', async () => {
  const other = await openStage('pingam', {
    env: everyCallerEnv({ PRIVILEGED_GROUPS: 'no-such-group' }),
    ledger,
  });
  const answer = await other.gateway.ask(list, await other.peer.signIn('helen'));
  await other.close();

  expect(codesOf(answer)).toEqual(['PRIVILEGE_UNKNOWN']);
});
