/**
 * A change is recorded, is made once for repeated requests, and is visible to permitted callers.
 */
import { describe, expect, test } from '@jest/globals';
import {
  PersonHistoryDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import { usePeer } from './peer-stage.ts';
import { peers } from '../support/peer.ts';

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, (peer) => peer.staffEnv(), { isRecorded: true });

  test('helen resets bob with a double click; bob sees that staff did it, alice sees nothing', async () => {
    const [helen, alice] = await Promise.all([on.peer.signIn('helen'), on.peer.signIn('alice')]);
    const id = on.peer.idOf('bob');
    const input = { target: { user: { id } }, reason: 'lost phone' };

    const answers = await Promise.all(
      [1, 2].map(() => on.gateway.send(ResetOathDevicesDocument, { input }, helen)),
    );

    const told = answers.map(({ data }) => data?.resetOathDevices ?? null);
    expect(told.map((payload) => payload?.outcome)).toEqual(['DONE', 'DONE']);
    expect(told.map((payload) => payload?.isReplayed).filter(Boolean)).toEqual([true]);
    expect(told[0]?.change).toEqual(told[1]?.change);
    expect(await on.peer.deviceIds('bob', 'OATH')).toEqual([]);
    // The change has ended his earlier sessions.
    const bob = await on.peer.signIn('bob');
    const variables = { id, first: 10 };
    const seen = await on.gateway.send(PersonHistoryDocument, variables, bob);
    expect(seen.errors).toEqual([]);
    expect(seen.data?.user?.history?.edges.map(({ node }) => node)).toMatchObject([
      {
        id: told[0]?.change?.id,
        effect: 'RESET',
        kinds: ['OATH'],
        outcome: 'DONE',
        actor: { amId: null, realm: 'alpha', role: 'HELP_DESK' },
        removedDevices: [{ kind: 'OATH' }, { kind: 'OATH' }],
        reason: null,
      },
    ]);
    expect(codesOf(await on.gateway.send(PersonHistoryDocument, variables, alice))).toEqual([
      'FORBIDDEN',
    ]);
    const ofHelen = await on.gateway.send(PersonHistoryDocument, variables, helen);
    expect(ofHelen.data?.user?.history?.edges[0]?.node).toMatchObject({
      actor: { amId: on.peer.idOf('helen') },
      reason: 'lost phone',
    });
    const vera = await on.gateway.send(
      PersonHistoryDocument,
      { id: on.peer.idOf('vera'), first: 10 },
      helen,
    );
    expect(codesOf(vera)).toEqual(['TARGET_PRIVILEGED']);
  });
});
