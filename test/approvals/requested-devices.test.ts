/** What an approval may change, who sees a request, and what meanwhile ends it (security B6). */
import { describe, expect, test } from '@jest/globals';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { anIntent, aPerson } from '../ledger/builders.ts';
import { places } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { ApprovalStage, resetOf } from './approval-stage.ts';

const approvals = new ApprovalStage({ ADMINS_OVER_PRIVILEGED: 'on' });

describe('if meanwhile', () => {
  const newPhone = [recordOf(demoOf('PUSH'), 'new-phone', 'new phone')];

  test.each([
    ['is deleted', 'FORBIDDEN', ['REQUESTER_REFUSED'], { kind: 'status', status: 404 } as const],
    ['has another device instead', 'DEVICES_CHANGED', ['DEVICES_CHANGED'], null],
  ])('the user %s, nothing is changed', async (_label, code, errors, effect) => {
    const id = await approvals.request('helen', 'bob', resetOf('PUSH'));
    const { sandbox, peer } = approvals.stage;
    if (effect === null) await peer.plant('bob', { pushDeviceProfiles: newPhone });
    else sandbox.breakNext({ match: { path: /users\/bob(?:\?|$)/ }, times: Infinity, effect });

    expect(await approvals.approve('hugo', id)).toMatchObject({ state: 'REFUSED', errors });
    const { decision } = (await approvals.kept(id)) ?? {};
    expect(decision).toMatchObject({ code, actor: { id: 'hugo' } });
    expect(approvals.deviceWrites()).toEqual([]);
  });

  test('an equal request was approved, the second one says that nothing is left to do', async () => {
    const [first, second] = [
      await approvals.request('helen', 'bob', resetOf('PUSH')),
      await approvals.request('oscar', 'bob', resetOf('PUSH')),
    ];
    expect(await approvals.approve('hugo', first)).toMatchObject({ outcome: 'DONE' });
    const sent = approvals.deviceWrites();

    expect(await approvals.approve('hugo', second)).toMatchObject({
      state: 'REFUSED',
      errors: ['DEVICES_GONE'],
    });
    const { decision } = (await approvals.kept(second)) ?? {};
    expect(decision).toMatchObject({ code: 'DEVICES_GONE', actor: { id: 'hugo' } });
    expect(approvals.deviceWrites()).toEqual(sent);
  });

  test('a newer phone is registered while the approval runs, it stays', async () => {
    const id = await approvals.request('helen', 'bob', resetOf('PUSH'));
    const { sandbox, peer } = approvals.stage;
    const run = (): Promise<void> => peer.plant('bob', { pushDeviceProfiles: newPhone });
    const match = places.pushList;
    sandbox.breakNext({ match, effect: { kind: 'hook', run: () => undefined } });
    sandbox.breakNext({ match, effect: { kind: 'hook', run } });

    const told = await approvals.approve('hugo', id);

    expect(told).toMatchObject({ outcome: 'NOT_DONE', errors: ['DEVICES_CHANGED'] });
    expect(approvals.deviceWrites()).toEqual([]);
    expect(await peer.deviceIds('bob', 'PUSH')).toEqual(['new-phone']);
  });
});

test.each([
  ['before', ['bob', 'vera']],
  ['after', ['vera', 'bob']],
])('no page says that requests exist that the caller may not decide, %s them', async (...row) => {
  const [, people] = row;
  const ids = new Map<string, string>();
  for (const person of people) {
    ids.set(person, await approvals.request('ada', person));
    approvals.now += 1;
  }
  // Helen may not change a privileged person, and nothing shows her that a change waits.
  const first = ids.get('bob');
  const query = '{ pendingDeviceChanges(first: 1) { nodes { id } pageInfo { hasNextPage } } }';

  const { data } = await approvals.ask(query, 'helen');

  expect(data).toEqual({
    pendingDeviceChanges: { nodes: [{ id: first }], pageInfo: { hasNextPage: false } },
  });
});

test.each([
  ['x'.repeat(500), null, 'REJECTED'],
  ['x'.repeat(501), 'BAD_USER_INPUT', 'WAITING'],
])('a note has at most 500 characters, case %#', async (note, code, state) => {
  const id = await approvals.request();

  expect((await approvals.run('rejectDeviceChange', 'hugo', { id, note })).code).toBe(code);
  expect((await approvals.kept(id))?.state).toBe(state);
});

test('a request in a realm that is not served is not found', async () => {
  const intent = anIntent({ target: aPerson({ realm: 'gone' }) });
  const change = { intent, devices: [], overrideLimit: false, isRoleOfCredential: false };
  const given = { idempotencyKey: null, proof: null, seconds: 60 };
  const requested = await approvals.ledger.approvals?.request(change, given);
  if (requested?.kind !== 'requested') throw new Error('the request is new');

  const told = await approvals.approve('amadmin', requested.pending.id);

  expect(told).toMatchObject({ code: null, state: null, errors: ['REQUEST_NOT_FOUND'] });
});

test.each([
  ['no change', {}],
  ['two changes', { change: { reset: ['OATH'], remove: { deviceId: 'x', kind: 'OATH' } } }],
  ['an empty change', { change: {} }],
])('a request of %s is refused, and nothing waits', async (_label, about) => {
  const input = { ...approvals.target('bob'), ...about };
  const answer = await approvals.answer('requestDeviceChange', 'helen', input);

  expect(codesOf(answer)[0]).toBe('BAD_USER_INPUT');
  expect(await approvals.ledger.approvals?.count()).toBe(0);
});
