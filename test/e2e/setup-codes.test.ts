/**
 * After a reset by the help desk only the caller with the setup code registers a device. AM asks
 * the gateway: the real OpenAM by the scripts of `deploy/am`, the sandbox as those do.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxEnrolmentSecret, sandboxPassword } from '../../src/sandbox/index.ts';
import { realmPath } from '../openam/am-rest.ts';
import {
  acceptOffer,
  beginTwoFactor,
  giveCode,
  giveSetupCode,
  type TwoFactorPerson,
  type TwoFactorStep,
} from '../openam/hotp-sign-in.ts';
import { until } from '../reliability/am-traffic.ts';
import { freePort } from '../support/free-port.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { peers } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';

import { usePeer } from './peer-stage.ts';

const wrong = '22222-22222';
const adviceOf = (name: string, value: string): string =>
  `<Advices><AttributeValuePair><Attribute name="${name}"/><Value>${value}</Value></AttributeValuePair></Advices>`;
const path = '/enrolment/decisions';

describe.each(peers)('on $name', (row) => {
  const env = {
    ...withLists({ enrolment: { rules: [{ method: 'ticket' }] } }),
    ENROLMENT_SECRET: sandboxEnrolmentSecret,
  };
  const on = usePeer(row, (peer) => ({ ...peer.staffEnv(), ...env }), {
    enrolment: { rules: [{}], holdMs: 72 * 3_600_000, key: () => sandboxEnrolmentSecret },
  });
  let chain = '';

  const asksAt = async (address: string): Promise<void> => {
    chain = await on.peer.asksBeforeRegistration(address);
  };
  beforeEach(() => asksAt(new URL(path, on.gateway.url).href));

  const person = (name: string): TwoFactorPerson => ({
    realm: 'alpha',
    name,
    password: sandboxPassword,
    chain,
  });
  /** OpenAM's script can only end the sign-in; a journey asks again. */
  const notAllowed = (): TwoFactorStep['kind'] =>
    on.peer.flavor === 'openam' ? 'refused' : 'setup code asked';

  /** The help desk resets the codes of a user. Returns the setup code. */
  const reset = async (name: string): Promise<string> => {
    const mutation =
      'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { setupCode } }';
    const target = { user: { realm: 'alpha', id: on.peer.idOf(name) } };
    const helen = await on.peer.signIn('helen');
    const answer = await on.gateway.ask(mutation, helen, { input: { target } });
    expect(answer.errors).toEqual([]);
    return textAt(answer.data, 'resetOathDevices', 'setupCode');
  };

  /** Signs in with the password and, where AM has the field, a setup code. */
  const signIn = async (name: string, code = ''): Promise<TwoFactorStep> => {
    const { rest, flavor } = on.peer;
    const step = await beginTwoFactor(rest, person(name));
    if (step.kind !== 'setup code asked' || (code === '' && flavor !== 'openam')) return step;
    return giveSetupCode(rest, person(name), { form: step.form, code });
  };

  const holdOf = async (name: string): Promise<unknown> => {
    const query =
      'query ($id: ID!) { user(id: $id) { history(first: 9) { nodes { enrolment { state deviceName } } } } }';
    const helen = await on.peer.signIn('helen');
    const { data } = await on.gateway.ask(query, helen, { id: on.peer.idOf(name) });
    return fieldAt(data, 'user', 'history', 'nodes', '0', 'enrolment');
  };

  test('a person without a hold is offered the registration', async () => {
    const offer = await signIn('carol');

    expect(offer.kind).toBe('registration offered');
    await acceptOffer(on.peer.rest, person('carol'), offer);
    expect(await on.peer.deviceIds('carol', 'OATH')).toHaveLength(1);
  });

  test('a person who has a device signs in with it', async () => {
    expect((await signIn('bob')).kind).toBe('code asked');
  });

  test('the caller registers with the code, and the hold ends with the device', async () => {
    const code = await reset('bob');

    expect((await signIn('bob')).kind).toBe(notAllowed());
    expect((await signIn('bob', wrong)).kind).toBe(notAllowed());
    const offer = await signIn('bob', code);
    const device = await acceptOffer(on.peer.rest, person('bob'), offer);

    expect(device.secret).not.toBe('');
    expect(await on.peer.deviceIds('bob', 'OATH')).toHaveLength(1);
    await until('the hold ends', async () => textAt(await holdOf('bob'), 'state') === 'REGISTERED');
    expect((await signIn('bob')).kind).toBe('code asked');
  });

  test('five wrong codes end the code', async () => {
    const code = await reset('bob');
    for (let at = 0; at < 5; at += 1) await signIn('bob', wrong);

    expect((await signIn('bob', code)).kind).toBe('refused');
    expect(await on.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test('another spelling of the name is held, too', async () => {
    const code = await reset('bob');

    expect((await signIn('BOB')).kind).toBe(notAllowed());
    expect((await signIn('BOB', code)).kind).toBe('registration offered');
  });

  test('a sign-in that began before the reset does not register a device', async () => {
    const { rest } = on.peer;
    const before = await signIn('bob');
    if (before.kind !== 'code asked') throw new Error(before.kind);
    await reset('bob');

    const after = await giveCode(rest, person('bob'), { form: before.form, code: '755224' });
    expect(after.kind).not.toBe('signed in');
    expect(after.kind).not.toBe('registration offered');
    expect(await on.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test.each([
    ['the module', 'module', 'oath'],
    ['a level', 'level', '1'],
    ['an advice', 'composite_advice', adviceOf('AuthSchemeConditionAdvice', 'oath')],
    ['an advice of a level', 'composite_advice', adviceOf('AuthLevelConditionAdvice', '0')],
  ])('a session by password does not start the registration by %s', async (_, type, value) => {
    await reset('bob');
    const [session = ''] = Object.values(await on.peer.signIn('bob'));
    const query = new URLSearchParams({
      authIndexType: type,
      authIndexValue: value,
      sessionUpgradeSSOTokenId: session,
    });

    const answer = await on.peer.rest.call(`${realmPath('alpha')}/authenticate?${query}`, {
      method: 'POST',
      resource: '2.0, protocol=1.0',
      json: {},
    });

    expect(answer.text).not.toContain('Register device');
    expect(answer.text).not.toContain('Authentication Menu');
    expect([400, 401]).toContain(answer.status);
  });

  test('while the gateway is away, no device is registered', async () => {
    await asksAt(`http://127.0.0.1:${await freePort()}${path}`);

    expect((await signIn('carol')).kind).toBe('refused');
    expect((await signIn('bob')).kind).toBe('code asked');
  });
});
