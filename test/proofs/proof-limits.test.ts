/** Pushes must not wear a person down, and codes must not be guessed (security F15). */
import { describe, expect, test } from '@jest/globals';
import { withLists } from '../support/with-lists.ts';
import { codeOf, ProofStage, shown } from './proof-stage.ts';

const wrong = codeOf('alice', 3);

type Named = 'bob' | 'alice';
const pushTo =
  (proofs: ProofStage) =>
  (who: string, name: Named = 'bob') =>
    proofs.run('startDeviceOwnerPushProof', who, { user: proofs.user(name) });
const codeFor =
  (proofs: ProofStage) =>
  (who: string, code: string, name: Named = 'bob') =>
    proofs.run('proveDeviceOwnerByCode', who, { user: proofs.user(name), code });
const waiting = { state: 'WAITING' };
const proven = { state: 'PROVEN' };

describe('in one realm', () => {
  const proofs = new ProofStage();
  const push = pushTo(proofs);
  const give = codeFor(proofs);

  test('one push a minute and three in 15 minutes go to a person, from all agents together', async () => {
    expect(await push('helen')).toMatchObject(waiting);
    expect(await push('hugo')).toBe('RATE_LIMITED');
    expect(await push('hugo', 'alice')).toMatchObject(waiting);
    proofs.now += 59_000;
    expect(await push('helen')).toBe('RATE_LIMITED');
    for (const ms of [1_000, 60_000]) {
      proofs.now += ms;
      expect(await push('helen')).toMatchObject(waiting);
    }
    proofs.now += 60_000;
    const { errors } = await proofs.answer('startDeviceOwnerPushProof', 'helen', {
      user: proofs.user('bob'),
    });
    const extensions = { limit: 'PUSHES', retryAfterSeconds: 720 };
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', ...extensions } }]);
    proofs.now += 720_000;
    expect(await push('helen')).toMatchObject(waiting);
    expect(proofs.signals.filter(({ type }) => type === 'limit-reached')).toHaveLength(3);
  });

  test('after five wrong codes only a second person helps, for a day', async () => {
    expect(await give('helen', codeOf('bob', 21))).toMatchObject(proven);
    for (const who of ['helen', 'hugo', 'helen', 'hugo', 'helen'])
      expect(await give(who, wrong)).toMatchObject({ state: 'WRONG_CODE' });
    const calls = proofs.journeyCalls().length;

    expect(await give('hugo', codeOf('bob', 22))).toBe('PROOFS_EXHAUSTED');
    expect(proofs.journeyCalls()).toHaveLength(calls);
    expect(await give('hugo', codeOf('alice', 3), 'alice')).toMatchObject(proven);
    proofs.now += 86_400_000;
    expect(await give('helen', codeOf('bob', 22))).toMatchObject(proven);
  });

  test('of many codes at once, at most five reach AM', async () => {
    await give('helen', codeOf('alice', 3), 'alice');
    const before = proofs.journeyCalls().length;

    const ends = await Promise.all(Array.from({ length: 12 }, () => give('helen', wrong)));

    const checked = ends.filter((end) => typeof end === 'object' && end?.state === 'WRONG_CODE');
    expect(checked).toHaveLength(5);
    expect(ends.filter((end) => end === 'PROOFS_EXHAUSTED')).toHaveLength(7);
    // Each attempt begins the journey and sends a code.
    expect(proofs.journeyCalls().length - before).toBe(10);
  });

  test('a code whose check was cut off counts as wrong; one that never reached AM does not', async () => {
    const { sandbox } = proofs.stage;
    expect(await give('helen', wrong)).toMatchObject({ state: 'WRONG_CODE' });
    const match = { method: 'POST', path: 'authIndexValue=ProveByCode' };
    const effect = { kind: 'status', status: 500 } as const;

    for (let round = 0; round < 6; round += 1) {
      sandbox.breakNext({ match, effect });
      expect(await give('helen', wrong)).toBe('UPSTREAM_ERROR');
    }
    for (let round = 0; round < 4; round += 1) {
      let calls = 0;
      const pass = { kind: 'hook', run: async () => void (calls += 1) } as const;
      sandbox.breakNext({ match, effect: pass });
      sandbox.breakNext({ match, effect });
      expect(await give('helen', wrong)).toBe('UPSTREAM_ERROR');
      expect(calls).toBe(1);
    }

    expect(await give('helen', wrong)).toBe('PROOFS_EXHAUSTED');
  });

  test('a push that could not be sent uses up no limit', async () => {
    proofs.stage.sandbox.configure({ proofJourneys: 'MISSING' });
    expect(await push('helen')).toBe('NOT_SUPPORTED_UPSTREAM');
    proofs.stage.sandbox.configure({ proofJourneys: 'GUARDED' });

    expect(await push('helen')).toMatchObject(waiting);
  });

  test('one agent can start 30 proofs in ten minutes', async () => {
    for (let code = 21; code < 51; code += 1)
      expect(await give('helen', codeOf('bob', code))).toMatchObject(proven);

    expect(await push('helen', 'alice')).toBe('RATE_LIMITED');
  });
});

describe.each(['openam', 'pingam'] as const)('with two realms of one directory on %s', (flavor) => {
  const proofs = new ProofStage(flavor, {
    AM_REALMS: 'tenant=/,alpha,beta',
    ...withLists({ access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'tenant' }] } }),
    ADMIN_GROUPS: 'alpha:admins',
    PRIVILEGED_GROUPS: 'alpha:executives',
  });

  test('a person is the same through either realm', async () => {
    const [here, there] = [proofs.user('bob', 'alpha'), proofs.user('bob', 'tenant')];

    const first = shown(await proofs.run('startDeviceOwnerPushProof', 'helen', { user: here }));

    expect(await proofs.run('startDeviceOwnerPushProof', 'helen', { user: there })).toBe(
      'RATE_LIMITED',
    );
    const { proofId } = first;
    expect(
      await proofs.run('checkDeviceOwnerPushProof', 'helen', { user: there, proofId }),
    ).toMatchObject({
      proofId,
    });
    for (let round = 0; round < 5; round += 1)
      await proofs.run('proveDeviceOwnerByCode', 'helen', { user: there, code: wrong });
    const code = codeOf('bob', 21);
    expect(await proofs.run('proveDeviceOwnerByCode', 'helen', { user: here, code })).toBe(
      'PROOFS_EXHAUSTED',
    );
  });
});
