/** Requests of an area's desk are decided by the areas of now (security A34). */
import { expect, test } from '@jest/globals';
import { withLists } from '../support/with-lists.ts';
import { ApprovalStage } from './approval-stage.ts';

/** helen and hugo are the desk of `north`, in which bob is. Administrators reach everyone. */
const approvals = new ApprovalStage({
  HELP_DESK_GROUPS: '',
  ...withLists({
    roles: [
      { area: 'south', role: 'help-desk', group: 'executives' },
      { area: 'north', role: 'help-desk', group: 'helpdesk' },
    ],
    areas: {
      people: [
        { area: 'south', attribute: 'givenName', value: 'carol' },
        { area: 'north', attribute: 'givenName', value: 'bob' },
      ],
    },
  }),
});
const leave = (): Promise<void> => approvals.stage.peer.plant('bob', { givenName: ['Robert'] });

test('a colleague of the same area approves it', async () => {
  const id = await approvals.request('helen', 'bob');

  expect(await approvals.approve('hugo', id)).toMatchObject({ state: 'APPROVED', outcome: 'DONE' });
  expect((await approvals.kept(id))?.intent.actor).toMatchObject({ id: 'helen', area: 'north' });
});

test('if the user leaves the area, an administrator cannot approve it for the desk', async () => {
  const id = await approvals.request('helen', 'bob');
  await leave();
  approvals.now += 1;

  const refused = { state: 'REFUSED', errors: ['REQUESTER_REFUSED'] };
  expect(await approvals.approve('oscar', id)).toMatchObject(refused);
  expect(approvals.deviceWrites()).toEqual([]);
});

test('if the user leaves the area, its desk neither sees nor approves it', async () => {
  const id = await approvals.request('helen', 'bob');
  await leave();
  approvals.now += 31_000;

  expect(await approvals.approve('hugo', id)).toMatchObject({
    code: null,
    payload: { errors: [{ code: 'REQUEST_NOT_FOUND' }] },
  });
  expect(await approvals.waiting('hugo')).toEqual([]);
  expect(await approvals.waiting('oscar')).toEqual([id]);
  expect((await approvals.kept(id))?.state).toBe('WAITING');
});

test('if the user leaves the area, the requester neither sees nor withdraws it', async () => {
  const id = await approvals.request('helen', 'bob');
  await leave();
  approvals.now += 31_000;

  const { data } = await approvals.ask(`{ pendingDeviceChange(id: "${id}") { reason } }`, 'helen');

  expect(data).toEqual({ pendingDeviceChange: null });
  expect(await approvals.waiting('helen')).toEqual([]);
  expect((await approvals.run('withdrawDeviceChange', 'helen', { id })).errors).toEqual([
    'REQUEST_NOT_FOUND',
  ]);
  expect((await approvals.kept(id))?.state).toBe('WAITING');
});
