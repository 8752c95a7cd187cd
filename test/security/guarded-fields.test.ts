/**
 * Who is meant comes from the session alone (security A11, C18). That a refusal nulls the guarded
 * field alone (A5, design D7) is in test/access/matrix.test.ts.
 */
import { beforeEach, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsAboutPeople, writesTo } from './am-received.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('pingam', { env: { AM_REALMS: 'alpha,beta' } });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
});

test('security A11: a person is null as a whole when AM’s own name is another', async () => {
  stage.sandbox.breakNext({
    match: { path: /users\/alice\?/ },
    effect: { kind: 'body', body: { _id: 'alice', uid: ['bob'], cn: ['Not Alice'] } },
  });

  const answer = await stage.gateway.ask(
    '{ gatewayCaller { roles } me { id: amId displayName oathSkip oathDevices { id: amId } pushDevices { id: amId } } }',
    alice,
  );

  expect(answer.data).toEqual({ gatewayCaller: { roles: ['SELF'] }, me: null });
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  expect(answer.text).not.toContain('Not Alice');
  // Her lists were begun beside her person, by her own session and under the name that it tells.
  expect(callsAboutPeople(stage.sandbox).toSorted()).toEqual([
    'GET users/alice',
    'GET users/alice/devices/2fa/oath',
    'GET users/alice/devices/2fa/push',
  ]);
});

test('security A11: the realm comes from the session, not from the URL', async () => {
  const response = await fetch(`${stage.gateway.url}/graphql?realm=/beta&_realm=beta`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...alice, 'X-OpenAM-Realm': '/beta' },
    body: JSON.stringify({ query: '{ me { realm oathDevices { id: amId } } }' }),
  });

  const me = { realm: 'alpha', oathDevices: [{ id: deviceIds.aliceOath }] };
  expect(await response.json()).toMatchObject({ data: { me } });
  const paths = stage.sandbox.received().map(({ path }) => path);
  expect(paths.some((path) => path.includes('beta'))).toBe(false);
});

test('security C18: a reset is judged again by AM’s own name', async () => {
  const own = { _id: 'alice', uid: ['bob'], cn: ['Alice'] };
  const devices = { result: [{ uuid: deviceIds.bobOath, deviceName: 'x' }] };
  stage.sandbox.breakNext({ match: { path: 'users/alice?' }, effect: { kind: 'body', body: own } });
  stage.sandbox.breakNext({
    match: { method: 'GET', path: 'users/bob/devices' },
    times: 2,
    effect: { kind: 'body', body: devices },
  });

  const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
  const answer = await stage.gateway.ask(reset, alice);

  expect([answer.data, codesOf(answer)]).toEqual([{ resetOathDevices: null }, ['FORBIDDEN']]);
  expect(writesTo(stage.sandbox)).toEqual([]);
});
