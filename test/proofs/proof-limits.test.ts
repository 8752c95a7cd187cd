/** Pushes must not wear a person down, and codes must not be guessed (security F15). */
import { describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { codeOf, ProofStage, shown } from './proof-stage.ts';

const wrong = codeOf('alice', 3);

describe('in one realm', () => {
  const proofs = new ProofStage();

  test('one push a minute and three in 15 minutes go to a person, from all agents together', async () => {
    const push = (who: string, name = 'bob') =>
      proofs.run('startPushProof', who, { user: proofs.user(name) });
    const sent = { state: 'WAITING' };

    expect(await push('helen')).toMatchObject(sent);
    expect(await push('hugo')).toBe('RATE_LIMITED');
    expect(await push('hugo', 'alice')).toMatchObject(sent);
    proofs.now += 59_000;
    expect(await push('helen')).toBe('RATE_LIMITED');
    proofs.now += 1_000;
    expect(await push('helen')).toMatchObject(sent);
    proofs.now += 60_000;
    expect(await push('helen')).toMatchObject(sent);
    proofs.now += 60_000;
    const refused = await proofs.answer('startPushProof', 'helen', { user: proofs.user('bob') });
    expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
    expect(refused.errors[0]?.extensions).toMatchObject({
      limit: 'pushes: 3 in 900 s',
      retryAfterSeconds: 720,
    });
    proofs.now += 720_000;
    expect(await push('helen')).toMatchObject(sent);
    expect(proofs.signals.filter(({ type }) => type === 'limit-reached')).toHaveLength(3);
  });

  test('after five wrong codes only a second person helps, for a day', async () => {
    const give = (who: string, code: string, name: 'bob' | 'alice' = 'bob') =>
      proofs.run('proveByCode', who, { user: proofs.user(name), code });

    expect(await give('helen', codeOf('bob', 21))).toMatchObject({ state: 'PROVEN' });
    for (const as of ['helen', 'hugo', 'helen', 'hugo', 'helen'])
      expect(await give(as, wrong)).toMatchObject({ state: 'WRONG_CODE' });
    const calls = proofs.journeyCalls().length;

    expect(await give('hugo', codeOf('bob', 22))).toBe('PROOFS_EXHAUSTED');
    expect(proofs.journeyCalls()).toHaveLength(calls);
    expect(await give('hugo', codeOf('alice', 3), 'alice')).toMatchObject({ state: 'PROVEN' });
    proofs.now += 86_400_000;
    expect(await give('helen', codeOf('bob', 22))).toMatchObject({ state: 'PROVEN' });
  });

  test('of many codes at once, at most five reach AM', async () => {
    await proofs.run('proveByCode', 'helen', {
      user: proofs.user('alice'),
      code: codeOf('alice', 3),
    });
    const before = proofs.journeyCalls().length;

    const ends = await Promise.all(
      Array.from({ length: 12 }, () =>
        proofs.run('proveByCode', 'helen', { user: proofs.user('bob'), code: wrong }),
      ),
    );

    const checked = ends.filter((end) => typeof end === 'object' && end?.state === 'WRONG_CODE');
    expect(checked).toHaveLength(5);
    expect(ends.filter((end) => end === 'PROOFS_EXHAUSTED')).toHaveLength(7);
    // Each attempt begins the journey and sends a code.
    expect(proofs.journeyCalls().length - before).toBe(10);
  });

  test('a code whose check was cut off counts as wrong; one that never reached AM does not', async () => {
    const { sandbox } = proofs.stage;
    const give = () =>
      proofs.run('proveByCode', 'helen', { user: proofs.user('bob'), code: wrong });
    expect(await give()).toMatchObject({ state: 'WRONG_CODE' });
    const match = { method: 'POST', path: 'authIndexValue=ProveByCode' };
    const status = { kind: 'status', status: 500 } as const;

    for (let round = 0; round < 6; round += 1) {
      sandbox.breakNext({ match, effect: status });
      expect(await give()).toBe('UPSTREAM_ERROR');
    }
    for (let round = 0; round < 4; round += 1) {
      let calls = 0;
      const cutSecond = { kind: 'hook', run: async () => void (calls += 1) } as const;
      sandbox.breakNext({ match, effect: cutSecond });
      sandbox.breakNext({ match, effect: status });
      expect(await give()).toBe('UPSTREAM_ERROR');
      expect(calls).toBe(1);
    }

    expect(await give()).toBe('PROOFS_EXHAUSTED');
  });

  test('a push that could not be sent uses up no limit', async () => {
    const user = proofs.user('bob');
    proofs.stage.sandbox.configure({ proofJourneys: 'MISSING' });

    const missing = await proofs.run('startPushProof', 'helen', { user });
    proofs.stage.sandbox.configure({ proofJourneys: 'GUARDED' });

    expect(missing).toBe('NOT_SUPPORTED_UPSTREAM');
    expect(await proofs.run('startPushProof', 'helen', { user })).toMatchObject({
      state: 'WAITING',
    });
  });

  test('one agent can start 30 proofs in ten minutes', async () => {
    const input = { user: proofs.user('bob') };
    for (let code = 21; code < 51; code += 1)
      expect(
        shown(await proofs.run('proveByCode', 'helen', { ...input, code: codeOf('bob', code) }))
          .state,
      ).toBe('PROVEN');

    expect(await proofs.run('startPushProof', 'helen', { user: proofs.user('alice') })).toBe(
      'RATE_LIMITED',
    );
  });
});

describe.each(['openam', 'pingam'] as const)('with two realms of one directory on %s', (flavor) => {
  const proofs = new ProofStage(flavor, {
    AM_REALMS: 'tenant=/,alpha,beta',
    HELP_DESK_REALMS: 'alpha:tenant',
    ADMIN_GROUPS: 'alpha:admins',
    PRIVILEGED_GROUPS: 'alpha:executives',
  });

  test('a person is the same through either realm', async () => {
    const [here, there] = [proofs.user('bob', 'alpha'), proofs.user('bob', 'tenant')];

    const first = shown(await proofs.run('startPushProof', 'helen', { user: here }));

    expect(await proofs.run('startPushProof', 'helen', { user: there })).toBe('RATE_LIMITED');
    const { proofId } = first;
    expect(await proofs.run('checkPushProof', 'helen', { user: there, proofId })).toMatchObject({
      proofId,
    });
    for (let round = 0; round < 5; round += 1)
      await proofs.run('proveByCode', 'helen', { user: there, code: wrong });
    const code = codeOf('bob', 21);
    expect(await proofs.run('proveByCode', 'helen', { user: here, code })).toBe('PROOFS_EXHAUSTED');
  });
});

describe('with two gateways on one ledger', () => {
  const proofs = new ProofStage();

  test('limits count the pushes of both', async () => {
    const other = await proofs.openGateway();
    try {
      await proofs.run('startPushProof', 'helen', { user: proofs.user('bob') });
      const document =
        'mutation { startPushProof(input: { user: { id: "bob" } }) { proof { state } } }';

      const answer = await other.gateway.ask(document, await other.peer.signIn('hugo'));

      expect(codesOf(answer)).toEqual(['RATE_LIMITED']);
    } finally {
      await other.close();
    }
  });
});
