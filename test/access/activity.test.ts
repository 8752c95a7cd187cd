/** `GatewayCaller.history` lists the caller's own changes in every realm. */
import { describe, expect, test } from '@jest/globals';
import { anActor, anIntent, aPerson } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { withLists } from '../support/with-lists.ts';
import { changeMembers, entryOf } from './members.ts';
import { RecordStage } from './record-stage.ts';

const change = (id: string, realm: string, actor = {}): Promise<string> =>
  records.record({ actor: anActor(actor), target: aPerson({ id, realm }) });

const superUser = { id: 'amadmin', realm: null, role: 'SUPER_USER' } as const;

// OpenAM keeps the name that was typed at sign-in.
const records = new RecordStage({
  flavor: 'openam',
  env: withLists({ access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'beta' }] } }),
  fill: async () => {
    await change('bob', 'alpha');
    await change('bella', 'beta');
    await change('carol', 'alpha', { id: 'hugo' });
    await change('hugo', 'alpha', { id: 'hugo', role: 'SELF' });
    await change('alice', 'alpha', superUser);
    await change('bella', 'beta', superUser);
    await change('alice', 'alpha');
    await change('gone', 'gamma');
    const vera = anIntent({ target: aPerson({ id: 'vera' }) });
    await records.ledger.refuse(vera, 'TARGET_PRIVILEGED');
  },
});

const list = `query ($first: Int! = 20, $after: String) { gatewayCaller { history(first: $first, after: $after) {
  edges { node { personAmId realm } } pageInfo { hasNextPage endCursor } } } }`;

async function page(who: string, variables: object = {}, realm = 'alpha') {
  const as = who.includes(' ') ? await records.as(who) : await records.signIn(who, realm);
  const { data, ...answer } = await records.ask(list, as, variables);
  const history = fieldAt(data, 'gatewayCaller', 'history');
  const people = (history === null ? [] : listAt(history, 'edges')).map(
    (edge) =>
      `${String(fieldAt(edge, 'node', 'realm'))} ${String(fieldAt(edge, 'node', 'personAmId'))}`,
  );
  return { people, codes: codesOf(answer), info: fieldAt(history, 'pageInfo') };
}

const all = ['alpha alice', 'beta bella', 'alpha bob'];

test.each([
  ['helen', 'alpha', all],
  ['hugo', 'alpha', ['alpha hugo', 'alpha carol']],
  ['alice', 'alpha', []],
  ['amadmin', '/', ['beta bella', 'alpha alice']],
  ['AmAdmin', '/', ['beta bella', 'alpha alice']],
])('%s of %s sees their own changes', async (name, realm, people) => {
  expect(await page(name, {}, realm)).toMatchObject({ people, codes: [] });
});

describe('shows each change only as far as the caller sees its person’s history now', () => {
  test.each([
    ['helen profile', [], ['INSUFFICIENT_SCOPE']],
    ['helen devices:reset', [], ['INSUFFICIENT_SCOPE']],
    ['helen devices:read', [], []],
    ['helen devices:help-desk', all, []],
    ['helen devices:audit', all, []],
  ])('to a token: %s', async (who, people, codes) => {
    expect(await page(who)).toMatchObject({ people, codes });
  });

  test('to former members of the help desk what they changed of themselves', async () => {
    await changeMembers(records.stage.peer, 'helpdesk', () => []);

    expect(await page('helen')).toMatchObject({ people: [], codes: [] });
    expect(await page('hugo')).toMatchObject({ people: ['alpha hugo'], codes: [] });
  });

  test('to the help desk nothing of a person who is privileged by now', async () => {
    const entry = entryOf(records.stage.peer, 'bob');
    await changeMembers(records.stage.peer, 'executives', (members) => [...members, entry]);

    expect(await page('helen')).toMatchObject({ people: all.slice(0, 2), codes: [] });
    const info = { hasNextPage: true };
    expect(await page('helen', { first: 1 })).toMatchObject({ people: all.slice(0, 1), info });
  });
});

test('a change of oneself that the token does not reach takes nothing else away', async () => {
  const entry = entryOf(records.stage.peer, 'hugo');
  await changeMembers(records.stage.peer, 'executives', (members) => [...members, entry]);

  const seen = await page('hugo devices:help-desk');

  expect(seen).toMatchObject({ people: ['alpha carol'], codes: [] });
});

test('is null for an anonymous caller', async () => {
  expect((await records.ask(list, 'nobody')).data).toEqual({ gatewayCaller: { history: null } });
});

test('goes through the realms by time, page by page, and misses none of one moment', async () => {
  const seen: string[] = [];
  let after: unknown = null;
  for (const hasNextPage of [true, true, false]) {
    const { people, info } = await page('helen', { first: 1, after });
    seen.push(...people);
    expect(info).toMatchObject({ hasNextPage });
    after = fieldAt(info, 'endCursor');
  }

  expect(seen).toEqual(all);
});

test('rejects a cursor of another list', async () => {
  const { changes } = await records.ledger.history({ realm: 'alpha', first: 1 });

  const codes = ['BAD_USER_INPUT'];
  expect(await page('helen', { after: changes[0]?.cursor })).toMatchObject({ codes });
});
