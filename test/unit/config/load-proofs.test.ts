/** The options of proofs of identity. */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';

const good = {
  PROOF_JOURNEYS: 'push=ProveByPush,code=By code',
  PROOF_JOURNEY_SECRET: 's'.repeat(32),
};

test('journeys, by the method that they ask for', () => {
  const { proofs, access } = loadConfig({ ...good, VERIFICATION_REQUIRED: 'proof' });

  expect(proofs?.journeys).toEqual({ PUSH: 'ProveByPush', CODE: 'By code' });
  expect(proofs?.secret.current).toBe('s'.repeat(32));
  expect(access.verification).toMatchObject({
    isProofRequired: true,
    requiredOf: ['help-desk', 'administrator'],
  });
  expect(loadConfig({}).proofs).toBeNull();
});

test('a proof can be required of one role', () => {
  const { access } = loadConfig({ ...good, VERIFICATION_REQUIRED: 'proof,help-desk' });

  expect(access.verification.requiredOf).toEqual(['help-desk']);
  expect(loadConfig({ VERIFICATION_REQUIRED: 'help-desk' }).access.verification).toMatchObject({
    isProofRequired: false,
    requiredOf: ['help-desk'],
  });
});
