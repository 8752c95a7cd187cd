/**
 * A person proves their identity through a journey of AM, on each product: what proves it, what
 * the gateway sends to AM, and that no push is forgotten.
 */
import { describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { writesTo } from '../access/received.ts';
import { until } from '../reliability/am-traffic.ts';
import { codeOf, ProofStage, shown } from './proof-stage.ts';

const unproven = 'VERIFICATION_REQUIRED';
const match = { method: 'POST', path: 'authIndexValue=ProveByPush' };

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const proofs = new ProofStage(flavor, { VERIFICATION_REQUIRED: 'proof' });
  const start = (name = 'bob') =>
    proofs.run('startDeviceOwnerPushProof', 'helen', { user: proofs.user(name) });
  const check = (proofId: string) =>
    proofs.run('checkDeviceOwnerPushProof', 'helen', { user: proofs.user('bob'), proofId });
  const give = (code: string, name = 'bob') =>
    proofs.run('proveDeviceOwnerByCode', 'helen', { user: proofs.user(name), code });
  const answerPush = (answer: Parameters<typeof proofs.stage.sandbox.answerPush>[1]) =>
    proofs.stage.sandbox.answerPush('bob', answer);

  test('an approved push permits one change, whose record names it', async () => {
    const started = shown(await start());
    const { proofId } = started;
    const waiting = await check(proofId);
    answerPush('approve');
    const expires = new Date(proofs.now + 120_000).toISOString();
    proofs.now += 3_000;
    const proven = await check(proofId);
    const changed = await proofs.reset('helen', 'bob', { proofId });

    expect(started).toMatchObject({ state: 'WAITING', expiresAt: expires });
    expect(started.challenge ?? 'none').toMatch(flavor === 'openam' ? /^none$/ : /^\d\d$/);
    expect(waiting).toEqual(started);
    const expiresAt = new Date(proofs.now + 600_000).toISOString();
    expect(proven).toEqual({ proofId, state: 'PROVEN', challenge: null, expiresAt });
    const at = new Date(proofs.now).toISOString();
    const verification = { method: 'push', at, reference: proofId, provenBy: 'AM' };
    expect(changed).toMatchObject({ outcome: 'DONE', change: { verification } });
  });

  test.each(['decline', 'wrong number'] as const)(
    'a push with "%s" proves nothing',
    async (end) => {
      const { proofId } = shown(await start());

      answerPush(end);

      const ended = await check(proofId);
      expect(ended).toMatchObject({ state: 'NOT_APPROVED', expiresAt: null });
      expect(await proofs.reset('helen', 'bob', { proofId })).toBe(unproven);
      expect(await check(proofId)).toEqual(ended);
      expect(proofs.signals.map(({ type }) => type)).toEqual(['proof-failed']);
    },
  );

  test('a code that AM accepts permits one change, and works once', async () => {
    const { proofId, state } = shown(await give(codeOf('bob', 21)));
    const again = await give(codeOf('bob', 21));
    const changed = await proofs.reset('helen', 'bob', { proofId });

    expect(state).toBe('PROVEN');
    expect(again).toMatchObject({ state: 'WRONG_CODE' });
    const verification = { method: 'code', reference: proofId, provenBy: 'AM' };
    expect(changed).toMatchObject({ outcome: 'DONE', change: { verification } });
  });

  test('a wrong code proves nothing', async () => {
    const { proofId, state } = shown(await give(codeOf('alice', 3)));

    expect(state).toBe('WRONG_CODE');
    expect(await proofs.reset('helen', 'bob', { proofId })).toBe(unproven);
  });

  test('a person without a device is not sent to the journey, which would let them pass', async () => {
    const ends = [await start('carol'), await give('123456', 'carol')];

    expect(ends).toMatchObject([{ state: 'NO_DEVICE' }, { state: 'NO_DEVICE' }]);
    expect(proofs.journeyCalls()).toEqual([]);
    expect(await proofs.reset('helen', 'carol')).toBe(unproven);
    expect(writesTo(proofs.stage.sandbox)).toEqual([]);
  });

  test('the journey gets the person and the secret, no credential, and creates no session', async () => {
    await give(codeOf('bob', 21));

    const calls = proofs.journeyCalls();
    const { sandbox, peer } = proofs.stage;
    expect(calls.length).toBeGreaterThanOrEqual(3);
    expect(calls[0]?.headers['x-proof-secret']).toBeUndefined();
    for (const { path, headers } of calls) {
      expect(path).toContain('noSession=true');
      expect(headers).toMatchObject({ 'x-proof-user': peer.idOf('bob') });
      expect(headers[sandbox.cookieName.toLowerCase()]).toBeUndefined();
      expect(headers['authorization']).toBeUndefined();
    }
  });

  test('of two checks of a push at once, one reaches AM, which answers each page once', async () => {
    const { proofId } = shown(await start());
    answerPush('approve');
    const before = proofs.journeyCalls().length;
    const held = Promise.withResolvers<void>();
    const effect = { kind: 'hook', run: () => held.promise } as const;
    proofs.stage.sandbox.breakNext({ match, effect });

    const first = check(proofId);
    await until('AM holds the first check', () => proofs.journeyCalls().length > before);
    const second = await check(proofId);
    const sent = proofs.journeyCalls().length - before;
    held.resolve();

    expect(second).toMatchObject({ proofId, state: 'WAITING' });
    expect(sent).toBe(1);
    expect(await first).toMatchObject({ proofId, state: 'PROVEN' });
    expect(await check(proofId)).toMatchObject({ proofId, state: 'PROVEN' });
  });

  test.each<[string, FaultEffect]>([
    ['a connection that AM cuts', { kind: 'cut', when: 'after' }],
    ['an error of AM', { kind: 'status', status: 500, applyEffect: true }],
    ['an answer that cannot be read', { kind: 'malformed' }],
  ])('after %s, a push that may have been sent counts', async (_label, effect) => {
    // The journey is tried without the secret, and OpenAM shows a page before it sends.
    const { sandbox } = proofs.stage;
    const steps = flavor === 'openam' ? 4 : 2;
    const pass = { kind: 'hook', run: () => undefined } as const;
    sandbox.breakNext({ match, times: steps - 1, effect: pass });
    sandbox.breakNext({ match, effect });

    const unclear = await start();
    const sent = proofs.journeyCalls().length;
    const again = await start();

    expect(unclear).toMatch(/^UPSTREAM_/);
    expect(() => answerPush('approve')).not.toThrow();
    expect(again).toBe('RATE_LIMITED');
    expect(proofs.journeyCalls()).toHaveLength(sent);
  });
});
