/** A requested change is carried out once, when a second person approves it (security B6). */
import { describe, expect, test } from '@jest/globals';
import { globalRecordId, recordIdIn } from '../../src/domain/devices/global-id.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { changeMembers, entryOf } from '../access/members.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { ApprovalStage, reset, resetOf } from './approval-stage.ts';

const approvals = new ApprovalStage({ ADMINS_OVER_PRIVILEGED: 'on' });
const oath = [deviceIds.bobOath, deviceIds.bobOathSecond];
const noted = { reason: 'lost phone', ticket: 'INC-1' };
const ofBob = (): object => ({ ...approvals.target('bob'), ...reset });

/** The decision as the ledger holds it. */
async function decisionOf(id: string): Promise<unknown> {
  const { state, decision } = (await approvals.kept(id)) ?? {};
  return { state, code: decision?.code ?? null, by: decision?.actor?.id ?? null };
}

test('a direct change is refused, recorded, and AM gets no write', async () => {
  const input = { ...approvals.target('bob'), kinds: ['OATH'] };

  const answer = await approvals.answer('resetDevices', 'helen', input);

  const message =
    'This change needs a second person. Nothing was changed. Request it, and let another member of staff approve it.';
  expect(answer.errors).toMatchObject([{ message, extensions: { code: 'APPROVAL_REQUIRED' } }]);
  expect(approvals.deviceWrites()).toEqual([]);
  await until('the refusal is recorded', async () => {
    const query = { realm: 'alpha', refused: true, first: 5 };
    const { changes } = await approvals.ledger.history(query);
    return changes.map(({ refusal }) => refusal).join() === 'APPROVAL_REQUIRED';
  });
});

test('a dry run, an end of sessions, and changes by people themselves need none', async () => {
  const input = { ...approvals.target('bob'), kinds: ['OATH'], dryRun: true };
  const dry = await approvals.run('resetDevices', 'helen', input);
  const own = { target: { me: true }, kinds: ['PUSH'] };
  const ended = await approvals.run('endDeviceOwnerSessions', 'helen', approvals.target('alice'));

  expect(fieldAt(dry.payload, 'results', '0', 'outcome')).toBe('WOULD_REMOVE');
  expect((await approvals.run('resetDevices', 'bob', own)).code).toBeNull();
  expect(ended).toMatchObject({ code: null, outcome: 'DONE' });
});

test('a second person approves it, and it is made once, for the requester', async () => {
  const verification = { method: 'call-back', at: new Date(approvals.now).toISOString() };
  const input = { ...ofBob(), ...noted, verification };

  const requested = await approvals.run('requestDeviceChange', 'helen', input);

  const pending = fieldAt(requested.payload, 'pendingChange');
  const stated = { ...noted, verification: { method: 'call-back' } };
  expect(requested).toMatchObject({ code: null, state: 'WAITING', errors: [] });
  expect(fieldAt(requested.payload, 'isReplayed')).toBe(false);
  expect(pending).toMatchObject({
    effect: 'RESET',
    kinds: ['OATH'],
    ...stated,
    requestedBy: { amId: 'helen', realm: 'alpha', role: 'HELP_DESK' },
    personAmId: 'bob',
    isEndingSessions: true,
    canDecide: false,
    canWithdraw: true,
    decision: null,
  });
  expect(listAt(pending, 'devices').map((one) => fieldAt(one, 'amId'))).toEqual(oath);
  const id = textAt(pending, 'id');
  expect(Buffer.from(recordIdIn('PendingDeviceChange', id), 'base64url')).toHaveLength(16);
  expect(approvals.deviceWrites()).toEqual([]);
  expect(await approvals.waiting('hugo')).toEqual([id]);

  approvals.now += 1_700_000;
  const note = 'I know bob';
  const approved = await approvals.run('approveDeviceChange', 'hugo', { id, note });

  expect(approved).toMatchObject({ code: null, state: 'APPROVED', outcome: 'DONE', errors: [] });
  expect(approved.payload).toMatchObject({
    pendingChange: { decision: { by: { amId: 'hugo' }, note, code: null } },
    change: {
      ...stated,
      id: globalRecordId('DeviceChange', textAt(pending, 'reference')),
      actor: { amId: 'helen' },
      removedDevices: oath.map((amId) => ({ amId })),
      sessionsEnding: 'ENDED',
      approval: {
        requestedAt: textAt(pending, 'requestedAt'),
        requestedBy: { amId: 'helen', role: 'HELP_DESK' },
        approvedBy: { amId: 'hugo', role: 'HELP_DESK' },
        note,
      },
    },
  });
  const writes = approvals.deviceWrites();
  expect(writes).toHaveLength(1);
  expect(await approvals.waiting('hugo')).toEqual([]);
  const again = await approvals.approve('ada', id);
  expect(again).toMatchObject({ state: 'APPROVED', errors: ['REQUEST_CLOSED'] });
  expect(approvals.deviceWrites()).toEqual(writes);
});

