/** The options of products that sign proofs of identity. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key: KeyObject): object => ({ ...key.export({ format: 'jwk' }) });
const one = { issuer: 'https://verify.example.com', keys: [jwk(ec.publicKey)] };

test('names, issuers and public keys', () => {
  const { verifiers } = loadConfig({ VERIFIERS: JSON.stringify({ acme: one }) });

  expect(verifiers?.verifiers()).toEqual([{ name: 'acme', ...one }]);
  expect(verifiers?.audience).toBe('identity-gateway');
  expect(loadConfig({}).verifiers).toBeNull();
});

test('a required proof can come from such a product alone', () => {
  const env = { VERIFIERS: JSON.stringify({ acme: one }), VERIFICATION_REQUIRED: 'proof' };

  expect(loadConfig(env).access.verification.isProofRequired).toBe(true);
});
