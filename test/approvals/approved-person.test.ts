/** What an approval returns of the person, for caches (design D19). */
import { expect, test } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import { ApprovalStage } from './approval-stage.ts';

const approvals = new ApprovalStage();

test('an approval returns the person as the change has left them', async () => {
  const id = await approvals.request();
  const approve = (who: string, of: string): Promise<unknown> =>
    approvals
      .ask(
        `mutation ($id: ID!) { approveDeviceChange(input: { id: $id }) {
          user { username oathSkip history { nodes { outcome } } }
          devicesByKind { kind devices { id } } errors { code } } }`,
        who,
        { id: of },
      )
      .then(({ data }) => fieldAt(data, 'approveDeviceChange'));

  const unknown = await approve('hugo', 'unknown');
  const payload = await approve('hugo', id);

  const history = { nodes: [{ outcome: 'DONE' }] };
  expect(payload).toEqual({
    user: { username: 'bob', oathSkip: 'NOT_SET', history },
    devicesByKind: [{ kind: 'OATH', devices: [] }],
    errors: [],
  });
  expect(unknown).toMatchObject({ user: null, devicesByKind: null });
});
