/** What the gateway sends to AM for a push: one check at a time, and no push that is forgotten. */
import { describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { until } from '../reliability/am-traffic.ts';
import { ProofStage, shown } from './proof-stage.ts';

const match = { method: 'POST', path: 'authIndexValue=ProveByPush' };

describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const proofs = new ProofStage(flavor);

  test('of two checks of a push at once, one reaches AM, which answers each page once', async () => {
    const helen = await proofs.signIn('helen');
    const input = { user: proofs.user('bob') };
    const { proofId } = shown(await proofs.run('startPushProof', helen, input));
    const check = () => proofs.run('checkPushProof', helen, { ...input, proofId });
    const { sandbox } = proofs.stage;
    sandbox.answerPush('bob', 'approve');
    const before = proofs.journeyCalls().length;
    const held = Promise.withResolvers<void>();
    sandbox.breakNext({ match, effect: { kind: 'hook', run: () => held.promise } });

    const first = check();
    await until('AM holds the first check', () => proofs.journeyCalls().length > before);
    const second = await check();
    const sent = proofs.journeyCalls().length - before;
    held.resolve();

    expect(second).toMatchObject({ proofId, state: 'WAITING' });
    expect(sent).toBe(1);
    expect(await first).toMatchObject({ proofId, state: 'PROVEN' });
    expect(await check()).toMatchObject({ proofId, state: 'PROVEN' });
  });

  test.each<[string, FaultEffect]>([
    ['a connection that AM cuts', { kind: 'cut', when: 'after' }],
    ['an error of AM', { kind: 'status', status: 500, applyEffect: true }],
    ['an answer that cannot be read', { kind: 'malformed' }],
  ])('after %s, a push that may have been sent counts', async (_label, effect) => {
    const helen = await proofs.signIn('helen');
    const user = proofs.user('bob');
    // The journey is tried without the secret, and OpenAM shows a page before it sends.
    const { sandbox } = proofs.stage;
    const steps = flavor === 'openam' ? 4 : 2;
    const pass = { kind: 'hook', run: () => undefined } as const;
    sandbox.breakNext({ match, times: steps - 1, effect: pass });
    sandbox.breakNext({ match, effect });

    const unclear = await proofs.run('startPushProof', helen, { user });
    const sent = proofs.journeyCalls().length;
    const again = await proofs.run('startPushProof', helen, { user });

    expect(unclear).toMatch(/^UPSTREAM_/);
    expect(() => sandbox.answerPush('bob', 'approve')).not.toThrow();
    expect(again).toBe('RATE_LIMITED');
    expect(proofs.journeyCalls()).toHaveLength(sent);
  });
});
