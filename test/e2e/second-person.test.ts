/** A second person approves a change, also on a real OpenAM. */
import { describe, expect, test } from '@jest/globals';
import { documents } from '../approvals/approval-documents.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { usePeer } from './peer-stage.ts';
import { peers } from '../support/peer.ts';

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, (peer) => ({ ...peer.staffEnv(), APPROVAL_REQUIRED: 'everyone' }), {
    isRecorded: true,
  });

  const resetOf = (name: string) => ({
    target: { user: { id: on.peer.idOf(name) } },
    kinds: ['OATH'],
  });

  async function run(
    as: string,
    name: keyof typeof documents,
    input: object,
  ): Promise<readonly [unknown, readonly string[]]> {
    const answer = await on.gateway.ask(documents[name], await on.peer.signIn(as), { input });
    return [fieldAt(answer.data ?? {}, name), codesOf(answer)];
  }

  test('a reset by the help desk waits for another member, and is then made once', async () => {
    const [, refused] = await run('helen', 'resetDevices', resetOf('bob'));
    const { kinds, ...target } = resetOf('bob');
    const asked = { ...target, change: { reset: { kinds } }, reason: 'lost phone' };
    const [requested] = await run('helen', 'requestDeviceChange', asked);
    const id = textAt(requested, 'pendingChange', 'id');
    const before = await on.peer.deviceIds('bob', 'OATH');
    const [, byHerself] = await run('helen', 'approveDeviceChange', { id });

    const [approved] = await run('hugo', 'approveDeviceChange', { id });

    expect([refused, byHerself]).toEqual([['APPROVAL_REQUIRED'], ['FORBIDDEN']]);
    expect(before).toHaveLength(2);
    expect(approved).toMatchObject({
      pendingChange: { state: 'APPROVED' },
      change: { outcome: 'DONE', approval: { approvedBy: { amId: on.peer.idOf('hugo') } } },
    });
    expect(await on.peer.deviceIds('bob', 'OATH')).toEqual([]);
    const { changes } = await on.ledger.history({ realm: 'alpha', first: 10 });
    expect(changes.filter(({ outcome }) => outcome !== null)).toHaveLength(1);
  });
});
