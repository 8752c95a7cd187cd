/** A change by staff ends the user's sessions in AM, but never the caller's session. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import { usePeer } from './peer-stage.ts';
import { peers, type SessionHeader } from '../support/peer.ts';

describe.each(peers)('on $name', (row) => {
  const on = usePeer(
    row,
    (peer) => ({ ...peer.staffEnv(), LIMIT_PERSON_CHANGES: 'none', LIMIT_OWN_CHANGES: 'none' }),
    { isRecorded: true },
  );
  let bob: SessionHeader;
  let bobsOther: SessionHeader;
  beforeEach(async () => {
    [bob, bobsOther] = await Promise.all([on.peer.signIn('bob'), on.peer.signIn('bob')]);
  });

  /** Whether AM still accepts each of these sessions. */
  const live = (...sessions: readonly SessionHeader[]): Promise<readonly boolean[]> =>
    Promise.all(
      sessions.map(async (headers) => {
        const path = '/json/realms/root/sessions?_action=getSessionInfo';
        const call = { method: 'POST', resource: '2.0', headers, json: {} } as const;
        return (await on.peer.rest.call(path, call)).status === 200;
      }),
    );
  const isCounted = (): boolean => on.peer.flavor === 'openam';
  /** A key for each change, so that it is no double click of another test's change. */
  const keyed = <T extends object>(input: T): T & typeof defaults => ({
    ...defaults,
    idempotencyKey: `${performance.now()}`,
    ...input,
  });
  const defaults = { reason: 'lost phone' };
  const resetBy = async (as: SessionHeader, input: { readonly endSessions?: boolean } = {}) => {
    const target = { user: { id: on.peer.idOf('bob') } };
    const variables = { input: keyed({ target, ...input }) };
    const { data, errors } = await on.gateway.send(ResetOathDevicesDocument, variables, as);
    expect(errors).toEqual([]);
    return data?.resetOathDevices;
  };

  test("helen's reset ends bob's sessions but not hers, and the record shows it", async () => {
    const helen = await on.peer.signIn('helen');

    const change = await resetBy(helen);

    expect(change).toMatchObject({ outcome: 'DONE', sessionsEnding: 'ENDED' });
    expect(await live(bob, bobsOther, helen)).toEqual([false, false, true]);
    expect((change?.sessionsEnded ?? 0) >= 2).toBe(isCounted());
    const recorded = await on.ledger.findChange(change?.change?.reference ?? '');
    const sessionsEnded = change?.sessionsEnded ?? null;
    expect(recorded?.outcome).toMatchObject({ sessionsEnding: 'ENDED', sessionsEnded });
  });

  test('bob ends his other sessions if AM can distinguish his own', async () => {
    const change = await resetBy(bob, { endSessions: true });

    const sessionsEnding = isCounted() ? 'ENDED' : 'NOT_SUPPORTED';
    expect(change).toMatchObject({ outcome: 'DONE', sessionsEnding });
    expect((change?.sessionsEnded ?? 0) >= 1).toBe(isCounted());
    expect(await live(bob, bobsOther)).toEqual([true, !isCounted()]);
  });
});
