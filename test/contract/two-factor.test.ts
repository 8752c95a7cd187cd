import { afterAll, describe, expect, test } from '@jest/globals';

import { fieldAt, listAt } from '../support/json.ts';
import { hotpCode } from '../openam/hotp-code.ts';
import { beginTwoFactor, registerDevice, signInWithCode } from '../openam/hotp-sign-in.ts';
import { PASSWORD } from '../openam/layout.ts';
import { openPeer } from './peer.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const PETER = { realm: 'alpha', name: 'peter', password: PASSWORD };

async function peterWithoutDevice(): Promise<void> {
  await peer.plant('peter', { oathDeviceProfiles: [], oath2faEnabled: ['0'] });
}

async function counterOfPeter(): Promise<unknown> {
  const { body } = await peer.list(peer.admin, { user: 'peter' });
  return fieldAt(listAt(body, 'result')[0], 'counter');
}

describe('RFC 4226', () => {
  const secret = Buffer.from('12345678901234567890');

  test.each([
    { counter: 0, code: '755224' },
    { counter: 1, code: '287082' },
    { counter: 7, code: '162583' },
    { counter: 9, code: '520489' },
  ])('counter $counter makes $code', ({ counter, code }) => {
    expect(hotpCode(secret, counter)).toBe(code);
  });
});

describe('a second factor by HOTP (contract §4.1, §18.3)', () => {
  test('registering makes one device at counter 1', async () => {
    await peterWithoutDevice();

    const { secret } = await registerDevice(peer.rest, PETER);

    expect(secret.length).toBeGreaterThanOrEqual(16);
    const { body } = await peer.list(peer.admin, { user: 'peter' });
    expect(listAt(body, 'result')).toMatchObject([
      { deviceName: 'OATH Device', counter: 1, lastLogin: 0, recoveryCodes: { length: 10 } },
    ]);
  });

  test('the next code signs in, once', async () => {
    await peterWithoutDevice();
    const { secret } = await registerDevice(peer.rest, PETER);

    const first = await signInWithCode(peer.rest, PETER, hotpCode(secret, 1));
    const again = await signInWithCode(peer.rest, PETER, hotpCode(secret, 1));

    expect([first.kind, again.kind]).toEqual(['signed in', 'code asked']);
    expect(await counterOfPeter()).toBe(2);
  });

  test('a counter within the window catches up', async () => {
    await peterWithoutDevice();
    const { secret } = await registerDevice(peer.rest, PETER);

    const step = await signInWithCode(peer.rest, PETER, hotpCode(secret, 60));

    expect(step.kind).toBe('signed in');
    expect(await counterOfPeter()).toBe(61);
  });

  test('out of step, only a reset helps', async () => {
    await peterWithoutDevice();
    const { secret } = await registerDevice(peer.rest, PETER);

    const refused = await signInWithCode(peer.rest, PETER, hotpCode(secret, 500));
    const reset = await peer.act(peer.admin, { user: 'peter', action: 'reset' });
    const after = await beginTwoFactor(peer.rest, PETER);

    expect(refused.kind).toBe('code asked');
    expect(reset).toMatchObject({ status: 200, body: { result: true } });
    expect(after.kind).toBe('registration offered');
  });

  test('a wrong password never gets that far', async () => {
    const step = await beginTwoFactor(peer.rest, { ...PETER, password: 'wrong-password' });

    expect(step).toEqual({ kind: 'refused', status: 401, message: 'Authentication Failed' });
  });
});
