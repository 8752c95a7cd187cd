/** A second person approves a change, also on a real OpenAM. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { documents } from '../approvals/approval-documents.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { type Peer, peers } from '../support/peer.ts';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let ledger: OpenLedger;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await open();
    ledger = await openTestLedger();
    const env = { ...peer.staffEnv(), APPROVAL_REQUIRED: 'everyone' };
    gateway = await startTestGateway(peer, { env, ledger });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await ledger?.close();
    await peer?.restore();
    await peer?.close();
  });

  const resetOf = (name: string): object => ({
    target: { user: { id: peer.idOf(name) } },
    kinds: ['OATH'],
  });

  async function run(
    as: string,
    name: keyof typeof documents,
    input: object,
  ): Promise<readonly [unknown, readonly string[]]> {
    const answer = await gateway.ask(documents[name], await peer.signIn(as), { input });
    return [fieldAt(answer.data ?? {}, name), codesOf(answer)];
  }

  test('a reset by the help desk waits for another member, and is then made once', async () => {
    const [, refused] = await run('helen', 'resetDevices', resetOf('bob'));
    const asked = { ...resetOf('bob'), effect: 'RESET', reason: 'lost phone' };
    const [requested] = await run('helen', 'requestChange', asked);
    const id = textAt(requested, 'pendingChange', 'id');
    const before = await peer.deviceIds('bob', 'OATH');
    const [, byHerself] = await run('helen', 'approveChange', { id });

    const [approved] = await run('hugo', 'approveChange', { id });

    expect([refused, byHerself]).toEqual([['APPROVAL_REQUIRED'], ['FORBIDDEN']]);
    expect(before).toHaveLength(2);
    expect(approved).toMatchObject({
      pendingChange: { state: 'APPROVED' },
      change: { outcome: 'DONE', approval: { approvedBy: { amId: peer.idOf('hugo') } } },
    });
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
    const { changes } = await ledger.history({ realm: 'alpha', first: 10 });
    expect(changes.filter(({ outcome }) => outcome !== null)).toHaveLength(1);
  });
});
