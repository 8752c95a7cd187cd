/** Requested changes are shown and withdrawn by the caller's present rights (A13, A18). */
import { describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { codesOf } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import { documents, toldBy } from './approval-documents.ts';
import { ApprovalStage, reset } from './approval-stage.ts';

describe('staff by the scope of a token', () => {
  const approvals = new ApprovalStage({ HELP_DESK_SCOPES: 'devices:help' });

  test('request what is carried out when the token is over', async () => {
    const alice = bearer(approvals.stage.sandbox, 'alice', { scopes: ['devices:help'] });
    const input = { ...approvals.target('bob'), ...reset };
    const answer = await approvals.ask(documents.requestDeviceChange, alice, { input });
    const { payload } = toldBy(answer, 'requestDeviceChange');

    const told = await approvals.approve('hugo', textAt(payload, 'pendingChange', 'id'));

    expect(told).toMatchObject({ state: 'APPROVED', outcome: 'DONE' });
  });
});

describe('a requested change', () => {
  const approvals = new ApprovalStage();

  /** What a caller gets of the requested change, by every way to it. */
  async function tries(as: SessionHeader, id: string): Promise<unknown> {
    const { gateway } = approvals.stage;
    const one = `{ pendingDeviceChange(id: "${id}") { reason devices { amId } } }`;
    const read = await gateway.ask(one, as);
    const list = await gateway.ask('{ pendingDeviceChanges { nodes { id } } }', as);
    const withdrawn = await gateway.ask(documents.withdrawDeviceChange, as, { input: { id } });
    return [read, list, withdrawn].map((answer) => [answer.data, codesOf(answer)]);
  }

  const refused = ['FORBIDDEN'];
  const nothing = [
    [{ pendingDeviceChange: null }, refused],
    [{ pendingDeviceChanges: null }, refused],
    [{ withdrawDeviceChange: null }, refused],
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
    expect((await approvals.kept(id))?.state).toBe('WAITING');
  });
});
