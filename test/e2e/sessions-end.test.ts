/** After a change by staff the person's sessions are dead, at AM itself; the session that asks never is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { peers } from '../support/peer.ts';
import type { Peer, SessionHeader } from '../support/peer.ts';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let ledger: OpenLedger;
  let gateway: TestGateway;
  let bob: SessionHeader;
  let bobsOther: SessionHeader;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));

  beforeAll(async () => {
    peer = await open();
    const parts = { now: Date.now, warn: () => undefined };
    ledger = await openLedger({ folder, postgres: undefined }, parts);
    const env = { ...peer.staffEnv(), LIMIT_PERSON_CHANGES: 'none', LIMIT_OWN_CHANGES: 'none' };
    gateway = await startTestGateway(peer, { env, ledger });
  });
  beforeEach(async () => {
    await peer.restore();
    [bob, bobsOther] = await Promise.all([peer.signIn('bob'), peer.signIn('bob')]);
  });
  afterAll(async () => {
    await gateway?.stop();
    await ledger?.close();
    await peer?.close();
    rmSync(folder, { recursive: true });
  });

  /** Whether AM itself still takes each of these sessions. */
  const live = (...sessions: readonly SessionHeader[]): Promise<readonly boolean[]> =>
    Promise.all(
      sessions.map(async (headers) => {
        const path = '/json/realms/root/sessions?_action=getSessionInfo';
        const { status } = await peer.rest.call(path, {
          method: 'POST',
          resource: '2.0',
          headers,
          json: {},
        });
        return status === 200;
      }),
    );
  const isCounted = (): boolean => peer.flavor === 'openam';
  /** A key for each change, so that none is the double click of another test's. */
  const keyed = <T extends object>(input: T): T & typeof defaults => ({
    ...defaults,
    idempotencyKey: `${performance.now()}`,
    ...input,
  });
  const defaults = { reason: 'lost phone' };
  const resetBy = async (as: SessionHeader, input: { readonly endSessions?: boolean } = {}) => {
    const target = { user: { id: peer.idOf('bob') } };
    const variables = { input: keyed({ target, ...input }) };
    const { data, errors } = await gateway.send(ResetOathDevicesDocument, variables, as);
    expect(errors).toEqual([]);
    return data?.resetOathDevices;
  };

  test("helen's reset ends bob's sessions and not hers, and the record tells", async () => {
    const helen = await peer.signIn('helen');

    const told = await resetBy(helen);

    expect(told).toMatchObject({ outcome: 'DONE', sessionsEnding: 'ENDED' });
    expect(await live(bob, bobsOther, helen)).toEqual([false, false, true]);
    expect((told?.sessionsEnded ?? 0) >= 2).toBe(isCounted());
    const recorded = await ledger.findChange(told?.change?.id ?? '');
    const sessionsEnded = told?.sessionsEnded ?? null;
    expect(recorded?.outcome).toMatchObject({ sessionsEnding: 'ENDED', sessionsEnded });
  });

  test('a repeat has the first answer and ends nothing again', async () => {
    const helen = await peer.signIn('helen');
    const input = keyed({ target: { user: { id: peer.idOf('bob') } } });
    const send = () => gateway.send(ResetOathDevicesDocument, { input }, helen);

    const first = (await send()).data?.resetOathDevices;
    const anew = await peer.signIn('bob');
    const second = (await send()).data?.resetOathDevices;

    const { sessionsEnding, sessionsEnded } = first ?? {};
    expect(second).toMatchObject({ replayed: true, sessionsEnding, sessionsEnded });
    expect(await live(anew)).toEqual([true]);
  });

  test('staff may leave them', async () => {
    const told = await resetBy(await peer.signIn('helen'), { endSessions: false });

    expect(told).toMatchObject({ outcome: 'DONE', sessionsEnding: 'NOT_ASKED' });
    expect(await live(bob, bobsOther)).toEqual([true, true]);
  });

  test("bob's own reset ends none of his", async () => {
    expect(await resetBy(bob)).toMatchObject({ outcome: 'DONE', sessionsEnding: 'NOT_ASKED' });
    expect(await live(bob, bobsOther)).toEqual([true, true]);
  });

  test('bob ends his other sessions where his own can be told from them', async () => {
    const told = await resetBy(bob, { endSessions: true });

    const sessionsEnding = isCounted() ? 'ENDED' : 'NOT_SUPPORTED';
    expect(told).toMatchObject({ outcome: 'DONE', sessionsEnding });
    expect((told?.sessionsEnded ?? 0) >= 1).toBe(isCounted());
    expect(await live(bob, bobsOther)).toEqual([true, !isCounted()]);
  });

  test('a removal and a reset of several kinds end them, too', async () => {
    const oscar = await peer.signIn('oscar');
    const target = { user: { id: peer.idOf('bob') } };
    const device = { deviceId: deviceIds.bobOath, kind: 'OATH' as const };

    const removed = await gateway.send(
      RemoveDeviceDocument,
      { input: keyed({ target, ...device }) },
      oscar,
    );
    expect(await live(bob, oscar)).toEqual([false, true]);
    const anew = await peer.signIn('bob');
    const reset = await gateway.send(
      ResetDevicesDocument,
      { input: keyed({ target, kinds: ['OATH' as const, 'PUSH' as const] }) },
      oscar,
    );

    expect(removed.data?.removeDevice).toMatchObject({ sessionsEnding: 'ENDED' });
    expect(reset.data?.resetDevices).toMatchObject({ sessionsEnding: 'ENDED' });
    expect(await live(anew, oscar)).toEqual([false, true]);
  });
});
