/** `GatewayCaller.history` lists the caller's own changes in every realm. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordedActor } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { changeMembers, entryOf } from './members.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
let now = Date.parse('2026-11-25T12:00:00.000Z');
const superUser = { id: 'amadmin', realm: null, role: 'SUPER_USER' } as const;

beforeAll(async () => {
  ledger = await openTestLedger({ now: () => now });
  // OpenAM keeps the name that was typed at sign-in.
  stage = await openStage('openam', {
    env: everyCallerEnv({
      ...staffScopes,
      HELP_DESK_REALMS: 'alpha:beta',
      SESSION_CACHE_SECONDS: '0',
    }),
    ledger,
  });
  await change('bob', 'alpha');
  await change('bella', 'beta');
  await change('carol', 'alpha', { id: 'hugo' });
  await change('hugo', 'alpha', { id: 'hugo', role: 'SELF' });
  await change('alice', 'alpha', superUser);
  await change('bella', 'beta', superUser);
  await change('alice', 'alpha');
  await change('gone', 'gamma');
  await ledger.refuse(anIntent({ target: aPerson({ id: 'vera' }) }), 'TARGET_PRIVILEGED');
});
beforeEach(() => stage.restart());
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

async function change(
  person: string,
  realm: string,
  actor?: Partial<RecordedActor>,
): Promise<void> {
  now += 60_000;
  const intent = anIntent({ actor: anActor(actor), target: aPerson({ id: person, realm }) });
  await ledger.complete(idOf(await ledger.begin(intent, terms())), anOutcome());
}

const list = `query ($first: Int! = 20, $after: String) { caller { history(first: $first, after: $after) {
  edges { node { personAmId realm } } pageInfo { hasNextPage endCursor } } } }`;

async function page(as: SessionHeader, variables: object = {}) {
  const { data, ...answer } = await stage.gateway.ask(list, as, variables);
  const edges =
    fieldAt(data, 'caller', 'history') === null ? [] : listAt(data, 'caller', 'history', 'edges');
  const people = edges.map(
    (edge) =>
      `${String(fieldAt(edge, 'node', 'realm'))} ${String(fieldAt(edge, 'node', 'personAmId'))}`,
  );
  return { people, codes: codesOf(answer), info: fieldAt(data, 'caller', 'history', 'pageInfo') };
}

test.each([
  ['helen, who acts in two realms', 'helen', 'alpha', ['alpha alice', 'beta bella', 'alpha bob']],
  ['hugo', 'hugo', 'alpha', ['alpha hugo', 'alpha carol']],
  ['alice, who has changed nothing', 'alice', 'alpha', []],
  ['the super user', 'amadmin', '/', ['beta bella', 'alpha alice']],
  ['the super user, as they type it', 'AmAdmin', '/', ['beta bella', 'alpha alice']],
])('%s', async (_label, name, realm, people) => {
  const as = await stage.peer.signIn(name, realm);

  expect(await page(as)).toMatchObject({ people, codes: [] });
});

describe('shows each change only as far as the caller sees its person’s history now', () => {
  const all = ['alpha alice', 'beta bella', 'alpha bob'];
  const scopes = {
    none: [],
    change: ['devices:reset'],
    read: ['devices:read'],
    'help desk': ['devices:help-desk'],
    auditor: ['devices:audit'],
  };

  test.each([
    ['none', [], ['INSUFFICIENT_SCOPE']],
    ['change', [], ['INSUFFICIENT_SCOPE']],
    ['read', [], []],
    ['help desk', all, []],
    ['auditor', all, []],
  ] as const)('to a token of helen with the scope %s', async (scope, people, codes) => {
    const as = bearer(stage.sandbox, 'helen', { scopes: scopes[scope] });

    expect(await page(as)).toMatchObject({ people, codes });
  });

  test('to former members of the help desk what they changed of themselves', async () => {
    await changeMembers(stage.peer, 'helpdesk', () => []);

    const [helen, hugo] = [await stage.peer.signIn('helen'), await stage.peer.signIn('hugo')];
    expect(await page(helen)).toMatchObject({ people: [], codes: [] });
    expect(await page(hugo)).toMatchObject({ people: ['alpha hugo'], codes: [] });
  });

  test('to the help desk nothing of a person who is privileged by now', async () => {
    const entry = entryOf(stage.peer, 'bob');
    await changeMembers(stage.peer, 'executives', (members) => [...members, entry]);
    const helen = await stage.peer.signIn('helen');

    expect(await page(helen)).toMatchObject({ people: all.slice(0, 2), codes: [] });
    expect(await page(helen, { first: 1, after: null })).toMatchObject({
      people: all.slice(0, 1),
      info: { hasNextPage: true },
    });
  });
});

test('is null for an anonymous caller', async () => {
  const { data } = await stage.gateway.ask(list);

  expect(data).toEqual({ caller: { history: null } });
});

describe('page by page', () => {
  test('it goes through the realms by time, and misses none of one moment', async () => {
    const helen = await stage.peer.signIn('helen');
    const seen: string[] = [];
    let after: unknown = null;
    for (const hasNextPage of [true, true, false]) {
      const { people, info } = await page(helen, { first: 1, after });
      seen.push(...people);
      expect(info).toMatchObject({ hasNextPage });
      after = fieldAt(info, 'endCursor');
    }

    expect(seen).toEqual(['alpha alice', 'beta bella', 'alpha bob']);
  });

  test('rejects a cursor of another list', async () => {
    const helen = await stage.peer.signIn('helen');
    const { changes } = await ledger.history({ realm: 'alpha', first: 1 });

    expect(await page(helen, { after: changes[0]?.cursor })).toMatchObject({
      codes: ['BAD_USER_INPUT'],
    });
  });
});