test('the requester, the user and callers without the right are not a second person', async () => {
  const id = await approvals.request();
  approvals.now += 1;
  const hugosId = await approvals.request('ada', 'hugo');

  for (const mutation of ['approveDeviceChange', 'rejectDeviceChange'] as const) {
    for (const name of ['helen', 'bob', 'alice', 'rita', 'hektor'])
      expect([name, (await approvals.run(mutation, name, { id })).code]).toEqual([
        name,
        'FORBIDDEN',
      ]);
    const own = await approvals.run(mutation, 'hugo', { id: hugosId });
    expect(own.code).toBe('OWN_ACCOUNT');
  }
  expect(approvals.deviceWrites()).toEqual([]);
  expect(await approvals.waiting('helen')).toEqual([id, hugosId]);
  expect(await approvals.waiting('hugo')).toEqual([id]);
});

test.each(['AAAAAAAAAAAAAAAAAAAAAA', 'reference', 'A'.repeat(2_000), ''])(
  'an id that is invented finds nothing: %s (security B7)',
  async (given) => {
    const pending = await approvals.kept(await approvals.request());
    const guessed = given === 'reference' ? (pending?.reference ?? '') : given;

    const told = await approvals.approve('hugo', guessed);

    expect(told).toMatchObject({
      code: null,
      state: null,
      errors: ['REQUEST_NOT_FOUND'],
    });
    expect(approvals.deviceWrites()).toEqual([]);
  },
);

test('it is rejected by a second person, and withdrawn by its requester only', async () => {
  const [first, second] = [await approvals.request(), await approvals.request()];

  const rejected = await approvals.run('rejectDeviceChange', 'hugo', {
    id: first,
    note: 'no call',
  });
  const decision = { by: { amId: 'hugo' }, note: 'no call' };
  expect(rejected).toMatchObject({ state: 'REJECTED', payload: { pendingChange: { decision } } });
  const foreign = await approvals.run('withdrawDeviceChange', 'hugo', { id: second });
  expect(foreign).toMatchObject({ state: null, errors: ['REQUEST_NOT_FOUND'] });
  const withdrawn = await approvals.run('withdrawDeviceChange', 'helen', { id: second });
  const closed = { pendingChange: { canDecide: false, canWithdraw: false } };
  expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', errors: [], payload: closed });

  const errors = ['REQUEST_CLOSED'];
  expect(await approvals.approve('hugo', first)).toMatchObject({ state: 'REJECTED', errors });
  expect(await approvals.approve('hugo', second)).toMatchObject({ state: 'WITHDRAWN', errors });
  expect(approvals.deviceWrites()).toEqual([]);
});

