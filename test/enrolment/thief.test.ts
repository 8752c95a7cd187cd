/**
 * A thief has the password of a user who was just reset, and tries to register a device before the
 * user does, through AM's sign-in of each flavour.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import {
  acceptOffer,
  beginTwoFactor,
  giveSetupCode,
  type TwoFactorPerson,
  type TwoFactorStep,
} from '../openam/hotp-sign-in.ts';
import { withLists } from '../support/with-lists.ts';
import { EnrolmentStage, secret } from './enrolment-stage.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const on = new EnrolmentStage({
    flavor,
    env: {
      ...withLists({ limits: { personChanges: [], staffChanges: [] } }),
      PRIVILEGED_GROUPS: '',
    },
  });
  beforeEach(() => {
    const address = new URL('/enrolment/decisions', on.stage.gateway.url).href;
    on.stage.sandbox.configure({ setupCodes: { address, secret } });
  });

  const person = (name: string, realm = 'alpha'): TwoFactorPerson => ({
    realm,
    name,
    password: sandboxPassword,
  });

  /** Signs in by the password, and types a code into the field if AM shows it. */
  const signIn = async (code: string, who = person('bob')): Promise<TwoFactorStep> => {
    const { rest } = on.stage.peer;
    const step = await beginTwoFactor(rest, who);
    if (step.kind !== 'setup code asked') return step;
    return giveSetupCode(rest, who, { form: step.form, code });
  };
  const isOffered = async (code: string, who?: TwoFactorPerson): Promise<boolean> =>
    (await signIn(code, who)).kind === 'registration offered';
  const codeOf = async (name = 'bob'): Promise<string> => (await on.reset('helen', name)) ?? '';
  const devices = (): Promise<readonly string[]> => on.stage.peer.deviceIds('bob', 'OATH');

  test('comes first, and gets nothing; the user registers', async () => {
    const code = await codeOf();

    expect(await isOffered('')).toBe(false);
    expect(await devices()).toEqual([]);
    await acceptOffer(on.stage.peer.rest, person('bob'), await signIn(code));
    expect(await devices()).toHaveLength(1);
  });

  test('has a session from before the reset', async () => {
    const session = await on.signIn('bob');
    await codeOf();

    const answer = await on.stage.peer.rest.call(
      '/json/realms/root/realms/alpha/authenticate?authIndexType=service&authIndexValue=twofactor',
      { method: 'POST', resource: '2.0, protocol=1.0', headers: session, json: {} },
    );

    expect(answer.text).not.toContain('Register device');
    expect(await isOffered('')).toBe(false);
  });

  test('signs in many times beside the user', async () => {
    const code = await codeOf();

    const thief = Array.from({ length: 8 }, () => isOffered(''));
    const user = isOffered(code);

    expect(await Promise.all(thief)).toEqual(Array.from({ length: 8 }, () => false));
    expect(await user).toBe(true);
  });

  test('uses the code of the user at the same time: one of them registers', async () => {
    const code = await codeOf();

    const offered = await Promise.all([isOffered(code), isOffered(code), isOffered(code)]);

    expect(offered.filter(Boolean)).toHaveLength(1);
  });

  test('replays the code after the user has registered and removed the device', async () => {
    const code = await codeOf();
    await acceptOffer(on.stage.peer.rest, person('bob'), await signIn(code));
    on.now += 61_000;
    // AM asks once more, and the gateway sees the device.
    expect(await on.asks('bob', { code })).toBe('refuse JUST_REGISTERED');
    await on.stage.peer.plant('bob', { oathDeviceProfiles: [] });

    expect(await isOffered(code)).toBe(false);
  });

  test('has the code of another user, or of a user of another realm', async () => {
    const code = await codeOf();
    const ofAlice = await codeOf('alice');
    const bella = { user: { realm: 'beta', id: on.stage.peer.idOf('bella') } };
    const ofBella = (await on.reset('hektor', 'bella', { target: bella })) ?? '';

    expect([ofAlice, ofBella]).not.toContain('');
    expect(await isOffered(ofAlice)).toBe(false);
    expect(await isOffered(ofBella)).toBe(false);
    expect(await isOffered(code, person('bella', 'beta'))).toBe(false);
    expect(await isOffered(ofBella, person('bella', 'beta'))).toBe(true);
  });

  test('guesses over many connections: five tries end the code', async () => {
    const code = await codeOf();

    const guesses = Array.from({ length: 8 }, (_, at) => `22222-222${22 + at}`);
    const offered = await Promise.all(guesses.map((guess) => isOffered(guess)));

    expect(offered.some(Boolean)).toBe(false);
    expect(await isOffered(code)).toBe(false);
    expect(await on.asks('bob', { code })).toBe('refuse CODE_ENDED');
  });
});
