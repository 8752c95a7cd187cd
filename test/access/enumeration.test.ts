/** Security F4, F5: a caller without permission cannot find out who exists, by content or time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, withoutCost } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, useStage, type Stage } from '../support/stage.ts';
import { writesTo } from './received.ts';

const calls = 60;

/** Existing, missing, inactive and privileged people, and people of another realm. */
const people = [
  'id: "bob"',
  'id: "not-there"',
  'id: "dave"',
  'id: "vera"',
  'id: "bella", realm: "beta"',
  'id: "not-there", realm: "beta"',
];

describe('security F4', () => {
  let stage: Stage;
  let alice: SessionHeader;
  let helen: SessionHeader;

  beforeAll(async () => {
    stage = await openStage('pingam', { env: everyCallerEnv() });
    alice = await stage.peer.signIn('alice');
    helen = await stage.peer.signIn('helen');
  });
  beforeEach(() => stage.sandbox.clearReceived());
  afterAll(() => stage?.close());

  const look = (person: string): string =>
    `{ user(${person}) { id: amId email status oathDevices { id: amId } } }`;
  const change =
    (name: string, more = '') =>
    (person: string): string =>
      `mutation { ${name}(input: { target: { user: { ${person} } } ${more} }) { __typename } }`;
  const search = (person: string): string =>
    `{ users(search: ${/"[^"]*"/.exec(person)?.[0]}) { __typename } }`;

  test.each([
    ['user', look],
    ['users', search],
    ['resetOathDevices', change('resetOathDevices')],
    ['resetPushDevices', change('resetPushDevices')],
    ['resetDevices', change('resetDevices', 'kinds: [OATH]')],
    ['removeDevice', change('removeDevice', 'kind: OATH, deviceId: "x"')],
    ['endSessions', change('endSessions')],
    ['renameDevice', change('renameDevice', 'kind: OATH, deviceId: "x", name: "y"')],
  ])('alice gets the same answer for every person by %s', async (field, queryOf) => {
    const answers = new Set<string>();
    for (const person of people) answers.add(await answerTo(queryOf(person), alice));

    expect([...answers]).toEqual([refusalAt(field)]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('helen gets the same answer for every person of another realm', async () => {
    for (const id of ['bella', 'hektor', 'not-there']) {
      const query = `{ user(id: "${id}", realm: "beta") { id: amId } }`;

      expect(await answerTo(query, helen)).toEqual(refusalAt('user'));
    }
  });

  test.each([
    ['alice, by a look', () => alice, people.map(look)],
    ['alice, by a reset', () => alice, people.map(change('resetOathDevices'))],
    [
      'helen, by a look',
      () => helen,
      people.slice(0, 3).map((who) => `{ user(${who}) { id: amId } }`),
    ],
  ])(
    'every person takes the same time for %s',
    async (_label, as, queries) => {
      // What a busy machine adds differs from round to round, what the person adds does not.
      let told = '';
      for (let round = 1; round <= 5 && told !== 'the same'; round += 1)
        told = spread(await quartilesOf(queries, as()));
      expect(told).toBe('the same');
    },
    180_000,
  );

  test('a refusal does not wait for a read of the person', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const effect = { kind: 'hook', run: () => promise } as const;
    stage.sandbox.breakNext({ match: { path: '/users/bob' }, times: Infinity, effect });

    const answer = await answerTo('{ user(id: "bob") { id: amId } }', alice);

    resolve();
    stage.restart();
    expect(answer).toContain('FORBIDDEN');
  });

  /** The whole answer of every refusal. */
  function refusalAt(field: string): string {
    const extensions = { code: 'FORBIDDEN' };
    const error = { message: 'You do not have permission to do this.', path: [field], extensions };
    return JSON.stringify({ errors: [error], data: { [field]: null } });
  }

  /** An answer without the parts that differ for every request. */
  async function answerTo(query: string, as: SessionHeader): Promise<string> {
    const { text } = await stage.gateway.ask(query, as);
    return withoutCost(text)
      .replaceAll(/,"correlationId":"[^"]*"/g, '')
      .replaceAll(/"locations":\[[^\]]*\],/g, '');
  }

  /** The lower quartile of the time of each document, sent alternately: load hardly moves it. */
  async function quartilesOf(queries: readonly string[], as: SessionHeader): Promise<number[]> {
    const times = queries.map((): number[] => []);
    for (let count = 0; count < calls; count += 1) {
      for (const [index, query] of queries.entries()) {
        const started = performance.now();
        await stage.gateway.ask(query, as);
        times[index]?.push(performance.now() - started);
      }
    }
    return times.map((all) => all.toSorted((one, other) => one - other)[calls / 4] ?? NaN);
  }

  function spread(quartiles: readonly number[]): string {
    const [least, most] = [Math.min(...quartiles), Math.max(...quartiles)];
    const isSame = most - least < 5 || most < least * 1.1;
    return isSame ? 'the same' : `from ${least} to ${most} ms`;
  }
});

describe.each(['pingam', 'openam', 'aic'] as const)('security F5 on %s', (flavor) => {
  const stage = useStage(flavor, { env: everyCallerEnv() });

  const missing = flavor === 'aic' ? '00000000-0000-4000-8000-00000000dead' : 'not-there';
  test.each([
    [404, []],
    [500, ['UPSTREAM_ERROR']],
    [503, ['UPSTREAM_UNAVAILABLE']],
    [403, ['FORBIDDEN']],
  ])('a person is missing only if AM says so, and AM says %i', async (status, codes) => {
    const effect = { kind: 'status', status } as const;
    const match = { path: new RegExp(`/users/${missing}`) };
    if (status !== 404) stage.sandbox.breakNext({ match, times: 6, effect });
    const helen = await stage.peer.signIn('helen');

    const seen = await stage.gateway.ask(`{ user(id: "${missing}") { id: amId } }`, helen);
    const done = await stage.gateway.ask(
      `mutation { resetOathDevices(input: { target: { user: { id: "${missing}" } }, force: true }) { outcome errors { __typename } } }`,
      helen,
    );

    const notFound = { outcome: 'NOT_DONE', errors: [{ __typename: 'DeviceOwnerNotFound' }] };
    expect([seen.data, codesOf(seen)]).toEqual([{ user: null }, codes]);
    expect([done.data, codesOf(done)]).toEqual([
      { resetOathDevices: status === 404 ? notFound : null },
      codes,
    ]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});
