/** Which sessions are accepted, and for how long a verdict is kept (security H4, A13). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsAboutPeople, callsTo, writesTo } from './am-received.ts';
import { onStage, openStage, type Stage } from '../support/stage.ts';

const checkOfSession = 'POST sessions?_action=getSessionInfo';
const caller = '{ gatewayCaller { roles } }';
const me = '{ me { id: amId oathDevices { id: amId } } }';
const reset =
  'mutation { resetOathDevices(input: { target: { me: true }, force: true }) { outcome } }';
const minute = 60_000;

let stage: Stage;
let alice: SessionHeader;
/** How far the gateway's clock is ahead. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  stage = await openStage('pingam', { now: () => Date.now() + ahead });
  alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
});
afterEach(() => stage?.close());

/** Lets time pass for AM and the gateway alike. */
function pass(ms: number): void {
  ahead += ms;
  stage.sandbox.advance(ms);
}

async function logOut(as: SessionHeader): Promise<void> {
  const path = '/json/realms/root/realms/alpha/sessions?_action=logout';
  const headers = { ...as, 'accept-api-version': 'resource=2.1' };
  const { status } = await stage.peer.rest.call(path, { method: 'POST', headers, json: {} });
  expect(status).toBe(200);
  stage.sandbox.clearReceived();
}

function checks(): number {
  return callsTo(stage.sandbox).filter((call) => call === checkOfSession).length;
}

describe('security H4: a session that is', () => {
  const alien = 'AQIC5wM2LY4SfczUnknown.*AAJTSQACMDE.*';

  test.each([
    ['unknown', alien],
    ['a signed token without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbWFkbWluIn0.'],
  ])('%s is rejected', async (_label, token) => {
    const as = { [stage.peer.cookieName]: token };

    const seen = await stage.gateway.ask(me, as);
    const who = await stage.gateway.ask(caller, as);
    const write = await stage.gateway.ask(reset, as);

    expect([codesOf(seen), codesOf(write)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(who.data).toEqual({ gatewayCaller: { roles: [] } });
    expect([callsAboutPeople(stage.sandbox), writesTo(stage.sandbox)]).toEqual([[], []]);
    expect(checks()).toBe(3);
  });

  test.each([
    ['empty', ''],
    ['a blank', ' '],
    ['quoted', '"AQIC5w"'],
    ['a tag', '<script>'],
    ['beyond ASCII', 'AQIC5é'],
    ['a percent', 'AQIC5w%2e'],
    ['too long', 'A'.repeat(4097)],
  ])('%s is never sent to AM', async (_label, token) => {
    const as = { [stage.peer.cookieName]: token };

    const seen = await stage.gateway.ask(me, as);
    const write = await stage.gateway.ask(reset, as);

    expect([codesOf(seen), codesOf(write)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['idle for half an hour', [30]],
    ['two hours old, however used', [20, 20, 20, 20, 20, 20]],
  ])('%s is rejected', async (_label, steps) => {
    for (const minutes of steps) {
      pass(minutes * minute);
      await stage.gateway.ask(reset, alice);
    }
    stage.sandbox.clearReceived();

    const seen = await stage.gateway.ask(me, alice);
    const write = await stage.gateway.ask(reset, alice);

    expect([codesOf(seen), codesOf(write)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect([callsAboutPeople(stage.sandbox), writesTo(stage.sandbox)]).toEqual([[], []]);
  });
});

describe('security A13: a verdict', () => {
  test('is never remembered where that is off', async () => {
    await onStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } }, async (careful) => {
      const as = await careful.peer.signIn('alice');

      await careful.gateway.ask(caller, as);
      await careful.gateway.ask(caller, as);

      expect(callsTo(careful.sandbox)).toEqual([checkOfSession, checkOfSession]);
    });
  });

  test('is requested anew for each mutation', async () => {
    await stage.gateway.ask(caller, alice);
    stage.sandbox.clearReceived();

    for (let n = 1; n <= 3; n += 1) {
      await stage.gateway.ask(reset, alice);
      expect(checks()).toBe(n);
    }

    expect(writesTo(stage.sandbox)).toHaveLength(3);
  });

  test('refused once is forgotten for queries too', async () => {
    await stage.gateway.ask(caller, alice);
    await logOut(alice);
    await stage.gateway.ask(reset, alice);
    stage.sandbox.clearReceived();

    const who = await stage.gateway.ask(caller, alice);

    expect(who.data).toEqual({ gatewayCaller: { roles: [] } });
    expect(callsTo(stage.sandbox)).toEqual([checkOfSession]);
  });

  test.each([
    ['idle end', 'maxIdleExpirationTime'],
    ['latest end', 'maxSessionExpirationTime'],
  ])('ends with the session’s own %s', async (_label, name) => {
    const far = new Date(Date.now() + 60 * minute).toISOString();
    const near = new Date(Date.now() + 10_000).toISOString();
    const ends = { maxIdleExpirationTime: far, maxSessionExpirationTime: far, [name]: near };
    const body = { username: 'alice', universalId: 'id=alice,ou=user', realm: '/alpha', ...ends };
    stage.sandbox.breakNext({ match: { path: 'getSessionInfo' }, effect: { kind: 'body', body } });

    await stage.gateway.ask(caller, alice);
    ahead += 9000;
    await stage.gateway.ask(caller, alice);
    expect(checks()).toBe(1);

    ahead += 1500;
    await stage.gateway.ask(caller, alice);
    expect(checks()).toBe(2);
  });
});
