/** No caller gets what was loaded for another, and caches expire (security A16, F7). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { entitiesQuery } from '../federation/references.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, onStage, openStage, useStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { endSession } from './cast.ts';
import { changeMembers, entryOf } from './members.ts';
import { callsAbout, credentialOf, groupReads, writesTo } from './received.ts';

describe('between callers', () => {
  const requests = 400;
  const atOnce = 20;

  let stage: Stage;
  let alice: SessionHeader;
  let helen: SessionHeader;
  let oscar: SessionHeader;

  beforeAll(async () => {
    stage = await openStage('pingam', { env: everyCallerEnv() });
    const { signIn } = stage.peer;
    [alice, helen, oscar] = [await signIn('alice'), await signIn('helen'), await signIn('oscar')];
  });
  beforeEach(() => stage.sandbox.clearReceived());
  afterAll(() => stage?.close());

  test('helen sees bob and alice never does', async () => {
    const query = '{ user(id: "bob") { email oathDevices { name } } }';

    const answers = await interleave({ query, as: helen }, { query, as: alice });

    const oathDevices = [{ name: "Bob's phone" }, { name: "Bob's old phone" }];
    expect(answers).toEqual([
      [seen({ user: { email: 'bob@example.com', oathDevices } })],
      [seen({ user: null }, 'FORBIDDEN')],
    ]);
    expect(credentialsAbout('bob', helen, alice)).toEqual(['service']);
  });

  test('references to the same people are answered to each of three callers apart', async () => {
    const query = entitiesQuery('id: amId oathDevices { name }');
    const variables = {
      of: ['bob', 'alice', 'helen'].map((amId) => ({
        __typename: 'User',
        amId,
        realm: 'alpha',
      })),
    };

    const answers = await interleave(...[alice, helen, {}].map((as) => ({ query, as, variables })));

    const person = (id: string, ...names: string[]): object => ({
      id,
      oathDevices: names.map((name) => ({ name })),
    });
    const own = person('alice', "Alice's phone");
    const bob = person('bob', "Bob's phone", "Bob's old phone");
    expect(answers).toEqual([
      [seen({ _entities: [null, own, null] }, 'FORBIDDEN', 'FORBIDDEN')],
      [seen({ _entities: [bob, own, person('helen')] })],
      [
        seen(
          { _entities: [null, null, null] },
          ...Array.from({ length: 3 }, () => 'UNAUTHENTICATED'),
        ),
      ],
    ]);
    expect(credentialsAbout('bob', helen, alice)).toEqual(['service']);
  });

  test('a dry run of one is not the permission of the other', async () => {
    const query = (id: string): string =>
      `mutation { resetOathDevices(input: { target: { user: { id: "${id}" } }, dryRun: true }) { outcome } }`;

    const answers = await interleave(
      { query: query('oscar'), as: helen },
      { query: query('bob'), as: oscar },
    );

    expect(answers).toEqual([
      [seen({ resetOathDevices: null }, 'TARGET_PRIVILEGED')],
      [seen({ resetOathDevices: { outcome: 'WOULD_REMOVE' } })],
    ]);
  });

  test('the session and the token of one person go their own ways to AM', async () => {
    const token = bearer(stage.sandbox, 'alice', { scopes: ['devices:read'] });
    const query = '{ caller { credential canChangeOwn } me { id: amId oathDevices { name } } }';

    const answers = await interleave({ query, as: alice }, { query, as: token });

    const me = { id: 'alice', oathDevices: [{ name: "Alice's phone" }] };
    expect(answers).toEqual([
      [seen({ caller: { credential: 'SESSION', canChangeOwn: true }, me })],
      [seen({ caller: { credential: 'BEARER', canChangeOwn: false }, me })],
    ]);
    const lists = callsAbout(stage.sandbox, { id: 'alice', realm: 'alpha' }).filter(({ path }) =>
      path.includes('/devices/'),
    );
    // What one caller reads at one time is one read; the two callers never share.
    expect(new Set(lists.map((call) => credentialOf(call, alice)))).toEqual(
      new Set(['own', 'service']),
    );
    expect(lists.length).toBeLessThanOrEqual(requests);
    expect(lists.filter((call) => credentialOf(call, token) === 'own')).toEqual([]);
  });

  describe('within one request', () => {
    test('helen is read as herself and bob with the credential of the gateway', async () => {
      const query =
        '{ me { id: amId oathDevices { id: amId } } user(id: "bob") { id: amId oathDevices { id: amId } } }';

      const answer = await stage.gateway.ask(query, helen);

      expect(answer.errors).toEqual([]);
      expect(credentialsAbout('helen', helen)).toEqual(['own']);
      expect(credentialsAbout('bob', helen)).toEqual(['service']);
    });

    test.each([
      ['an empty name is not taken for no name', '', 'BAD_USER_INPUT'],
      ['a change of somebody else is judged apart', 'bob', 'FORBIDDEN'],
    ])('%s, beside an own change', async (_label, userId, code) => {
      const answer = await stage.gateway.ask(
        `mutation {
        resetOathDevices(input: { target: { me: true }, dryRun: true }) { outcome }
        resetPushDevices(input: { target: { user: { id: "${userId}" } }, dryRun: true }) { outcome }
      }`,
        alice,
      );

      expect(answer.data).toEqual({
        resetOathDevices: { outcome: 'WOULD_REMOVE' },
        resetPushDevices: null,
      });
      expect(codesOf(answer)).toEqual([code]);
    });
  });

  interface Question {
    readonly query: string;
    readonly as: SessionHeader;
    readonly variables?: object;
  }

  /** Asks by turns, many at once, and gathers the different answers of each. */
  async function interleave(...questions: readonly Question[]): Promise<string[][]> {
    const found = questions.map(() => new Set<string>());
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < requests) {
        const turn = next++ % questions.length;
        const { query = '', as, variables } = questions[turn] ?? {};
        const answer = await stage.gateway.ask(query, as, variables);
        found[turn]?.add(seen(answer.data, ...codesOf(answer)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return found.map((answers) => [...answers]);
  }

  function seen(data: unknown, ...codes: string[]): string {
    return JSON.stringify({ data, codes });
  }

  /** The credentials with which AM was asked about a person, each once. */
  function credentialsAbout(id: string, ...headers: readonly SessionHeader[]): string[] {
    const isOwn = (call: Parameters<typeof credentialOf>[0]): boolean =>
      headers.some((header) => credentialOf(call, header) === 'own');
    const calls = callsAbout(stage.sandbox, { id, realm: 'alpha' });
    return [...new Set(calls.map((call) => (isOwn(call) ? 'own' : 'service')))];
  }
});

