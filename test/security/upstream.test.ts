/** What is believed of AM (security C13, D6). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsTo, writesTo } from './am-received.ts';
import { openSecondServer, type SecondServer } from './second-server.ts';
import { useStage } from '../support/stage.ts';

const myDevices = '{ me { id: amId oathDevices { id: amId } pushDevices { id: amId } } }';
const reset = `mutation {
  resetOathDevices(input: { target: { me: true } }) { outcome isVerified errors { code } user { id: amId } }
}`;

const stage = useStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } });
let second: SecondServer;
let alice: SessionHeader;
/** What a test has opened beside them. */
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  second = await openSecondServer();
});
beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
afterAll(async () => {
  await second?.close();
});

describe('security C13: a redirect', () => {
  const targets = [
    ['to another host', () => `${second.origin}/am/json`],
    ['to itself', () => '/am/json/realms/root/realms/alpha/users/alice'],
  ] as const;
  const places = [
    ['the session check', 'getSessionInfo', { me: null }],
    ['the user read', '/users/alice?', { me: null }],
    ['a device list', '/oath', { me: { id: 'alice', oathDevices: null } }],
  ] as const;
  const rows = targets.flatMap(([target, location]) =>
    places.map(([place, path, data]) => ({ target, location, place, path, data })),
  );

  test.each(rows)('of $place $target is not followed', async ({ path, location, data }) => {
    stage.sandbox.breakNext({ match: { path }, effect: redirectTo(location()) });

    const answer = await stage.gateway.ask(myDevices, alice);

    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    expect(answer.data).toMatchObject(data);
    expect(answer.text).not.toContain(second.origin);
    expect(second.received).toEqual([]);
    expect(stage.sandbox.received().filter((call) => call.path.includes(path))).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])('of a reset by %i is not followed', async (status) => {
    const headers = { location: `${second.origin}/am/json` };
    stage.sandbox.breakNext({
      match: { path: '_action=reset' },
      effect: { kind: 'status', status, headers },
    });

    const { data } = await stage.gateway.ask(reset, alice);

    const errors = [{ code: 'OUTCOME_UNKNOWN' }];
    const user = { id: 'alice' };
    expect(data).toEqual({
      resetOathDevices: { outcome: 'UNKNOWN', isVerified: false, errors, user },
    });
    expect(second.received).toEqual([]);
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });

  test('of the server info is not followed', async () => {
    const fresh = await startTestGateway(stage.peer);
    closers.push(() => fresh.stop());
    stage.sandbox.breakNext({
      match: { path: 'serverinfo' },
      effect: redirectTo(`${second.origin}/am/json/serverinfo/*`),
    });

    const answer = await fresh.ask(myDevices, alice);

    expect([answer.status, codesOf(answer)]).toEqual([503, ['UPSTREAM_ERROR']]);
    expect(second.received).toEqual([]);
    expect(callsTo(stage.sandbox)).toEqual(['GET serverinfo/*']);
  });
});

describe('security D6: AM’s own words', () => {
  const secrets = ['java.lang.NullPointerException', 'dc=openam', 'STOLEN-TOKEN', 'SECRET-SEED'];
  const body = {
    code: 500,
    reason: secrets[0],
    message: `${secrets[0]} at com.sun.identity (uid=alice,ou=people,${secrets[1]})`,
    detail: { tokenId: secrets[2], sharedSecret: secrets[3] },
    stack: secrets,
  };

  test.each([
    ['the session check', 'getSessionInfo'],
    ['the user read', '/users/alice?'],
    ['a device list', '/push'],
    ['a reset', '_action=reset'],
  ])('of %s stay there', async (_label, path) => {
    for (const status of [401, 403, 409, 500]) {
      stage.sandbox.breakNext({
        match: { path },
        times: 2,
        effect: { kind: 'status', status, body, headers: { 'set-cookie': `x=${secrets[2]}` } },
      });
      for (const query of [myDevices, reset]) {
        const answer = await stage.gateway.ask(query, alice);
        const told = answer.text + JSON.stringify([...answer.headers]);
        expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
      }
      stage.restart();
      alice = await stage.peer.signIn('alice');
    }
    const log = stage.gateway.log.join('');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  });
});

function redirectTo(location: string): { readonly kind: 'redirect'; readonly location: string } {
  return { kind: 'redirect', location };
}
