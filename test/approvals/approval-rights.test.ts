/** Requested changes are shown and withdrawn by the caller's present rights (A13, A18). */
import { describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import { documents } from './approval-documents.ts';
import { ApprovalStage } from './approval-stage.ts';

describe('a requested change', () => {
  const approvals = new ApprovalStage();

  /** What a caller gets of the requested change, by every way to it. */
  async function tries(as: SessionHeader, id: string): Promise<unknown> {
    const { gateway } = approvals.stage;
    const one = `{ pendingChange(id: "${id}") { reason devices { amId } } }`;
    const read = await gateway.ask(one, as);
    const list = await gateway.ask('{ pendingChanges { nodes { id } } }', as);
    const withdrawn = await gateway.ask(documents.withdrawChange, as, { input: { id } });
    return [read, list, withdrawn].map((answer) => [answer.data, codesOf(answer)]);
  }

  const refused = ['FORBIDDEN'];
  const nothing = [
    [{ pendingChange: null }, refused],
    [{ pendingChanges: null }, refused],
    [{ withdrawChange: null }, refused],
  ];

  test('is closed to a token of its requester with another scope', async () => {
    const id = await approvals.request();
    const token = bearer(approvals.stage.sandbox, 'helen', { scopes: ['email'] });

    expect(await tries(token, id)).toEqual(nothing);
  });

  test('is closed to its requester who is no longer staff', async () => {
    const helen = await approvals.stage.peer.signIn('helen');
    const id = await approvals.request();
    const entry = entryOf(approvals.stage.peer, 'helen');
    await changeMembers(approvals.stage.peer, 'helpdesk', (members) =>
      members.filter((one) => one !== entry),
    );
    approvals.now += 31_000;

    expect(await tries(helen, id)).toEqual(nothing);
    expect((await approvals.ledger.approvals?.find(id))?.state).toBe('WAITING');
  });
});
