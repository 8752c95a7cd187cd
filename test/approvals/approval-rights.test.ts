/** Requested changes are shown and withdrawn by the caller's present rights (A13, A18). */
import { describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import { ApprovalStage } from './approval-stage.ts';

describe('a requested change', () => {
  const approvals = new ApprovalStage();

  /** What a caller gets of the requested change, by every way to it. */
  async function tries(as: SessionHeader, id: string): Promise<unknown> {
    const one = `{ pendingChange(id: "${id}") { reason devices { amId } } }`;
    const read = await approvals.stage.gateway.ask(one, as);
    const { code, errors } = await approvals.run('withdrawChange', as, { id });
    return { read: [read.data, ...codesOf(read)], list: await approvals.waiting(as), code, errors };
  }

  const nothing = (code: string): object => ({
    read: [{ pendingChange: null }, code],
    list: code,
    code,
    errors: [],
  });

  test('is closed to a token of its requester with another scope', async () => {
    const id = await approvals.request(await approvals.signIn('helen'));
    const token = bearer(approvals.stage.sandbox, 'helen', { scopes: ['email'] });

    expect(await tries(token, id)).toEqual(nothing('FORBIDDEN'));
  });

  test('is closed to its requester who is no longer staff', async () => {
    const helen = await approvals.signIn('helen');
    const id = await approvals.request(helen);
    const entry = entryOf(approvals.stage.peer, 'helen');
    await changeMembers(approvals.stage.peer, 'helpdesk', (members) =>
      members.filter((one) => one !== entry),
    );
    approvals.now += 31_000;

    expect(await tries(helen, id)).toEqual(nothing('FORBIDDEN'));
    expect((await approvals.ledger.approvals?.find(id))?.state).toBe('WAITING');
  });
});
