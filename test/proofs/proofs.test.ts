/** A person proves their identity through a journey of AM, on each product. */
import { describe, expect, test } from '@jest/globals';
import { writesTo } from '../access/received.ts';
import { codeOf, ProofStage, shown } from './proof-stage.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const proofs = new ProofStage(flavor, { VERIFICATION_REQUIRED: 'proof' });

  test('an approved push permits one change, whose record names it', async () => {
    const helen = await proofs.signIn('helen');
    const user = proofs.user('bob');

    const started = shown(await proofs.run('startPushProof', helen, { user }));
    const { proofId } = started;
    const waiting = shown(await proofs.run('checkPushProof', helen, { user, proofId }));
    proofs.stage.sandbox.answerPush('bob', 'approve');
    proofs.now += 3_000;
    const proven = shown(await proofs.run('checkPushProof', helen, { user, proofId }));
    const changed = await proofs.reset(helen, 'bob', { proofId });

    const until = new Date(proofs.now - 3_000 + 120_000).toISOString();
    expect(started).toMatchObject({ state: 'WAITING', expiresAt: until });
    expect(started.challenge ?? 'none').toMatch(flavor === 'openam' ? /^none$/ : /^\d\d$/);
    expect(waiting).toEqual(started);
    const expiresAt = new Date(proofs.now + 600_000).toISOString();
    expect(proven).toEqual({ proofId, state: 'PROVEN', challenge: null, expiresAt });
    const at = new Date(proofs.now).toISOString();
    expect(changed).toMatchObject({
      outcome: 'DONE',
      change: { verification: { method: 'push', at, reference: proofId, provenBy: 'AM' } },
    });
  });

  test.each(['decline', 'wrong number'] as const)(
    'a push with "%s" proves nothing',
    async (end) => {
      const helen = await proofs.signIn('helen');
      const user = proofs.user('bob');
      const { proofId } = shown(await proofs.run('startPushProof', helen, { user }));

      proofs.stage.sandbox.answerPush('bob', end);

      const ended = await proofs.run('checkPushProof', helen, { user, proofId });
      expect(ended).toMatchObject({ state: 'NOT_APPROVED', expiresAt: null });
      expect(await proofs.reset(helen, 'bob', { proofId })).toBe('VERIFICATION_REQUIRED');
      expect(await proofs.run('checkPushProof', helen, { user, proofId })).toEqual(ended);
      expect(proofs.signals.map(({ type }) => type)).toEqual(['proof-failed']);
    },
  );

  test('a code that AM accepts permits one change, and works once', async () => {
    const helen = await proofs.signIn('helen');
    const user = proofs.user('bob');
    const code = codeOf('bob', 21);

    const proven = shown(await proofs.run('proveByCode', helen, { user, code }));
    const again = await proofs.run('proveByCode', helen, { user, code });
    const { proofId } = proven;
    const changed = await proofs.reset(helen, 'bob', { proofId });

    expect(proven.state).toBe('PROVEN');
    expect(again).toMatchObject({ state: 'WRONG_CODE' });
    expect(changed).toMatchObject({
      outcome: 'DONE',
      change: { verification: { method: 'code', reference: proofId, provenBy: 'AM' } },
    });
  });

  test('a wrong code proves nothing', async () => {
    const helen = await proofs.signIn('helen');

    const input = { user: proofs.user('bob'), code: codeOf('alice', 3) };
    const wrong = shown(await proofs.run('proveByCode', helen, input));

    expect(wrong.state).toBe('WRONG_CODE');
    const changed = await proofs.reset(helen, 'bob', { proofId: wrong.proofId });
    expect(changed).toBe('VERIFICATION_REQUIRED');
  });

  test('a person without a device is not sent to the journey, which would let them pass', async () => {
    const helen = await proofs.signIn('helen');
    const user = proofs.user('carol');

    const push = await proofs.run('startPushProof', helen, { user });
    const code = await proofs.run('proveByCode', helen, { user, code: '123456' });

    expect([push, code]).toMatchObject([{ state: 'NO_DEVICE' }, { state: 'NO_DEVICE' }]);
    expect(proofs.journeyCalls()).toEqual([]);
    expect(await proofs.reset(helen, 'carol')).toBe('VERIFICATION_REQUIRED');
    expect(writesTo(proofs.stage.sandbox)).toEqual([]);
  });

  test('the journey gets the person and the secret, no credential, and creates no session', async () => {
    const helen = await proofs.signIn('helen');
    const { sandbox, peer } = proofs.stage;

    await proofs.run('proveByCode', helen, { user: proofs.user('bob'), code: codeOf('bob', 21) });

    const calls = proofs.journeyCalls();
    expect(calls.length).toBeGreaterThanOrEqual(3);
    const [first] = calls;
    expect(first?.headers['x-proof-secret']).toBeUndefined();
    for (const { path, headers } of calls) {
      expect(path).toContain('noSession=true');
      expect(headers).toMatchObject({ 'x-proof-user': peer.idOf('bob') });
      expect(headers[sandbox.cookieName.toLowerCase()]).toBeUndefined();
      expect(headers['authorization']).toBeUndefined();
    }
  });
});
