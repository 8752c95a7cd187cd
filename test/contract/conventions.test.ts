import { afterAll, describe, expect, test } from '@jest/globals';

import { COOKIE_NAME } from '../openam/am-rest.ts';
import { textAt } from '../support/json.ts';
import { openPeer } from './peer.ts';
import { refusal } from './answers.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const OATH = 'users/bob/devices/2fa/oath';

describe('versions (contract §1.2, §18 U36)', () => {
  test.each([
    { label: 'devices 2.0', place: `${OATH}?_queryFilter=true`, resource: '2.0', missing: '' },
    { label: 'devices 1.1', place: `${OATH}?_queryFilter=true`, resource: '1.1', missing: '' },
    { label: 'users 4.0', place: 'users/bob', resource: '4.0', missing: 'bob' },
    { label: 'users 3.1', place: 'users/bob', resource: '3.1', missing: 'bob' },
  ])('$label is not found', async ({ place, resource, missing }) => {
    const answer = await peer.alpha(place, { token: peer.admin, resource });

    expect(answer).toMatchObject(refusal(404, `Resource &#39;${missing}&#39; not found`));
  });

  test('no version means the latest', async () => {
    const answer = await peer.alpha('users/bob', { token: peer.admin });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-api-version')).toBe('resource=3.0');
  });
});

describe('paths (contract §1.1, §18 U24, U40)', () => {
  test.each([
    { label: 'devices', place: `${OATH}?_queryFilter=true` },
    { label: 'users', place: 'users/bob' },
    { label: 'serverinfo', place: 'serverinfo/*' },
  ])('$label of an unknown realm are not found', async ({ place }) => {
    const path = `/json/realms/root/realms/gamma/${place}`;

    const answer = await peer.rest.call(path, { token: peer.admin });

    expect(answer).toMatchObject(refusal(404, 'Realm &quot;/gamma&quot; not found'));
  });

  test.each(['bob%2F..%2Falice', 'bob%00'])('%s is refused in HTML', async (user) => {
    const answer = await peer.list(peer.admin, { user });

    expect(answer).toMatchObject({ status: 400, body: undefined });
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.text).toMatch(/^<!doctype html>/i);
  });
});

describe('methods and bodies (contract §18 U26, U27, F4)', () => {
  test('a foreign origin with a cookie resets', async () => {
    const cookie = `${COOKIE_NAME}=${await peer.signIn('carol')}`;
    const headers = { Cookie: cookie, Origin: 'https://evil.example' };
    const place = 'users/carol/devices/2fa/oath?_action=reset';

    const answer = await peer.alpha(place, { method: 'POST', json: {}, resource: '1.0', headers });

    expect(answer).toMatchObject({ status: 200, body: { result: true } });
  });
});

describe('server information (contract §7)', () => {
  test('the cookie name requires no session', async () => {
    const answer = await peer.alpha('serverinfo/*', { resource: '1.1' });

    expect(answer.status).toBe(200);
    expect(textAt(answer.body, 'cookieName')).toBe(COOKIE_NAME);
    expect(textAt(answer.body, 'realm')).toBe('/alpha');
  });

  test('the version requires a privileged session', async () => {
    const place = '/json/serverinfo/version';
    const bob = await peer.signIn('bob');

    const anonymous = await peer.rest.call(place, { resource: '1.0' });
    const person = await peer.rest.call(place, { resource: '1.0', token: bob });
    const admin = await peer.rest.call(place, { resource: '1.0', token: peer.admin });

    expect(anonymous).toMatchObject(refusal(403, 'No session for request.'));
    expect(person).toMatchObject(refusal(403, 'The user has insufficient privileges'));
    expect(admin).toMatchObject({ status: 200, body: { version: '16.0.5' } });
  });
});
