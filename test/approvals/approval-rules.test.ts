/** Which changes of staff need a second person. */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { ApprovalStage } from './approval-stage.ts';

const needed = 'APPROVAL_REQUIRED';

/** Resets, or removes a device, and returns the code of the refusal. */
async function change(
  approvals: ApprovalStage,
  [who, effect, name]: readonly [string, 'reset' | 'remove', 'bob' | 'hugo' | 'vera' | 'ada'],
): Promise<string | null> {
  const session = await approvals.signIn(who);
  const target = approvals.target(name);
  const deviceId = { bob: deviceIds.bobOath, hugo: deviceIds.hugoOath, ada: deviceIds.adaOath };
  const told =
    effect === 'reset'
      ? await approvals.run('resetDevices', session, { ...target, kinds: ['PUSH'] })
      : await approvals.run('removeDevice', session, {
          ...target,
          kind: 'OATH',
          deviceId: name === 'vera' ? deviceIds.veraOath : deviceId[name],
        });
  return told.code;
}

describe.each([
  ['', [], []],
  [
    'everyone',
    [
      ['helen', 'reset', 'bob'],
      ['oscar', 'remove', 'bob'],
      ['amadmin', 'reset', 'bob'],
    ],
    [['bob', 'reset', 'bob']],
  ],
  ['remove:everyone', [['oscar', 'remove', 'bob']], [['oscar', 'reset', 'bob']]],
  [
    'privileged',
    [
      ['oscar', 'reset', 'vera'],
      ['oscar', 'reset', 'ada'],
    ],
    [['oscar', 'reset', 'bob']],
  ],
  ['group=alpha:helpdesk', [['oscar', 'reset', 'hugo']], [['oscar', 'reset', 'bob']]],
  [
    'reset:group=executives, remove:group=helpdesk',
    [
      ['oscar', 'reset', 'vera'],
      ['oscar', 'remove', 'hugo'],
    ],
    [
      ['oscar', 'remove', 'vera'],
      ['oscar', 'reset', 'hugo'],
    ],
  ],
  ['group=alpha:missing', [['oscar', 'reset', 'bob']], []],
  ['no-proof', [['helen', 'reset', 'bob']], []],
] as const)('APPROVAL_REQUIRED=%s', (required, second, alone) => {
  const approvals = new ApprovalStage({
    APPROVAL_REQUIRED: required,
    ADMINS_OVER_PRIVILEGED: 'on',
  });

  test('decides who needs a second person', async () => {
    const codes: [string, string | null][] = [];
    for (const one of [...second, ...alone])
      codes.push([one.join(' '), await change(approvals, one)]);

    expect(codes).toEqual([
      ...second.map((one) => [one.join(' '), needed]),
      ...alone.map((one) => [one.join(' '), null]),
    ]);
  });
});

describe('APPROVAL_REQUIRED=changed=7', () => {
  const approvals = new ApprovalStage({ APPROVAL_REQUIRED: 'changed=7' });

  test('a change of any caller counts for seven days, an end of sessions does not', async () => {
    const bob = await approvals.signIn('bob');
    const ended = await approvals.run('endSessions', await approvals.signIn('helen'), {
      ...approvals.target('hugo'),
    });
    expect(ended.outcome).toBe('DONE');
    const own = { target: { me: true }, kind: 'OATH', deviceId: deviceIds.bobOath };
    expect((await approvals.run('removeDevice', bob, own)).outcome).toBe('DONE');

    expect(await change(approvals, ['helen', 'reset', 'bob'])).toBe(needed);
    expect(await change(approvals, ['oscar', 'remove', 'hugo'])).toBeNull();
    approvals.now += 7 * 86_400_000 - 1_000;
    expect(await change(approvals, ['helen', 'reset', 'bob'])).toBe(needed);
    approvals.now += 2_000;
    expect(await change(approvals, ['helen', 'reset', 'bob'])).toBeNull();
  });
});
