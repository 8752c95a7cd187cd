/** A second person's approval under a threat level (decisions 67 and 68). */
import { expect, test } from '@jest/globals';
import type { ThreatLevel } from '../../src/domain/threat-level.ts';
import { ApprovalStage } from './approval-stage.ts';

/** No option requires a second person here; only the level does. */
const approvals = new ApprovalStage({ APPROVAL_REQUIRED: '' });

async function setLevel(level: ThreatLevel): Promise<void> {
  const until = new Date(approvals.now + 3_600_000).toISOString();
  const step = { level, until, reason: 'an attack', actor: null, correlationId: null };
  await approvals.ledger.threats?.set({ ...step, realm: 'alpha' });
}

const resetOfBob = (): object => ({ ...approvals.target('bob'), kinds: ['OATH'] });

test.each([
  ['GUARDED', 'VERIFICATION_REQUIRED'],
  ['LOCKED', 'APPROVAL_REQUIRED'],
] as const)('%s: a change of staff is made once it is approved', async (level, code) => {
  const [helen, hugo] = [await approvals.signIn('helen'), await approvals.signIn('hugo')];
  await setLevel(level);

  expect((await approvals.run('resetDevices', helen, resetOfBob())).code).toBe(code);
  const id = await approvals.request(helen);
  expect(approvals.deviceWrites()).toEqual([]);

  expect(await approvals.run('approveChange', hugo, { id })).toMatchObject({
    code: null,
    state: 'APPROVED',
    outcome: 'DONE',
  });
  expect(approvals.deviceWrites()).toHaveLength(1);
});

test('FROZEN: nothing can be requested, and what waits is not carried out', async () => {
  const [helen, hugo] = [await approvals.signIn('helen'), await approvals.signIn('hugo')];
  const id = await approvals.request(helen);
  await setLevel('FROZEN');

  const request = { ...resetOfBob(), effect: 'RESET' };
  expect((await approvals.run('requestChange', helen, request)).code).toBe('THREAT_LEVEL');
  expect((await approvals.run('approveChange', hugo, { id })).code).toBe('THREAT_LEVEL');
  expect(approvals.deviceWrites()).toEqual([]);

  await setLevel('NORMAL');
  approvals.now += 1_100;
  expect(await approvals.run('approveChange', hugo, { id })).toMatchObject({ outcome: 'DONE' });
});
