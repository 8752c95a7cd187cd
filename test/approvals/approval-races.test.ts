/** What happens to a requested change when people, devices or roles change meanwhile. */
import { describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { ApprovalStage, type Told } from './approval-stage.ts';

const approvals = new ApprovalStage({ ADMINS_OVER_PRIVILEGED: 'on' });

/** Signs in the people of the tests, and lets helen request a reset of bob's devices. */
async function requested(about: object = {}) {
  const [helen, hugo, ada] = [
    await approvals.signIn('helen'),
    await approvals.signIn('hugo'),
    await approvals.signIn('ada'),
  ];
  return { helen, hugo, ada, id: await approvals.request(helen, 'bob', about) };
}

/** The decision as the ledger holds it. */
async function decisionOf(id: string): Promise<unknown> {
  const { state, decision } = (await approvals.ledger.approvals?.find(id)) ?? {};
  return { state, code: decision?.code ?? null, by: decision?.actor?.id ?? null };
}

test('of two approvals at once, one carries the change out, and the other one sees that', async () => {
  const { hugo, ada, id } = await requested();

  const told = await Promise.all([
    approvals.run('approveChange', hugo, { id }),
    approvals.run('approveChange', ada, { id }),
  ]);

  const errors = told.map((one) => one.errors.join());
  expect(errors.toSorted()).toEqual(['', 'PendingChangeClosed']);
  expect(told.map(({ state }) => state)).toEqual(['APPROVED', 'APPROVED']);
  expect(approvals.deviceWrites()).toHaveLength(1);
  const { changes } = await approvals.ledger.history({ realm: 'alpha', first: 5 });
  expect(changes.map(({ outcome }) => outcome?.outcome)).toEqual(['DONE']);
});

test('of an approval and a withdrawal at once, one counts', async () => {
  const { helen, hugo, id } = await requested();

  const [approved, withdrawn] = await Promise.all([
    approvals.run('approveChange', hugo, { id }),
    approvals.run('withdrawChange', helen, { id }),
  ]);

  const isApproved = approved.errors.length === 0;
  expect(withdrawn.errors).toEqual(isApproved ? ['PendingChangeClosed'] : []);
  expect(approved.errors).toEqual(isApproved ? [] : ['PendingChangeClosed']);
  expect(approvals.deviceWrites()).toHaveLength(isApproved ? 1 : 0);
  expect(approved.state).toBe(isApproved ? 'APPROVED' : 'WITHDRAWN');
});

test('if the user becomes privileged, the requester no longer has the right', async () => {
  const { hugo, ada, id } = await requested();
  const entry = entryOf(approvals.stage.peer, 'bob');
  await changeMembers(approvals.stage.peer, 'executives', (members) => [...members, entry]);
  approvals.now += 1;

  const byHelpDesk = await approvals.run('approveChange', hugo, { id });
  const byAdministrator = await approvals.run('approveChange', ada, { id });

  expect(byHelpDesk.code).toBe('TARGET_PRIVILEGED');
  expect(byAdministrator).toMatchObject({ state: 'REFUSED', errors: ['PendingChangeRefused'] });
  expect(await decisionOf(id)).toEqual({ state: 'REFUSED', code: 'TARGET_PRIVILEGED', by: 'ada' });
  expect(approvals.deviceWrites()).toEqual([]);
});

test('if the requester has lost the role, nothing is changed', async () => {
  const { hugo, id } = await requested();
  const entry = entryOf(approvals.stage.peer, 'helen');
  await changeMembers(approvals.stage.peer, 'helpdesk', (members) =>
    members.filter((member) => member !== entry),
  );
  approvals.now += 1;

  const told = await approvals.run('approveChange', hugo, { id });

  expect(told).toMatchObject({ state: 'REFUSED', errors: ['PendingChangeRefused'] });
  expect(await decisionOf(id)).toEqual({ state: 'REFUSED', code: 'FORBIDDEN', by: 'hugo' });
  expect(approvals.deviceWrites()).toEqual([]);
});

test('if the second person has lost the role, the request waits on', async () => {
  const { hugo, id } = await requested();
  const entry = entryOf(approvals.stage.peer, 'hugo');
  await changeMembers(approvals.stage.peer, 'helpdesk', (members) =>
    members.filter((member) => member !== entry),
  );
  approvals.now += 1;

  const told = await approvals.run('approveChange', hugo, { id });

  expect(told.code).toBe('FORBIDDEN');
  expect(await decisionOf(id)).toEqual({ state: 'WAITING', code: null, by: null });
  expect(approvals.deviceWrites()).toEqual([]);
});

test('if a device is gone, nothing is changed, of any kind', async () => {
  const { hugo, id } = await requested({ kinds: ['OATH', 'PUSH'] });
  const bob = await approvals.signIn('bob');
  const own = { target: { me: true }, deviceId: deviceIds.bobPush, kind: 'PUSH' };
  expect((await approvals.run('removeDevice', bob, own)).outcome).toBe('DONE');
  const before = approvals.deviceWrites();

  const told = await approvals.run('approveChange', hugo, { id });

  expect(told).toMatchObject({ state: 'REFUSED', errors: ['DevicesChanged'] });
  expect(await decisionOf(id)).toEqual({ state: 'REFUSED', code: 'DEVICES_CHANGED', by: 'hugo' });
  expect(approvals.deviceWrites()).toEqual(before);
});

test('while AM cannot be read, the request waits on', async () => {
  const { hugo, id } = await requested();
  approvals.stage.sandbox.breakNext({
    match: { method: 'GET', path: '/devices/' },
    times: 4,
    effect: { kind: 'status', status: 503 },
  });

  const failed = await approvals.run('approveChange', hugo, { id });

  expect(failed.code).toMatch(/^UPSTREAM_/);
  expect(await decisionOf(id)).toEqual({ state: 'WAITING', code: null, by: null });
  expect(approvals.deviceWrites()).toEqual([]);
});

describe('a gateway that is killed between the approval and the write', () => {
  test('leaves an open change, which is settled like any other, and is never made twice', async () => {
    const { hugo, ada, id } = await requested();
    const pending = await approvals.ledger.approvals?.find(id);
    if (!pending) throw new Error('nothing is requested');
    const { intent, at: requestedAt } = pending;
    const actor = { ...intent.actor, id: 'hugo' };
    const approval = { requestedAt, by: actor, note: null };
    const begun = await approvals.ledger.begin(
      { ...intent, approval },
      {
        limits: [],
        idempotencyKey: null,
        override: false,
        again: null,
        approval: { id, actor, note: null },
      },
    );
    expect(begun).toMatchObject({ kind: 'recorded', id: pending.reference });

    const told: Told[] = [];
    for (const session of [hugo, ada])
      told.push(await approvals.run('approveChange', session, { id }));

    expect(told.map(({ state, errors }) => [state, errors])).toEqual([
      ['APPROVED', ['PendingChangeClosed']],
      ['APPROVED', ['PendingChangeClosed']],
    ]);
    expect(approvals.deviceWrites()).toEqual([]);
    const query = { before: new Date(approvals.now + 1) };
    const open = await approvals.ledger.openIntents(query);
    expect(open.map((change) => [change.id, change.intent.approval?.by.id])).toEqual([
      [pending.reference, 'hugo'],
    ]);
  });
});

test('a proof is used up by the request, and the approval may come later than it lasts', async () => {
  const helen = await approvals.signIn('helen');
  const user = { id: approvals.stage.peer.idOf('bob') };
  const { gateway, sandbox } = approvals.stage;
  const start = `mutation ($input: StartPushProofInput!) { startPushProof(input: $input) { proof { proofId } } }`;
  const check = `mutation ($input: CheckPushProofInput!) { checkPushProof(input: $input) { proof { state } } }`;
  const started = await gateway.ask(start, helen, { input: { user } });
  const proofId = textAt(started.data, 'startPushProof', 'proof', 'proofId');
  sandbox.answerPush('bob', 'approve');
  const checked = await gateway.ask(check, helen, { input: { user, proofId } });
  expect(fieldAt(checked.data, 'checkPushProof', 'proof', 'state')).toBe('PROVEN');

  const id = await approvals.request(helen, 'bob', { proofId });
  const input = { ...approvals.target('bob'), effect: 'RESET', kinds: ['OATH'], proofId };
  expect((await approvals.run('requestChange', helen, input)).code).toBe('VERIFICATION_REQUIRED');
  approvals.now += 660_000;
  const told = await approvals.run('approveChange', await approvals.signIn('hugo'), { id });

  expect(told).toMatchObject({
    state: 'APPROVED',
    outcome: 'DONE',
    payload: { change: { verification: { method: 'push', reference: proofId, provenBy: 'AM' } } },
  });
});