describe('over time', () => {
  const see = '{ user(id: "bob") { oathDevices { id: amId } } }';
  const reset =
    'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';
  const resetOwn = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';

  /** The gateway's time offset in milliseconds; each test starts with empty caches. */
  let start = 0;
  let later = 0;

  const stage = useStage('pingam', {
    env: everyCallerEnv({ HELP_DESK_PROPERTY: 'desk=help' }),
    now: () => Date.now() + start + later,
  });
  beforeEach(() => {
    start += later + 31_000;
    later = 0;
  });

  const signIn = (name: string): Promise<SessionHeader> => stage.peer.signIn(name);
  const codes = async (query: string, as: SessionHeader): Promise<string[]> =>
    codesOf(await stage.gateway.ask(query, as));
  /** The answers to one document at several times. */
  async function codesAt(times: readonly number[], query: string, as: SessionHeader) {
    const told: string[][] = [];
    for (const time of times) {
      later = time;
      told.push(await codes(query, as));
    }
    return told;
  }
  const without =
    (name: string) =>
    (members: readonly string[]): string[] =>
      members.filter((entry) => !entry.includes(`=${name},`));

  describe('a change of a group', () => {
    test.each([
      ['helen is no help desk any more', 'helen', 'helpdesk', without('helen'), 'FORBIDDEN'],
      ['oscar is no administrator any more', 'oscar', 'admins', without('oscar'), 'FORBIDDEN'],
      [
        'bob is privileged',
        'helen',
        'executives',
        (all: readonly string[]) => [...all, entryOf(stage.peer, 'bob')],
        'TARGET_PRIVILEGED',
      ],
    ])(
      'counts for changes from the same moment on: %s',
      async (...[, name, group, change, code]) => {
        const header = await signIn(name);
        const before = await codes(see, header);
        await changeMembers(stage.peer, group, change);
        stage.sandbox.clearReceived();

        const after = await codes(reset, header);
        const afterwards = await codes(see, header);

        // A change tells later questions, too.
        expect([before, after, afterwards]).toEqual([[], [code], [code]]);
        expect(writesTo(stage.sandbox)).toEqual([]);
      },
    );

    test('lets read for the cache life and not a moment longer', async () => {
      const header = await signIn('helen');
      await codes(see, header);
      await changeMembers(stage.peer, 'helpdesk', () => []);

      expect(await codesAt([0, 29_000, 30_001], see, header)).toEqual([[], [], ['FORBIDDEN']]);
    });

    test('takes reading away at once where nothing is remembered', async () => {
      const env = everyCallerEnv({ SESSION_CACHE_SECONDS: '0' });
      await onStage('pingam', { env }, async ({ peer, gateway }) => {
        const header = await peer.signIn('helen');
        await gateway.ask(see, header);
        await changeMembers(peer, 'helpdesk', () => []);

        expect(codesOf(await gateway.ask(see, header))).toEqual(['FORBIDDEN']);
      });
    });

    test('is asked for once for many questions of one half minute', async () => {
      const header = await signIn('helen');
      await codes(see, header);
      stage.sandbox.clearReceived();

      await codesAt([0, 0, 29_000], see, header);
      const remembered = groupReads(stage.sandbox).length;
      await codesAt([30_001], see, header);

      expect(remembered).toBe(0);
      const names = groupReads(stage.sandbox).map(
        ({ path }) => /\/groups\/([^?]+)/.exec(path)?.[1],
      );
      expect(new Set(names)).toEqual(new Set(['admins', 'executives', 'helpdesk']));
      expect(names).toHaveLength(3);
    });
  });

  describe('a session that has ended', () => {
    test.each([
      ['alice', '{ me { id: amId } }', resetOwn],
      ['helen', see, reset],
      ['amadmin', see, reset],
      ['carol', see, reset], // staff by a property, whose session AM never receives
    ])('of %s changes nothing more', async (name, look, change) => {
      stage.sandbox.setSessionProperty('carol', 'desk', 'help');
      const header = await signIn(name);
      const before = await codes(look, header);
      await endSession(stage.peer, header);
      stage.sandbox.clearReceived();

      expect([before, await codes(change, header)]).toEqual([[], ['UNAUTHENTICATED']]);
      expect(writesTo(stage.sandbox)).toEqual([]);
    });

    test.each([
      [
        'helen, whose own entry is read as herself, reads nothing more',
        'helen',
        ['UNAUTHENTICATED'],
      ],
      ['carol, staff by a property, reads for the cache life and not longer', 'carol', []],
    ])('of %s', async (_label, name, meanwhile) => {
      stage.sandbox.setSessionProperty('carol', 'desk', 'help');
      const header = await signIn(name);
      await codes(see, header);
      await endSession(stage.peer, header);

      const told = await codesAt([0, 29_000, 30_001], see, header);

      expect(told).toEqual([meanwhile, meanwhile, ['UNAUTHENTICATED']]);
    });
  });

  test('an access token serves until a minute after its end and not longer', async () => {
    const lifetimeSeconds = start / 1000 + 600;
    const header = bearer(stage.sandbox, 'alice', { lifetimeSeconds });

    expect(await codesAt([0, 655_000, 665_000], '{ me { id: amId } }', header)).toEqual([
      [],
      [],
      ['UNAUTHENTICATED'],
    ]);
  });
});
