/** The limits of a sign-out everywhere: per person, apart from those of resets (security F2). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';

const mutation = `mutation ($input: EndSessionsInput!) { endSessions(input: $input) { outcome } }`;

describe('limits', () => {
  let now = Date.parse('2026-11-25T12:00:00Z');
  let peer: SandboxPeer;
  let ledger: OpenLedger;
  let gateway: TestGateway;
  let helen: SessionHeader;
  let oscar: SessionHeader;

  beforeEach(async () => {
    peer = await openSandboxPeer();
    ledger = await openTestLedger({ now: () => now });
    const env = { ...peer.staffEnv(), LIMIT_PERSON_CHANGES: '1/24h' };
    gateway = await startTestGateway(peer, { env, ledger, now: () => now });
    [helen, oscar] = await Promise.all([peer.signIn('helen'), peer.signIn('oscar')]);
  });
  afterEach(async () => {
    await gateway.stop();
    await ledger.close();
    await peer.close();
  });
  const signOut = async (as: SessionHeader, id: string, more: object = {}) => {
    now += 60_000;
    const input = { target: { user: { id } }, reason: 'lost phone', ...more };
    return codesOf(await gateway.ask(mutation, as, { input }));
  };

  test('are of each person, refuse the dry run too, and are counted apart from resets', async () => {
    expect(await signOut(helen, 'bob', { dryRun: true })).toEqual([]);
    expect(await signOut(helen, 'bob')).toEqual([]);

    expect(await signOut(helen, 'bob')).toEqual(['RATE_LIMITED']);
    expect(await signOut(helen, 'bob', { dryRun: true })).toEqual(['RATE_LIMITED']);
    expect(await signOut(oscar, 'bob')).toEqual(['RATE_LIMITED']);
    expect(await signOut(helen, 'alice')).toEqual([]);
    const reset =
      'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }';
    const input = { target: { user: { id: 'bob' } }, reason: 'lost phone' };
    expect(codesOf(await gateway.ask(reset, helen, { input }))).toEqual([]);
  });

  test('are overridden by an administrator, which is recorded', async () => {
    await signOut(helen, 'bob');

    expect(await signOut(oscar, 'bob', { overrideLimit: true })).toEqual([]);
    const { changes } = await ledger.history({ realm: 'alpha', first: 1 });
    expect(changes[0]).toMatchObject({ overrode: [expect.stringContaining('person')] });
  });

  test('do not count a sign-out that AM refused', async () => {
    const effect = { kind: 'status', status: 403, body: { code: 403 } } as const;
    peer.sandbox.breakNext({ match: { path: '_action=logoutBy' }, effect });
    await signOut(helen, 'bob');

    expect(await signOut(helen, 'bob')).toEqual([]);
  });
});
