/** A search finds people as a caller says their name, or by a number, and says what is exact. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { createPerson } from './crowd.ts';

const newcomers = [
  { username: 'p001', givenName: 'José', sn: 'García Núñez', cn: 'José García Núñez' },
  { username: 'p002', givenName: 'Jürgen', sn: 'Müller', cn: 'Jürgen Müller' },
  { username: 'p003', givenName: 'Jose', sn: 'Garcia', cn: 'Jose Garcia' },
  { username: 'p004', givenName: 'Anna Maria', sn: 'van den Berg', cn: 'Anna Maria van den Berg' },
  { username: 'p005', givenName: 'Li', sn: 'Wu', cn: 'Li Wu', telephoneNumber: '+44 20 7946 0001' },
  { username: 'p006', givenName: 'Anna', sn: 'Berg', cn: 'Anna Berg' },
];

const search = `query ($search: String!) { users(search: $search) {
  edges { isExact node { username } } } }`;

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  let helen: SessionHeader;

  beforeAll(async () => {
    const SEARCH_ATTRIBUTES = 'telephoneNumber';
    stage = await openStage(flavor, {
      env: everyCallerEnv({ SEARCH_ATTRIBUTES, LIMIT_SEARCHES: 'none' }),
    });
    helen = await stage.peer.signIn('helen');
    const headers = await stage.peer.signIn('amadmin');
    for (const { username, ...attributes } of newcomers)
      await createPerson(stage, { username, attributes, headers });
  });
  afterAll(() => stage?.close());

  /** The people found, an exact match with `!`. */
  async function found(text: string): Promise<string> {
    const { data, errors } = await stage.gateway.ask(search, helen, { search: text });
    expect(errors).toEqual([]);
    return listAt(data, 'users', 'edges')
      .map((edge) => `${textAt(edge, 'node', 'username')}${fieldAt(edge, 'isExact') ? '!' : ''}`)
      .join(' ');
  }

  test.each([
    ['by given and family name', 'Bob Example', 'bob!'],
    ['family name first', 'Example Bob', 'bob!'],
    ['family name first, as on a form', 'example, bob', 'bob!'],
    ['by the beginnings of both', 'bo exam', 'bob'],
    ['by the given name alone', 'Jürgen', 'p002'],
    ['by the family name alone, without its accent', 'Muller', 'p002'],
    ['by the family name alone, with two letters for one', 'Mueller', 'p002'],
    ['without accents, whole', 'jose garcia nunez', 'p001!'],
    ['without accents, with and without', 'Jose Garcia', 'p003! p001'],
    ['with accents that the directory lacks', 'José García', 'p003! p001'],
    ['of several words', 'Anna Maria van den Berg', 'p004!'],
    ['of several words, family name first', 'van den Berg, Anna Maria', 'p004!'],
    ['by two short names', 'Wu Li', 'p005!'],
    ['by an initial and a name', 'A Berg', 'p006'],
    ['by no initials', 'L W', ''],
    ['by a telephone number', '+44 20 7946 0001', 'p005!'],
    ['by no beginning of a telephone number', '+44 20 7946', ''],
    ['of somebody else', 'Bob Garcia', ''],
    ['by no part within a name', 'ünez', ''],
  ])('%s: %j finds %j', async (_label, text, expected) => {
    expect(await found(text)).toBe(expected);
  });

  test('by a number only with the option that names its attribute', async () => {
    const plain = await openStage(flavor, { env: everyCallerEnv() });
    const headers = await plain.peer.signIn('amadmin');
    const [{ username, ...attributes } = { username: '' }] = newcomers.slice(4);
    await createPerson(plain, { username, attributes, headers });
    const as = await plain.peer.signIn('helen');

    const answer = await plain.gateway.ask(search, as, { search: '+44 20 7946 0001' });
    const called = plain.sandbox.received().filter(({ path }) => path.includes('_queryFilter'));
    await plain.close();

    expect(answer.data).toEqual({ users: { edges: [] } });
    expect(called.filter(({ path }) => path.includes('telephoneNumber'))).toEqual([]);
  });
});