test('one of two devices is removed, by administrators only', async () => {
  const [stays, removed] = oath;
  const one = { change: { remove: { kind: 'OATH', deviceId: removed } } };
  const input = { ...approvals.target('bob'), ...one };

  expect((await approvals.run('requestDeviceChange', 'helen', input)).code).toBe('FORBIDDEN');
  const requested = await approvals.run('requestDeviceChange', 'oscar', input);
  const pending = fieldAt(requested.payload, 'pendingChange');
  expect(listAt(pending, 'devices').map((device) => fieldAt(device, 'amId'))).toEqual([removed]);
  const id = textAt(pending, 'id');
  expect(await approvals.waiting('helen')).toEqual([]);
  expect((await approvals.approve('helen', id)).code).toBe('FORBIDDEN');

  expect(await approvals.approve('ada', id)).toMatchObject({
    state: 'APPROVED',
    outcome: 'DONE',
    payload: { change: { removedDevices: [{ amId: removed }] } },
  });
  expect(await approvals.stage.peer.deviceIds('bob', 'OATH')).toEqual([stays]);
});

test.each([
  ['target.me', { target: { me: true } }],
  ['change.reset', resetOf()],
  ['change.remove.deviceId', { change: { remove: { deviceId: '../x' } } }],
  ['change.remove.kind', { change: { remove: { deviceId: 'x' } } }],
  ['reason', { reason: '123456' }],
])('a request with a bad %s is refused', async (place, about) => {
  const input = { ...ofBob(), ...about };

  const answer = await approvals.answer('requestDeviceChange', 'helen', input);

  expect(codesOf(answer)[0]).toBe('BAD_USER_INPUT');
  expect(answer.errors[0]?.extensions['path']).toEqual(['input', ...place.split('.')]);
  expect(await approvals.ledger.approvals?.count()).toBe(0);
});

test.each([
  ['who does not exist', { user: { id: 'missing' } }, 'USER_NOT_FOUND'],
  ['without a device', { user: { id: 'carol' } }, 'DEVICE_NOT_FOUND'],
])('for a user %s there is nothing to request', async (_label, target, error) => {
  const told = await approvals.run('requestDeviceChange', 'helen', { target, ...reset });

  expect(told.errors).toEqual([error]);
});

test('a repeated request with its key is the same request', async () => {
  const key = { idempotencyKey: 'one' };
  const id = await approvals.request('helen', 'bob', key);
  const input = { ...ofBob(), ...key };

  const again = await approvals.run('requestDeviceChange', 'helen', input);
  const other = await approvals.run('requestDeviceChange', 'helen', {
    ...input,
    ...resetOf('PUSH'),
  });

  expect(again.payload).toMatchObject({ isReplayed: true, pendingChange: { id } });
  expect(other).toMatchObject({ state: null, errors: ['IDEMPOTENCY_KEY_REUSED'] });
  expect(await approvals.ledger.approvals?.count()).toBe(1);
});

test('a requester has at most twenty waiting changes', async () => {
  for (let count = 0; count < 20; count += 1) await approvals.request();

  const told = await approvals.answer('requestDeviceChange', 'helen', ofBob());

  const extensions = { code: 'RATE_LIMITED', limit: 'WAITING_CHANGE_REQUESTS' };
  expect(told.errors).toMatchObject([{ extensions }]);
});

