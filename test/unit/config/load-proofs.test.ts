/** The options of proofs of identity, and how they depend on each other. */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { problemsOf } from './problems.ts';

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

test.each([
  [{ ...good, PROOF_JOURNEYS: 'sms=x' }, 'PROOF_JOURNEYS: expected push=JOURNEY'],
  [{ ...good, PROOF_JOURNEYS: 'push=a,push=b' }, 'PROOF_JOURNEYS: a method is given twice'],
  [{ ...good, PROOF_JOURNEYS: 'push=a&b' }, 'PROOF_JOURNEYS: expected push=JOURNEY'],
  [{ ...good, PROOF_JOURNEY_SECRET: 'short' }, 'PROOF_JOURNEY_SECRET: expected 32 to 512'],
  [{ PROOF_JOURNEYS: good.PROOF_JOURNEYS }, 'PROOF_JOURNEY_SECRET: missing beside PROOF_JOURNEYS'],
  [
    { PROOF_JOURNEY_SECRET: good.PROOF_JOURNEY_SECRET },
    'PROOF_JOURNEYS: missing beside PROOF_JOURNEY_SECRET',
  ],
  [{ ...good, LEDGER: 'off' }, 'PROOF_JOURNEYS: proofs are stored in the ledger'],
  [
    { VERIFICATION_REQUIRED: 'proof' },
    'VERIFICATION_REQUIRED: proof needs PROOF_JOURNEYS or VERIFIERS',
  ],
])('%p is refused', (env, problem) => {
  expect(problemsOf(env)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
});
