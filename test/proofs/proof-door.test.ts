/**
 * A journey proves something only if it refuses everyone but the gateway (security B10), and what
 * is no code or no person never reaches it.
 */
import { describe, expect, test } from '@jest/globals';
import { realmPath } from '../openam/am-rest.ts';
import { fieldAt } from '../support/json.ts';
import { codesOf } from '../support/gateway.ts';
import { withLists } from '../support/with-lists.ts';
import { codeOf, ProofStage } from './proof-stage.ts';

const unsupported = ['NOT_SUPPORTED_UPSTREAM'];

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const proofs = new ProofStage(flavor);
  const push = () =>
    proofs.answer('startDeviceOwnerPushProof', 'helen', { user: proofs.user('bob') });
  const give = (counter: number) => {
    const input = { user: proofs.user('bob'), code: codeOf('bob', counter) };
    return proofs.answer('proveDeviceOwnerByCode', 'helen', input);
  };
  /** The attempts of the gateway to open a journey without the secret. */
  const knocks = () =>
    proofs.journeyCalls().filter(({ headers }) => !('x-proof-secret' in headers)).length;

  test('a journey that opens without the secret proves nothing', async () => {
    proofs.stage.sandbox.configure({ proofJourneys: 'OPEN' });

    const answers = [await give(21), await push()];

    expect(answers.map(codesOf)).toEqual([unsupported, unsupported]);
    expect(answers[0]?.errors[0]?.message).toContain('how its journey is built');
    expect(proofs.stage.gateway.log.join('')).toContain('opens without the secret');
    expect(proofs.journeyCalls()).toHaveLength(knocks());
  });

  test('a journey that is missing is refused with one sentence', async () => {
    proofs.stage.sandbox.configure({ proofJourneys: 'MISSING' });

    const answer = await push();

    expect(codesOf(answer)).toEqual(unsupported);
    expect(answer.errors[0]?.message).toContain('has no journey for this proof');
  });

  test('success without a question proves nothing, although a stale list shows a device', async () => {
    const { sandbox, peer } = proofs.stage;
    const path = `${realmPath('alpha')}/users/${peer.idOf('bob')}/devices/2fa/oath?_action=reset`;
    const headers = { ...(await peer.signIn('amadmin')) };
    const call = { method: 'POST', resource: '1.0', headers, json: {} } as const;
    expect((await peer.rest.call(path, call)).status).toBe(200);
    const match = { method: 'GET', path: 'devices/2fa/oath' };
    sandbox.breakNext({ match, times: Infinity, effect: { kind: 'lag', ms: 60_000 } });

    expect(codesOf(await give(21))).toEqual(unsupported);
    expect(proofs.stage.gateway.log.join('')).toContain('succeeds without a question');
  });

  test('a session that AM creates all the same is ended, and the proof counts', async () => {
    const { sandbox, gateway } = proofs.stage;
    sandbox.configure({ ignoreNoSession: true });

    const answer = await give(21);

    expect(fieldAt(answer.data, 'proveDeviceOwnerByCode', 'proof', 'state')).toBe('PROVEN');
    const logouts = sandbox.received().filter(({ path }) => path.includes('_action=logout'));
    expect(logouts).toHaveLength(1);
    const session = String(logouts[0]?.headers[sandbox.cookieName.toLowerCase()]);
    const ended = await proofs.ask('{ gatewayCaller { roles } }', {
      [sandbox.cookieName]: session,
    });
    expect(ended.data).toEqual({ gatewayCaller: { roles: [] } });
    expect([answer.text, ...gateway.log].join('')).not.toContain(session);
  });

  test('the door is tried once an hour', async () => {
    await give(21);
    const once = knocks();
    await give(22);
    expect(knocks()).toBe(once);
    proofs.now += 3_600_000;
    await give(23);
    expect(knocks()).toBe(2 * once);
  });
});

describe('on pingam', () => {
  const secretive = new ProofStage('pingam', { PROOF_JOURNEY_SECRET: 'x'.repeat(32) });
  const pushes = new ProofStage(
    'pingam',
    withLists({ proofJourneys: [{ method: 'push', journey: 'ProveByPush' }] }),
  );
  const proofs = new ProofStage();

  test('with another secret than the script nothing is proven, and the log says what to compare', async () => {
    const answer = await secretive.answer('startDeviceOwnerPushProof', 'helen', {
      user: secretive.user('bob'),
    });

    expect(codesOf(answer)).toEqual(unsupported);
    expect(secretive.stage.gateway.log.join('')).toContain('compare PROOF_JOURNEY_SECRET');
  });

  test('a method that is not configured is refused without a call', async () => {
    const input = { user: pushes.user('bob'), code: '123456' };

    expect([await pushes.run('proveDeviceOwnerByCode', 'helen', input)]).toEqual(unsupported);
    expect(pushes.journeyCalls()).toEqual([]);
  });

  test('a person who does not exist has no proof', async () => {
    const input = { user: { id: 'missing' } };

    expect(await proofs.run('startDeviceOwnerPushProof', 'helen', input)).toBeNull();
    expect(
      await proofs.run('proveDeviceOwnerByCode', 'helen', { ...input, code: '123456' }),
    ).toBeNull();
  });

  test.each([
    ['../bob', '123456'],
    ...['', '12345', '123456789', '12345a', '１２３４５６', 'SECRET-bob-1'].map((code) => [
      'bob',
      code,
    ]),
  ])('for %s the code %j is refused before any call, and not quoted', async (id, code) => {
    const helen = await proofs.signIn('helen');
    const { sandbox } = proofs.stage;
    sandbox.clearReceived();

    const answer = await proofs.answer('proveDeviceOwnerByCode', helen, { user: { id }, code });

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.text).not.toContain(code === '' ? 'quoted' : code);
    expect(sandbox.received()).toEqual([]);
  });
});