describe('if meanwhile', () => {
  const waiting = { state: 'WAITING', code: null, by: null };
  const join = (group: string, name: string): Promise<void> => {
    const entry = entryOf(approvals.stage.peer, name);
    return changeMembers(approvals.stage.peer, group, (members) => [...members, entry]);
  };
  const leave = (group: string, name: string): Promise<void> => {
    const entry = entryOf(approvals.stage.peer, name);
    return changeMembers(approvals.stage.peer, group, (members) =>
      members.filter((member) => member !== entry),
    );
  };

  test.each([
    ['the user becomes privileged', 'executives', join, 'bob', 'ada', 'TARGET_PRIVILEGED'],
    ['the requester loses the role', 'helpdesk', leave, 'helen', 'hugo', 'FORBIDDEN'],
  ])('%s, nothing is changed', async (...[, group, change, name, by, code]) => {
    const id = await approvals.request();
    await change(group, name);
    approvals.now += 1;

    const refused = { state: 'REFUSED', errors: ['REQUESTER_REFUSED'] };
    expect(await approvals.approve(by, id)).toMatchObject(refused);
    expect(await decisionOf(id)).toEqual({ state: 'REFUSED', code, by });
    expect(approvals.deviceWrites()).toEqual([]);
  });

  test('the user becomes privileged, the help desk is refused, and the request waits on', async () => {
    const id = await approvals.request();
    await join('executives', 'bob');
    approvals.now += 1;

    expect((await approvals.approve('hugo', id)).code).toBe('TARGET_PRIVILEGED');
    expect(await decisionOf(id)).toEqual(waiting);
  });

  test('the second person loses the role, the request waits on', async () => {
    const id = await approvals.request();
    await leave('helpdesk', 'hugo');
    approvals.now += 1;

    expect((await approvals.approve('hugo', id)).code).toBe('FORBIDDEN');
    expect(await decisionOf(id)).toEqual(waiting);
    expect(approvals.deviceWrites()).toEqual([]);
  });

  test('a device is gone, nothing is changed, of any kind', async () => {
    const push = { kind: 'PUSH', deviceId: deviceIds.bobPush } as const;
    const id = await approvals.request('helen', 'bob', resetOf('OATH', 'PUSH'));
    await approvals.run('removeDevice', 'bob', { target: { me: true }, ...push });
    const before = approvals.deviceWrites();
    expect(before).toHaveLength(1);

    const refused = { state: 'REFUSED', errors: ['DEVICES_CHANGED'] };
    expect(await approvals.approve('hugo', id)).toMatchObject(refused);
    const decided = { state: 'REFUSED', code: 'DEVICES_CHANGED', by: 'hugo' };
    expect(await decisionOf(id)).toEqual(decided);
    expect(approvals.deviceWrites()).toEqual(before);
  });

  test('AM does not say who is privileged, the request waits on', async () => {
    const id = await approvals.request();
    const body = { dn: ['cn=executives,ou=g,dc=x'], uniqueMember: ['somebody'] };
    const match = { path: '/groups/executives' };
    approvals.stage.sandbox.breakNext({ match, times: Infinity, effect: { kind: 'body', body } });
    approvals.now += 1;

    expect((await approvals.approve('ada', id)).code).toBe('PRIVILEGE_UNKNOWN');
    expect(await decisionOf(id)).toEqual(waiting);
    expect(approvals.deviceWrites()).toEqual([]);
  });

  test('AM cannot be read, the request waits on', async () => {
    const id = await approvals.request();
    const effect = { kind: 'status', status: 503 } as const;
    const match = { method: 'GET', path: '/devices/' };
    approvals.stage.sandbox.breakNext({ match, times: 4, effect });

    expect((await approvals.approve('hugo', id)).code).toMatch(/^UPSTREAM_/);
    expect(await decisionOf(id)).toEqual(waiting);
    expect(approvals.deviceWrites()).toEqual([]);
  });
});

test('a proof is used up by the request, and the approval may come later than it lasts', async () => {
  const user = '{ user: { id: "bob" }';
  const prove = async (field: string, more = ''): Promise<unknown> => {
    const text = `mutation { told: ${field}(input: ${user} ${more} }) { proof { proofId state } } }`;
    const { data } = await approvals.ask(text, 'helen');
    return fieldAt(data, 'told', 'proof');
  };
  const proofId = textAt(await prove('startDeviceOwnerPushProof'), 'proofId');
  approvals.stage.sandbox.answerPush('bob', 'approve');
  const proven = await prove('checkDeviceOwnerPushProof', `proofId: "${proofId}"`);
  expect(proven).toMatchObject({ state: 'PROVEN' });

  const id = await approvals.request('helen', 'bob', { proofId });
  const again = await approvals.run('requestDeviceChange', 'helen', { ...ofBob(), proofId });
  expect(again.code).toBe('VERIFICATION_REQUIRED');
  approvals.now += 660_000;
  const told = await approvals.approve('hugo', id);

  const verification = { method: 'push', reference: proofId, provenBy: 'AM' };
  expect(told).toMatchObject({ state: 'APPROVED', outcome: 'DONE' });
  expect(told.payload).toMatchObject({ change: { verification } });
});
