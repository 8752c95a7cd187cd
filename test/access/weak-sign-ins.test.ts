/** A sign-in by a password alone uses up no limit of the user who signs in with a second factor. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import type { SessionHeader } from '../support/peer.ts';
import { sessionAfter } from '../support/sign-ins.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { writesTo } from './received.ts';

const once = [{ most: 1, within: '24h' }];
const scene = new LedgerStage({
  env: {
    DEVICE_MANAGEMENT: 'SAME',
    ...withLists({
      secondFactor: { claims: [{ name: 'amr', value: 'otp', kind: 'OATH' }] },
      limits: { ownChanges: once, reports: once },
    }),
  },
});
beforeEach(() => scene.stage.sandbox.configure({ deviceManagement: 'SAME' }));

const me = 'target: { me: true }';
const reset = (kind = 'OATH') =>
  `mutation { resetDevices(input: { ${me}, kinds: [${kind}] }) { results { outcome errors { code } } change { reference } } }`;
const signOut = `mutation { endUserSessions(input: { ${me} }) { outcome } }`;
const report = (reference: string) =>
  `mutation { reportUnrecognisedDeviceChange(input: { reference: "${reference}" }) { errors { code } } }`;
const limits = `{ me { reset: callerCan(action: RESET) { obstacles(of: [LIMITS]) { code } }
  end: callerCan(action: END_SESSIONS) { obstacles(of: [LIMITS]) { code } } } }`;

const credentials = [
  [
    'tokens',
    () => bearer(scene.stage.sandbox, 'bob'),
    () => bearer(scene.stage.sandbox, 'bob', { secondFactors: ['oath'] }),
  ],
  [
    'sessions',
    () => sessionAfter(scene.stage.peer, 'bob', []),
    () => sessionAfter(scene.stage.peer, 'bob', ['oath']),
  ],
] as const satisfies readonly (readonly [string, () => SessionHeader, () => SessionHeader])[];

describe.each(credentials)('with %s', (_name, weakly, strongly) => {
  test('the owner can still change, sign out and report', async () => {
    const [weak, strong] = [weakly(), strongly()];
    for (const change of [reset(), reset('PROFILE'), reset('PROFILE'), signOut, signOut]) {
      await scene.ask(change, weak);
      scene.now += 10_000;
    }

    const seen = await scene.ask(limits, strong);
    const done = await scene.ask(reset(), strong);
    const reference = textAt(done.data, 'resetDevices', 'change', 'reference');
    const reported = await scene.ask(report(reference), strong);

    expect(seen.data).toEqual({ me: { reset: { obstacles: [] }, end: { obstacles: [] } } });
    expect(listAt(done.data, 'resetDevices', 'results')).toEqual([{ outcome: 'DONE', errors: [] }]);
    expect(reported.data).toEqual({ reportUnrecognisedDeviceChange: { errors: [] } });
    expect(codesOf(await scene.ask(signOut, strong))).not.toContain('RATE_LIMITED');
  });

  test('a weak sign-in has limits of its own', async () => {
    const weak = weakly();
    await scene.ask(reset('PROFILE'), weak);
    scene.now += 10_000;

    expect(codesOf(await scene.ask(reset('PROFILE'), weak))).toEqual(['RATE_LIMITED']);
  });

  test('the obstacle is shown beforehand', async () => {
    const can = (kind: string) =>
      `{ me { callerCan(action: RESET, kind: ${kind}) { obstacles(of: [ASSURANCE]) { condition code remedies kinds } } } }`;
    const obstacles = async (as: SessionHeader, kind: string) =>
      fieldAt((await scene.ask(can(kind), as)).data, 'me', 'callerCan', 'obstacles');

    expect(await obstacles(weakly(), 'OATH')).toEqual([
      {
        condition: 'ASSURANCE',
        code: 'STEP_UP_REQUIRED',
        remedies: ['SIGN_IN_AGAIN'],
        kinds: ['OATH'],
      },
    ]);
    expect(await obstacles(strongly(), 'OATH')).toEqual([]);
  });

  test('a client that leaves out other conditions sees it with its sentence', async () => {
    const others = (except: string) =>
      `{ me { callerCan(action: RESET, kind: OATH) { obstacles(except: [${except}]) { condition message } } } }`;
    const seen = async (except: string) =>
      fieldAt((await scene.ask(others(except), weakly())).data, 'me', 'callerCan', 'obstacles');

    expect(await seen('LIMITS, THREAT_LEVEL')).toEqual([
      { condition: 'ASSURANCE', message: expect.stringContaining('Nothing was changed') },
    ]);
    expect(await seen('LIMITS, ASSURANCE')).toEqual([]);
  });
});

test('a weak token is refused before AM is asked, and its try cannot be reported', async () => {
  const [token, session] = [credentials[0][1](), credentials[1][1]()];
  expect(codesOf(await scene.ask(reset(), token))).toEqual(['STEP_UP_REQUIRED']);
  expect(writesTo(scene.stage.sandbox)).toEqual([]);

  const tried = await scene.ask(reset(), session);
  const reference = textAt(tried.data, 'resetDevices', 'change', 'reference');
  const reported = await scene.ask(report(reference), session);

  expect(reported.data).toMatchObject({
    reportUnrecognisedDeviceChange: { errors: [{ code: 'NOT_REPORTABLE' }] },
  });
});
