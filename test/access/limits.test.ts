/**
 * Changes and searches are limited by AM's own names of caller and person: no alias avoids a limit
 * (security F3, F6).
 */
import { describe, expect, test } from '@jest/globals';
import { callsAboutPeople } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import type { Who } from '../support/ledger-stage.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { writesTo } from './received.ts';
import { RecordStage } from './record-stage.ts';

const limited = 'RATE_LIMITED';
const unlimited = withLists({ limits: { staffChanges: [], personChanges: [] } });
const helpDesk = 'helen devices:help-desk';

/** helen by a token of another client. */
const byOtherClient = ({ stage }: RecordStage): Who =>
  bearer(stage.sandbox, 'helen', {
    scopes: ['devices:help-desk'],
    client: 'gateway',
    audience: 'portal',
  });

describe('the limit of changes', () => {
  // OpenAM keeps the name that was typed at sign-in.
  const actors = new RecordStage({
    flavor: 'openam',
    env: {
      ...unlimited,
      ...withLists({
        limits: {
          staffChanges: [{ most: 3, within: '10m' }],
          ownChanges: [{ most: 3, within: '1h' }],
        },
      }),
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  const people = new RecordStage({
    flavor: 'openam',
    env: {
      ...unlimited,
      ...withLists({ limits: { personChanges: [{ most: 3, within: '24h' }] } }),
    },
  });

  /** Resets a person's push devices, even without any; returns the code of the refusal. */
  async function reset(on: RecordStage, as: Who, target: string): Promise<string> {
    // Not within five seconds of the last, which would be a double click.
    on.now += 10_000;
    const input = `{ target: ${target}, force: true }`;
    return codesOf(
      await on.ask(`mutation { resetPushDevices(input: ${input}) { outcome } }`, as),
    ).join();
  }
  const of = (id: string): string => `{ user: { id: "${id}" } }`;

  test('of staff: another spelling, session, token, client or address is the same actor', async () => {
    const address = { 'x-forwarded-for': '203.0.113.7' };
    const ways: Who[] = [
      await actors.signIn('helen'),
      await actors.signIn('HELEN', 'alpha'),
      helpDesk,
      byOtherClient(actors),
      { ...(await actors.signIn('helen')), ...address },
    ];
    const names = ['bob', 'alice', 'carol', 'dave', 'bob'];
    const codes: string[] = [];
    for (const [at, as] of ways.entries()) codes.push(await reset(actors, as, of(names[at] ?? '')));

    expect(codes).toEqual(['', '', '', limited, limited]);
    const paths = writesTo(actors.stage.sandbox).map(({ path }) => path);
    expect(paths.filter((path) => path.includes('/dave/'))).toEqual([]);
    expect(await reset(actors, 'hugo', of('dave'))).toBe('');
    actors.now += 600_000;
    expect(await reset(actors, byOtherClient(actors), of('dave'))).toBe('');
  });

  test('of people for themselves: by name or without, by session or token', async () => {
    const codes = [
      await reset(actors, 'bob', '{ me: true }'),
      await reset(actors, await actors.signIn('BOB', 'alpha'), of('bob')),
      await reset(actors, 'bob devices:reset', '{ me: true }'),
      await reset(actors, 'bob', of(idOfPerson('bob'))),
    ];

    expect(codes).toEqual(['', '', '', limited]);
  });

  test('of a person: another spelling, name, actor or kind of call is the same person', async () => {
    const several = `mutation { resetDevices(input: { target: ${of('bob')}, force: true, kinds: [OATH, PUSH] }) { results { outcome } } }`;
    const codes = [
      await reset(people, 'helen', of('bob')),
      await reset(people, 'hugo', of('BOB')),
      await reset(people, 'oscar', '{ user: { id: "Bob", realm: "alpha" } }'),
      await reset(people, 'alice devices:admin', of(idOfPerson('bob'))),
      codesOf(await people.ask(several, 'helen')).join(),
    ];

    expect(codes).toEqual(['', '', '', limited, limited]);
  });
});

describe('the limit of searches', () => {
  const records = new RecordStage({
    env: withLists({ limits: { searches: [{ most: 3, within: '1m' }] } }),
  });
  const search = async (as: Who, text = 'bob'): Promise<string> =>
    codesOf(await records.ask(`{ users(search: "${text}") { edges { node { id } } } }`, as)).join();

  test('refuses the fourth before AM is asked, and says when to come again', async () => {
    const helen = await records.signIn('helen');
    for (const _ of [1, 2, 3]) expect(await search(helen)).toBe('');
    records.stage.sandbox.clearReceived();

    const answer = await records.ask('{ users(search: "bob") { edges { cursor } } }', helen);

    const extensions = { code: limited, retryAfterSeconds: 60 };
    expect(answer.errors).toMatchObject([{ extensions }]);
    expect(callsAboutPeople(records.stage.sandbox).join()).not.toContain('_queryFilter');
    records.now += 60_000;
    expect(await search(helen)).toBe('');
  });

  test('counts another spelling, session, token or client as the same caller', async () => {
    const spelled = await records.signIn('HELEN', 'alpha');
    const codes: string[] = [];
    for (const as of ['helen', spelled, helpDesk, byOtherClient(records), 'hugo'])
      codes.push(await search(as));

    expect(codes).toEqual(['', '', '', limited, '']);
  });

  test('counts a name in another order, without accents or as a number as one search', async () => {
    for (const text of ['Bob Example', 'Example, Bob', '020 7946'])
      expect(await search('helen', text)).toBe('');
    expect(await search('helen', 'Exámple')).toBe(limited);

    const paths = records.stage.sandbox.received().map(({ path }) => path);
    expect(paths.filter((path) => path.includes('_queryFilter=uid'))).toHaveLength(3);
  });

  test('counts every alias, and nothing that is refused for its text', async () => {
    for (const _ of [1, 2, 3, 4]) expect(await search('helen', 'b')).toBe('BAD_USER_INPUT');
    const aliases = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `${name}: users(search: "bob") { edges { cursor } }`,
    );

    const answer = await records.ask(`{ ${aliases.join(' ')} }`, 'helen');

    expect(codesOf(answer)).toEqual([limited, limited]);
  });
});
