/**
 * Queries of a portal through a real router. The gateway's policy applies as for direct requests.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { endSession } from '../access/cast.ts';
import { callsAbout, credentialOf, writesTo } from '../access/received.ts';
import { callsBeyondSession, personReads } from '../federation/references.ts';
import { fieldAt } from '../support/json.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import { type Federated, openFederated } from './federated.ts';

let federated: Federated;
let alice: SessionHeader;
let helen: SessionHeader;

beforeAll(async () => {
  federated = await openFederated();
}, 60_000);
beforeEach(async () => {
  const { sandbox, peer } = federated.stage;
  sandbox.reset();
  alice = await peer.signIn('alice');
  helen = await peer.signIn('helen');
  // The reset has ended the gateway's own session; this request makes the gateway notice.
  await federated.stage.gateway.ask('{ user(id: "bob") { id } }', helen);
  sandbox.clearReceived();
});
afterAll(() => federated?.close());

const staff = '{ employees { costCentre user { displayName oathDevices { name } } } }';

const alicesPhone = { displayName: 'Alice Example', oathDevices: [{ name: "Alice's phone" }] };
const hidden = { displayName: null, oathDevices: null };

/** Returns the users of the portal's employees: alice, bob, vera, helen. */
function people(data: unknown): unknown[] {
  const employees = fieldAt(data, 'employees');
  return Array.isArray(employees) ? employees.map((one) => fieldAt(one, 'user')) : [];
}

/** Returns the requests that the gateway has logged after a number of lines. */
function requestsSince(lines: number): readonly unknown[] {
  const log = federated.stage.gateway.log.slice(lines).map((line): unknown => JSON.parse(line));
  return log.filter((line) => fieldAt(line, 'event') === 'request');
}

describe('alice', () => {
  test('sees only herself through the portal’s query', async () => {
    const answer = await federated.ask(staff, alice);

    expect(people(answer.data)).toEqual([alicesPhone, hidden, hidden, hidden]);
    expect(new Set(codesOf(answer))).toEqual(new Set(['FORBIDDEN']));
    expect(new Set(answer.errors.map(({ path }) => path?.[1]))).toEqual(new Set([1, 2, 3]));
    expect(new Set(personReads(federated.stage.sandbox))).toEqual(new Set(['alice']));
  });

  test('finds the portal’s data on her own user', async () => {
    const answer = await federated.ask(
      '{ me { displayName employee { costCentre user { email } } } }',
      alice,
    );

    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      me: {
        displayName: 'Alice Example',
        employee: { costCentre: 'Sales', user: { email: 'alice@example.com' } },
      },
    });
  });

  test('is identified by her own session, and AM receives no other credential', async () => {
    const { sandbox } = federated.stage;

    await federated.ask(staff, alice);

    const about = callsAbout(sandbox, { id: 'alice', realm: 'alpha' });
    expect(about.length).toBeGreaterThan(0);
    expect(new Set(about.map((call) => credentialOf(call, alice)))).toEqual(new Set(['own']));
  });

  test('can use her access token, too', async () => {
    const token = bearer(federated.stage.sandbox, 'alice', { scopes: ['devices:read'] });

    const answer = await federated.ask(staff, token);

    expect(people(answer.data)).toEqual([alicesPhone, hidden, hidden, hidden]);
  });

  test('resets her devices by a mutation', async () => {
    const { sandbox, peer } = federated.stage;

    const answer = await federated.ask(
      'mutation { resetOathDevices(input: { target: { me: true } }) { outcome isVerified user { oathDevices { id } employee { costCentre } } errors { code } } }',
      alice,
    );

    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      resetOathDevices: {
        outcome: 'DONE',
        isVerified: true,
        user: { oathDevices: [], employee: { costCentre: 'Sales' } },
        errors: [],
      },
    });
    expect(writesTo(sandbox)).toHaveLength(1);
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test.each(['{}', '{ user: null }', '{ me: true, user: { id: "alice" } }', '{ me: false }'])(
    'cannot change another user with the target %s',
    async (target) => {
      const answer = await federated.ask(
        `mutation { resetOathDevices(input: { target: ${target} }) { outcome } }`,
        alice,
      );

      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(writesTo(federated.stage.sandbox)).toEqual([]);
    },
  );

  test('cannot change bob’s devices', async () => {
    const answer = await federated.ask(
      'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }',
      alice,
    );

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(writesTo(federated.stage.sandbox)).toEqual([]);
  });
});

describe('helen of the help desk', () => {
  test('sees all users, but no devices of privileged users', async () => {
    const answer = await federated.ask(staff, helen);

    expect(people(answer.data)).toEqual([
      alicesPhone,
      {
        displayName: 'Bob Example',
        oathDevices: [{ name: "Bob's phone" }, { name: "Bob's old phone" }],
      },
      { displayName: 'Vera Example', oathDevices: null },
      { displayName: 'Helen Example', oathDevices: [] },
    ]);
    expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
    // The gateway reports the index (`_entities.2`, test/federation); this router reports the first
    // of the list.
    expect(answer.errors[0]?.path?.join('.')).toMatch(/^employees\.[02]\.user\.oathDevices$/);
  });

  test('resets for bob by a mutation', async () => {
    const answer = await federated.ask(
      'mutation { resetPushDevices(input: { target: { user: { id: "bob" } }, reason: "lost" }) { outcome user { employee { costCentre } } } }',
      helen,
    );

    const user = { employee: { costCentre: 'Research' } };
    expect(answer.data).toEqual({ resetPushDevices: { outcome: 'DONE', user } });
    expect(await federated.stage.peer.deviceIds('bob', 'PUSH')).toEqual([]);
  });
});

