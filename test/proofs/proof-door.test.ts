/** A journey proves something only if it refuses everyone but the gateway (security B10). */
import { describe, expect, test } from '@jest/globals';
import { realmPath } from '../openam/am-rest.ts';
import { fieldAt } from '../support/json.ts';
import { codesOf } from '../support/gateway.ts';
import { codeOf, ProofStage } from './proof-stage.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const proofs = new ProofStage(flavor);

  test('a journey that opens without the secret proves nothing', async () => {
    const helen = await proofs.signIn('helen');
    const { sandbox } = proofs.stage;
    const user = proofs.user('bob');
    sandbox.configure({ proofJourneys: 'OPEN' });

    const code = await proofs.answer('proveByCode', helen, { user, code: codeOf('bob', 21) });
    const push = await proofs.answer('startPushProof', helen, { user });

    expect([...codesOf(code), ...codesOf(push)]).toEqual([
      'NOT_SUPPORTED_UPSTREAM',
      'NOT_SUPPORTED_UPSTREAM',
    ]);
    expect(code.errors[0]?.message).toContain('how its journey is built');
    expect(proofs.stage.gateway.log.join('')).toContain('opens without the secret');
    expect(proofs.journeyCalls().every(({ headers }) => !('x-proof-secret' in headers))).toBe(true);
  });

  test('a journey that is missing is refused with one sentence', async () => {
    const helen = await proofs.signIn('helen');
    proofs.stage.sandbox.configure({ proofJourneys: 'MISSING' });

    const answer = await proofs.answer('startPushProof', helen, { user: proofs.user('bob') });

    expect(codesOf(answer)).toEqual(['NOT_SUPPORTED_UPSTREAM']);
    expect(answer.errors[0]?.message).toContain('has no journey for this proof');
  });

  test('success without a question proves nothing, although a stale list shows a device', async () => {
    const helen = await proofs.signIn('helen');
    const { sandbox, peer } = proofs.stage;
    const id = peer.idOf('bob');
    const path = `${realmPath('alpha')}/users/${id}/devices/2fa/oath?_action=reset`;
    const headers = { ...(await peer.signIn('amadmin')) };
    const reset = await peer.rest.call(path, {
      method: 'POST',
      resource: '1.0',
      headers,
      json: {},
    });
    expect(reset.status).toBe(200);
    const match = { method: 'GET', path: 'devices/2fa/oath' };
    sandbox.breakNext({ match, times: Infinity, effect: { kind: 'lag', ms: 60_000 } });

    const input = { user: proofs.user('bob'), code: codeOf('bob', 21) };
    const answer = await proofs.answer('proveByCode', helen, input);

    expect(codesOf(answer)).toEqual(['NOT_SUPPORTED_UPSTREAM']);
    expect(proofs.stage.gateway.log.join('')).toContain('succeeds without a question');
  });

  test('a session that AM creates all the same is ended, and the proof counts', async () => {
    const helen = await proofs.signIn('helen');
    const { sandbox, gateway } = proofs.stage;
    sandbox.configure({ ignoreNoSession: true });

    const input = { user: proofs.user('bob'), code: codeOf('bob', 21) };
    const answer = await proofs.answer('proveByCode', helen, input);

    expect(fieldAt(answer.data, 'proveByCode', 'proof', 'state')).toBe('PROVEN');
    const logouts = sandbox.received().filter(({ path }) => path.includes('_action=logout'));
    expect(logouts).toHaveLength(1);
    const session = String(logouts[0]?.headers[sandbox.cookieName.toLowerCase()]);
    const check = await gateway.ask('{ caller { roles } }', { [sandbox.cookieName]: session });
    expect(check.data).toEqual({ caller: { roles: [] } });
    expect(gateway.log.join('')).not.toContain(session);
    expect(answer.text).not.toContain(session);
  });

  test('the door is tried once an hour', async () => {
    const tried = (): number =>
      proofs.journeyCalls().filter(({ headers }) => !('x-proof-secret' in headers)).length;
    const give = async (counter: number) => {
      const code = codeOf('bob', counter);
      const helen = await proofs.signIn('helen');
      return proofs.run('proveByCode', helen, { user: proofs.user('bob'), code });
    };

    await give(21);
    const once = tried();
    await give(22);
    expect(tried()).toBe(once);
    proofs.now += 3_600_000;
    await give(23);
    expect(tried()).toBe(2 * once);
  });
});

describe('with another secret than the script', () => {
  const proofs = new ProofStage('pingam', { PROOF_JOURNEY_SECRET: 'x'.repeat(32) });

  test('nothing is proven, and the log says what to compare', async () => {
    const helen = await proofs.signIn('helen');

    const answer = await proofs.answer('startPushProof', helen, { user: proofs.user('bob') });

    expect(codesOf(answer)).toEqual(['NOT_SUPPORTED_UPSTREAM']);
    expect(proofs.stage.gateway.log.join('')).toContain('compare PROOF_JOURNEY_SECRET');
  });
});

describe('without journeys', () => {
  const proofs = new ProofStage('pingam', {
    PROOF_JOURNEYS: 'push=ProveByPush',
  });

  test('a method that is not configured is refused without a call', async () => {
    const helen = await proofs.signIn('helen');

    const input = { user: proofs.user('bob'), code: '123456' };

    expect(await proofs.run('proveByCode', helen, input)).toBe('NOT_SUPPORTED_UPSTREAM');
    expect(proofs.journeyCalls()).toEqual([]);
  });
});
