/** Security F4 and F5: who has no right learns nothing about who exists, by word, shape or time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, withoutCost } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage } from './cast.ts';
import type { Stage } from './cast.ts';
import { writesTo } from './received.ts';

const calls = 200;

/** People about whom somebody without a right must learn nothing. */
const people = [
  ['somebody', 'id: "bob"'],
  ['nobody', 'id: "not-there"'],
  ['somebody inactive', 'id: "dave"'],
  ['somebody privileged', 'id: "vera"'],
  ['somebody of another realm', 'id: "bella", realm: "beta"'],
  ['nobody of another realm', 'id: "not-there", realm: "beta"'],
] as const;

let stage: Stage;
let alice: SessionHeader;
let helen: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
  alice = await stage.peer.signIn('alice');
  helen = await stage.peer.signIn('helen');
});
afterAll(() => stage?.close());

const mutations = [
  ['resetOathDevices', ''],
  ['resetPushDevices', ''],
  ['resetDevices', 'kinds: [OATH]'],
  ['removeDevice', 'kind: OATH, deviceId: "x"'],
  ['renameDevice', 'kind: OATH, deviceId: "x", name: "y"'],
] as const;

describe('security F4: alice is told the same', () => {
  test.each(people)('of %s by a look', async (_label, person) => {
    const query = `{ user(${person}) { id email status oathDevices { id } } }`;

    expect(await told(query, alice)).toEqual(refusalAt('user'));
  });

  test.each(mutations)('of everybody by %s', async (name, more) => {
    const answers = new Set<string>();
    for (const [, person] of people) {
      const input = [person.replace('id:', 'userId:'), more].filter((part) => part !== '');
      const query = `mutation { ${name}(input: { ${input.join(', ')} }) { __typename } }`;
      answers.add(await told(query, alice));
    }

    expect([...answers]).toEqual([refusalAt(name)]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test.each(['bob', 'nobody-at-all', 'vera', 'bella'])('by a search for %s', async (text) => {
    expect(await told(`{ users(search: "${text}") { __typename } }`, alice)).toEqual(
      refusalAt('users'),
    );
  });

  test('in the same time', async () => {
    const medians = await mediansOf(
      people.map(([, person]) => `{ user(${person}) { id oathDevices { id } } }`),
      alice,
    );

    expect(spread(medians)).toBe('the same');
  }, 60_000);

  test('in the same time by a reset', async () => {
    const medians = await mediansOf(
      people.map(
        ([, person]) =>
          `mutation { resetOathDevices(input: { ${person.replace('id:', 'userId:')} }) { outcome } }`,
      ),
      alice,
    );

    expect(spread(medians)).toBe('the same');
  }, 60_000);

  test('whatever AM would say of the person', async () => {
    stage.sandbox.breakNext({
      match: { path: /\/users\/(bob|not-there)/ },
      times: Infinity,
      effect: { kind: 'latency', ms: 300 },
    });

    const started = performance.now();
    const answer = await told('{ user(id: "bob") { id } }', alice);
    const took = performance.now() - started;

    stage.sandbox.reset();
    alice = await stage.peer.signIn('alice');
    helen = await stage.peer.signIn('helen');
    expect(answer).toContain('FORBIDDEN');
    expect(took).toBeLessThan(250);
  });
});

describe('security F4: helen', () => {
  test.each(['id: "bella"', 'id: "hektor"', 'id: "not-there"'])(
    'is told the same of another realm: %s',
    async (person) => {
      expect(await told(`{ user(${person}, realm: "beta") { id } }`, helen)).toEqual(
        refusalAt('user'),
      );
    },
  );

  test('takes the same time for who is there, who is inactive and who is not', async () => {
    const medians = await mediansOf(
      ['bob', 'dave', 'not-there'].map((id) => `{ user(id: "${id}") { id } }`),
      helen,
    );

    expect(spread(medians)).toBe('the same');
  }, 60_000);

  test('is shown inactive people as they are', async () => {
    const answer = await stage.gateway.ask('{ user(id: "dave") { id status } }', helen);

    expect(answer.data).toEqual({ user: { id: 'dave', status: 'INACTIVE' } });
  });
});

describe.each(['pingam', 'openam', 'aic'] as const)('security F5 on %s', (flavor) => {
  let own: Stage;
  let desk: SessionHeader;

  beforeAll(async () => {
    own = await openStage(flavor);
  });
  beforeEach(async () => {
    own.sandbox.reset();
    desk = await own.peer.signIn('helen');
  });
  afterAll(() => own?.close());

  const missing = flavor === 'aic' ? '00000000-0000-4000-8000-00000000dead' : 'not-there';
  const look = (id: string): string => `{ user(id: "${id}") { id oathDevices { id } } }`;
  const reset = (id: string): string =>
    `mutation { resetOathDevices(input: { userId: "${id}", force: true }) { outcome errors { __typename } } }`;

  test('nobody is nobody once AM has said so', async () => {
    const seen = await own.gateway.ask(look(missing), desk);
    const done = await own.gateway.ask(reset(missing), desk);

    expect([seen.data, seen.errors]).toEqual([{ user: null }, []]);
    expect(done.data).toEqual({
      resetOathDevices: { outcome: null, errors: [{ __typename: 'UserNotFound' }] },
    });
    expect(writesTo(own.sandbox)).toEqual([]);
  });

  test.each([
    [500, 'UPSTREAM_ERROR'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [403, 'FORBIDDEN'],
  ])('%i is not taken for nobody', async (status, code) => {
    own.sandbox.breakNext({
      match: { path: new RegExp(`/users/${missing}`) },
      times: 6,
      effect: { kind: 'status', status },
    });

    const seen = await own.gateway.ask(look(missing), desk);
    const done = await own.gateway.ask(reset(missing), desk);

    expect([seen.data, done.data]).toEqual([{ user: null }, { resetOathDevices: null }]);
    expect([codesOf(seen), codesOf(done)]).toEqual([[code], [code]]);
    expect(writesTo(own.sandbox)).toEqual([]);
  });
});

/** The whole answer of a refusal, the only one there is. */
function refusalAt(field: string): string {
  return JSON.stringify({
    errors: [{ message: 'You may not do this.', path: [field], extensions: { code: 'FORBIDDEN' } }],
    data: { [field]: null },
  });
}

/** An answer without what differs for every request. */
async function told(query: string, as: SessionHeader): Promise<string> {
  const { text } = await stage.gateway.ask(query, as);
  return withoutCost(text)
    .replaceAll(/,"correlationId":"[^"]*"/g, '')
    .replaceAll(/"locations":\[[^\]]*\],/g, '');
}

/** The median of the time that each document takes, asked by turns. */
async function mediansOf(queries: readonly string[], as: SessionHeader): Promise<number[]> {
  const times = queries.map((): number[] => []);
  for (let count = 0; count < calls; count += 1) {
    for (const [index, query] of queries.entries()) {
      const started = performance.now();
      await stage.gateway.ask(query, as);
      times[index]?.push(performance.now() - started);
    }
  }
  return times.map((all) => all.toSorted((one, other) => one - other)[calls / 2] ?? 0);
}

function spread(medians: readonly number[]): string {
  const [least, most] = [Math.min(...medians), Math.max(...medians)];
  const isSame = most - least < 5 || most < least * 1.1;
  return isSame ? 'the same' : `from ${least} to ${most} ms`;
}