describe('a caller gets nothing', () => {
  const nothing = [hidden, hidden, hidden, hidden];

  test('without a session', async () => {
    const answer = await federated.ask(staff);

    expect(people(answer.data)).toEqual(nothing);
    expect(new Set(codesOf(answer))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(federated.stage.sandbox.received()).toEqual([]);
  });

  test.each(['mallory', 'a forged session', 'an ended session'])('as %s', async (name) => {
    const { peer, sandbox } = federated.stage;
    const header =
      name === 'a forged session'
        ? { [peer.cookieName]: 'AQIC5wM2LY4Sfcw-not-a-session' }
        : await peer.signIn(name === 'mallory' ? name : 'helen');
    if (name === 'an ended session') await endSession(peer, header);
    sandbox.clearReceived();

    const answer = await federated.ask(staff, header);
    const change = await federated.ask(
      'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }',
      header,
    );

    expect(people(answer.data)).toEqual(nothing);
    expect(codesOf(answer).filter((code) => !/^(UNAUTHENTICATED|FORBIDDEN)$/.test(code))).toEqual(
      [],
    );
    expect(change.data).toEqual({ resetOathDevices: null });
    expect(writesTo(sandbox)).toEqual([]);
    expect(callsAbout(sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });

  test('with a cookie, which the router does not forward', async () => {
    const cookie = Object.entries(helen).map(([name, value]) => `${name}=${value}`);

    const answer = await federated.ask(staff, { cookie: cookie.join('; ') });

    expect(people(answer.data)).toEqual(nothing);
    expect(new Set(codesOf(answer))).toEqual(new Set(['UNAUTHENTICATED']));
  });
});

describe('the router', () => {
  test('forwards sessions and tokens to the gateway, not to the portal', async () => {
    const { portal, stage } = federated;
    const token = bearer(stage.sandbox, 'alice', { scopes: ['devices:read'] });
    const before = portal.received.length;

    await federated.ask(staff, helen);
    await federated.ask(staff, { ...token, cookie: `a=${Object.values(alice).join()}` });

    const sent = JSON.stringify(portal.received.slice(before));
    const secrets = [helen, alice, token].flatMap((header) => Object.values(header));
    expect(portal.received.length).toBe(before + 2);
    expect(secrets.filter((secret) => sent.includes(secret.replace('Bearer ', '')))).toEqual([]);
  });

  test('requests the users of a list at once', async () => {
    const lines = federated.stage.gateway.log.length;

    await federated.ask(staff, helen);

    const reads = personReads(federated.stage.sandbox).toSorted();
    expect(requestsSince(lines)).toHaveLength(1);
    expect(reads.filter((id, index) => reads.indexOf(id) === index)).toEqual([
      'alice',
      'bob',
      'helen',
      'vera',
    ]);
    expect(reads.filter((id) => id !== 'helen')).toHaveLength(3);
  });

  test('does not call the gateway for the portal’s own data', async () => {
    const lines = federated.stage.gateway.log.length;

    const answer = await federated.ask('{ employees { costCentre user { amId realm } } }');

    expect(answer.errors).toEqual([]);
    expect(requestsSince(lines)).toEqual([]);
    expect(callsBeyondSession(federated.stage.sandbox)).toEqual([]);
  });

  test('forwards an error with its code and correlation id', async () => {
    const lines = federated.stage.gateway.log.length;

    const answer = await federated.ask('{ user(id: "bob") { email } }', alice);

    const [error] = answer.errors;
    expect(answer.data).toEqual({ user: null });
    expect(error).toMatchObject({
      message: 'You do not have permission to do this.',
      path: ['user'],
    });
    expect(error?.extensions.code).toBe('FORBIDDEN');
    const ids = requestsSince(lines).map((line) => fieldAt(line, 'correlationId'));
    expect(ids).toEqual([error?.extensions['correlationId']]);
  });

  test('offers only the two schemas, without references', async () => {
    const answers = [
      await federated.ask('{ _entities(representations: []) { __typename } }', helen),
      await federated.ask('{ _service { sdl } }', helen),
    ];

    expect(answers.map(({ data }) => data)).toEqual([null, null]);
    expect(answers.every(({ errors }) => errors.length > 0)).toBe(true);
    expect(federated.stage.sandbox.received()).toEqual([]);
  });

  test('security A16: isolates callers whose requests interleave', async () => {
    const found = { alice: new Set<string>(), helen: new Set<string>(), nobody: new Set<string>() };
    const callers = { alice, helen, nobody: {} };
    const names = ['alice', 'helen', 'nobody'] as const;
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < 150) {
        const name = names[next++ % names.length] ?? 'nobody';
        const answer = await federated.ask(staff, callers[name]);
        found[name].add(
          JSON.stringify(people(answer.data).map((one) => fieldAt(one, 'displayName'))),
        );
      }
    };

    await Promise.all(Array.from({ length: 15 }, work));

    expect(found).toEqual({
      alice: new Set(['["Alice Example",null,null,null]']),
      helen: new Set(['["Alice Example","Bob Example","Vera Example","Helen Example"]']),
      nobody: new Set(['[null,null,null,null]']),
    });
  });
});
