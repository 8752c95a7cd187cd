/** Security A16: a thousand interleaved requests of two callers with different rights; nothing crosses. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, openStage } from './cast.ts';
import type { Stage } from './cast.ts';
import { callsAbout, credentialOf } from './received.ts';

const requests = 1000;
const atOnce = 40;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const bobsPhones = [{ name: "Bob's phone" }, { name: "Bob's old phone" }];

test('helen sees bob and alice never does', async () => {
  const helen = await stage.peer.signIn('helen');
  const alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();

  const answers = await interleave(
    { query: '{ user(id: "bob") { email oathDevices { name } } }', as: helen },
    { query: '{ user(id: "bob") { email oathDevices { name } } }', as: alice },
  );

  expect(answers.first).toEqual(
    new Set([seen({ user: { email: 'bob@example.com', oathDevices: bobsPhones } })]),
  );
  expect(answers.second).toEqual(new Set([seen({ user: null }, 'FORBIDDEN')]));
  expect(credentialsAbout('bob', [helen, alice])).toEqual(['service']);
});

test('the session and the token of one person go their own ways to AM', async () => {
  const session = await stage.peer.signIn('alice');
  const token = bearer(stage.sandbox, 'alice', { scopes: ['devices:read'] });
  const query = '{ viewer { means canChangeOwn } me { id oathDevices { name } } }';
  stage.sandbox.clearReceived();

  const answers = await interleave({ query, as: session }, { query, as: token });

  const me = { id: 'alice', oathDevices: [{ name: "Alice's phone" }] };
  expect(answers.first).toEqual(
    new Set([seen({ viewer: { means: 'SESSION', canChangeOwn: true }, me })]),
  );
  expect(answers.second).toEqual(
    new Set([seen({ viewer: { means: 'BEARER', canChangeOwn: false }, me })]),
  );
  const lists = callsAbout(stage.sandbox, { id: 'alice', realm: 'alpha' }).filter(({ path }) =>
    path.includes('/devices/'),
  );
  const sent = lists.map((call) => credentialOf(call, session));
  // What one caller reads at one time is one read; the two callers never share.
  expect(new Set(sent)).toEqual(new Set(['own', 'service']));
  expect(lists.length).toBeLessThanOrEqual(requests);
  expect(lists.filter((call) => credentialOf(call, token) === 'own')).toEqual([]);
});

test('a dry run of one is not the leave of the other', async () => {
  const query = (id: string): string =>
    `mutation { resetOathDevices(input: { userId: "${id}", dryRun: true }) { outcome } }`;
  const helen = await stage.peer.signIn('helen');
  const oscar = await stage.peer.signIn('oscar');

  const answers = await interleave(
    { query: query('oscar'), as: helen },
    { query: query('bob'), as: oscar },
  );

  expect(answers.first).toEqual(new Set([seen({ resetOathDevices: null }, 'TARGET_PRIVILEGED')]));
  expect(answers.second).toEqual(new Set([seen({ resetOathDevices: { outcome: 'WOULD_RESET' } })]));
});

describe('within one request', () => {
  test('helen is read as herself and bob with the credential of the gateway', async () => {
    const helen = await stage.peer.signIn('helen');
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(
      '{ me { id oathDevices { id } } user(id: "bob") { id oathDevices { id } } }',
      helen,
    );

    expect(answer.errors).toEqual([]);
    expect(credentialsAbout('helen', [helen])).toEqual(['own']);
    expect(credentialsAbout('bob', [helen])).toEqual(['service']);
  });

  test('an empty name is not taken for no name', async () => {
    const alice = await stage.peer.signIn('alice');

    const answer = await stage.gateway.ask(
      `mutation {
        resetOathDevices(input: { dryRun: true }) { outcome }
        resetPushDevices(input: { userId: "", dryRun: true }) { outcome }
      }`,
      alice,
    );

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.data).toMatchObject({ resetPushDevices: null });
  });

  test('an own change beside one of somebody else is judged apart', async () => {
    const alice = await stage.peer.signIn('alice');

    const answer = await stage.gateway.ask(
      `mutation {
        resetOathDevices(input: { dryRun: true }) { outcome }
        resetPushDevices(input: { userId: "bob", dryRun: true }) { outcome }
      }`,
      alice,
    );

    expect(answer.data).toEqual({
      resetOathDevices: { outcome: 'WOULD_RESET' },
      resetPushDevices: null,
    });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });
});

interface Question {
  readonly query: string;
  readonly as: SessionHeader;
}

/** Asks by turns, many at once, and gathers the different answers of each. */
async function interleave(
  first: Question,
  second: Question,
): Promise<{ readonly first: ReadonlySet<string>; readonly second: ReadonlySet<string> }> {
  const found = { first: new Set<string>(), second: new Set<string>() };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests) {
      const isFirst = next % 2 === 0;
      next += 1;
      const { query, as } = isFirst ? first : second;
      const answer = await stage.gateway.ask(query, as);
      found[isFirst ? 'first' : 'second'].add(told(answer));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found;
}

function told(answer: ClientAnswer<unknown>): string {
  return seen(answer.data, ...codesOf(answer));
}

function seen(data: unknown, ...codes: string[]): string {
  return JSON.stringify({ data, codes });
}

/** The credentials with which AM was asked about a person, each once. */
function credentialsAbout(id: string, headers: readonly SessionHeader[]): string[] {
  const calls = callsAbout(stage.sandbox, { id, realm: 'alpha' });
  const used = calls.map((call) =>
    headers.some((header) => credentialOf(call, header) === 'own') ? 'own' : 'service',
  );
  return [...new Set(used)];
}
