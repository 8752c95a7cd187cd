/** No caller gets what was loaded for another, and caches expire (security A16, F7). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { actAs, everyCallerEnv, onStage, useStage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { endSession } from './cast.ts';
import { changeMembers, entryOf } from './members.ts';
import { callsAbout, credentialOf, groupReads, writesTo } from './received.ts';

describe('between callers', () => {
  const requests = 100;
  const atOnce = 20;
  const stage = useStage('pingam', { env: everyCallerEnv() });

  const seeBob = '{ user(id: "bob") { email oathDevices { name } } }';
  const dryRun = (id: string): string =>
    `mutation { resetOathDevices(input: { target: { user: { id: "${id}" } }, dryRun: true }) { outcome } }`;
  const self = '{ gatewayCaller { credential canChangeOwn } me { id: amId oathDevices { name } } }';
  const entities = `{ _entities(representations: [
    { __typename: "User", amId: "bob", realm: "alpha" }
    { __typename: "User", amId: "alice", realm: "alpha" }
  ]) { ... on User { id: amId } } }`;
  const bob = { email: 'bob@example.com', oathDevices: phones("Bob's phone", "Bob's old phone") };
  const me = { id: 'alice', oathDevices: phones("Alice's phone") };
  const [one, two] = [{ id: 'bob' }, { id: 'alice' }];

  test.each<
    readonly [string, ...(readonly [who: string, query: string, data: object, code?: string])[]]
  >([
    [
      'a look and a refusal',
      ['helen', seeBob, { user: bob }],
      ['alice', seeBob, { user: null }, 'FORBIDDEN'],
    ],
    [
      'references to the same people',
      ['alice', entities, { _entities: [null, two] }, 'FORBIDDEN'],
      ['helen', entities, { _entities: [one, two] }],
      ['nobody', entities, { _entities: [null, null] }, 'UNAUTHENTICATED,UNAUTHENTICATED'],
    ],
    [
      'dry runs',
      ['helen', dryRun('oscar'), { resetOathDevices: null }, 'TARGET_PRIVILEGED'],
      ['oscar', dryRun('bob'), { resetOathDevices: { outcome: 'WOULD_REMOVE' } }],
    ],
    [
      'the session and the token of one person',
      ['alice', self, { gatewayCaller: { credential: 'SESSION', canChangeOwn: true }, me }],
      [
        'alice devices:read',
        self,
        { gatewayCaller: { credential: 'BEARER', canChangeOwn: false }, me },
      ],
    ],
  ])('%s do not mix, many at once', async (_label, ...questions) => {
    const headers = await Promise.all(questions.map(([who]) => actAs(stage, who)));
    stage.sandbox.clearReceived();
    const found = questions.map(() => new Set<string>());
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < requests) {
        const turn = next++ % questions.length;
        const answer = await stage.gateway.ask(questions[turn]?.[1] ?? '', headers[turn]);
        found[turn]?.add(JSON.stringify([answer.data, codesOf(answer).join()]));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));

    expect(found.map((answers) => [...answers])).toEqual(
      questions.map(([, , data, code = '']) => [JSON.stringify([data, code])]),
    );
    const ofBob = callsAbout(stage.sandbox, { id: 'bob', realm: 'alpha' });
    const own = headers.flatMap((as) => ofBob.filter((call) => credentialOf(call, as) === 'own'));
    expect(own).toEqual([]);
  });

  test.each([
    ['an empty name is not taken for no name', '', 'BAD_USER_INPUT'],
    ['a change of somebody else is judged apart', 'bob', 'FORBIDDEN'],
  ])('%s, beside an own change', async (_label, id, code) => {
    const answer = await stage.gateway.ask(
      `mutation {
        resetOathDevices(input: { target: { me: true }, dryRun: true }) { outcome }
        resetPushDevices(input: { target: { user: { id: "${id}" } }, dryRun: true }) { outcome } }`,
      await actAs(stage, 'alice'),
    );

    const resetOathDevices = { outcome: 'WOULD_REMOVE' };
    expect(answer.data).toEqual({ resetOathDevices, resetPushDevices: null });
    expect(codesOf(answer)).toEqual([code]);
  });

  function phones(...names: string[]): object[] {
    return names.map((name) => ({ name }));
  }
});

describe('over time', () => {
  const see = '{ user(id: "bob") { oathDevices { id: amId } } }';
  const reset =
    'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';
  const resetOwn = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
  const gone = ['UNAUTHENTICATED'];

  /** The gateway's time offset in milliseconds; each test starts with empty caches. */
  let start = 0;
  let later = 0;

  const stage = useStage('pingam', {
    env: everyCallerEnv(
      withLists({ roles: [{ role: 'help-desk', property: { name: 'desk', value: 'help' } }] }),
    ),
    now: () => Date.now() + start + later,
  });
  beforeEach(() => {
    start += later + 31_000;
    later = 0;
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');
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

  test.each([
    ['helen is no help desk any more', 'helen', 'helpdesk', 'FORBIDDEN'],
    ['bob is privileged', 'helen', 'executives', 'TARGET_PRIVILEGED'],
  ])('a change of a group counts for changes at once: %s', async (...[, name, group, code]) => {
    const header = await signIn(name);
    const before = await codes(see, header);
    await changeMembers(stage.peer, group, (members) =>
      group === 'executives'
        ? [...members, entryOf(stage.peer, 'bob')]
        : members.filter((entry) => !entry.includes(`=${name},`)),
    );
    stage.sandbox.clearReceived();

    const after = await codes(reset, header);

    // A change tells later questions, too.
    expect([before, after, await codes(see, header)]).toEqual([[], [code], [code]]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('where nothing is remembered it takes reading away at once', async () => {
    const env = everyCallerEnv({ SESSION_CACHE_SECONDS: '0' });
    await onStage('pingam', { env }, async ({ peer, gateway }) => {
      const header = await peer.signIn('helen');
      await gateway.ask(see, header);
      await changeMembers(peer, 'helpdesk', () => []);

      expect(codesOf(await gateway.ask(see, header))).toEqual(['FORBIDDEN']);
    });
  });

  test('groups are asked for once for many questions of one half minute', async () => {
    const header = await signIn('helen');
    await codes(see, header);
    stage.sandbox.clearReceived();

    await codesAt([0, 0, 29_000], see, header);
    expect(groupReads(stage.sandbox)).toEqual([]);
    await codesAt([30_001], see, header);

    // A group of a realm below may list the person, too, so beta's protect people of alpha.
    const names = groupReads(stage.sandbox).map(
      ({ path }) => /(\w+\/groups\/[^?]+)/.exec(path)?.[1] ?? '',
    );
    expect(names.toSorted()).toEqual([
      'alpha/groups/admins',
      'alpha/groups/executives',
      'alpha/groups/helpdesk',
      'beta/groups/admins',
      'beta/groups/executives',
    ]);
  });

  test.each([
    ['alice', '{ me { id: amId } }', resetOwn],
    ['helen', see, reset],
    ['amadmin', see, reset],
    ['carol', see, reset], // staff by a property, whose session AM never receives
  ])('an ended session of %s changes nothing more', async (name, look, change) => {
    const header = await signIn(name);
    const before = await codes(look, header);
    await endSession(stage.peer, header);
    stage.sandbox.clearReceived();

    expect([before, await codes(change, header)]).toEqual([[], gone]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test.each([
    ['helen, whose own entry is read as herself, reads nothing more', 'helen', gone],
    ['carol, staff by a property, reads for the cache life and not longer', 'carol', []],
  ])('with an ended session %s', async (_label, name, meanwhile) => {
    const header = await signIn(name);
    await codes(see, header);
    await endSession(stage.peer, header);

    const told = await codesAt([0, 29_000, 30_001], see, header);
    expect(told).toEqual([meanwhile, meanwhile, gone]);
  });
});
