/** The options of products that sign proofs of identity. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { problemsOf } from './problems.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
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

test.each([
  ['no JSON', '{', 'VERIFIERS: expected {"NAME"'],
  ['a list', '[]', 'VERIFIERS: expected {"NAME"'],
  ['no product', '{}', 'VERIFIERS: expected {"NAME"'],
  ['the name of AM', JSON.stringify({ am: one }), 'VERIFIERS: expected {"NAME"'],
  ['no keys', JSON.stringify({ acme: { ...one, keys: [] } }), 'VERIFIERS: expected {"NAME"'],
  [
    'a private key',
    JSON.stringify({ acme: { ...one, keys: [jwk(ec.privateKey)] } }),
    'VERIFIERS: "acme": expected public keys',
  ],
  [
    'a shared secret',
    JSON.stringify({ acme: { ...one, keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }),
    'VERIFIERS: "acme": expected public keys',
  ],
  [
    'a weak key',
    JSON.stringify({ acme: { ...one, keys: [jwk(weak.publicKey)] } }),
    'VERIFIERS: "acme": expected public keys',
  ],
  [
    'one issuer twice',
    JSON.stringify({ acme: one, globex: one }),
    'VERIFIERS: two verifiers have the same issuer',
  ],
])('%s is refused, and not quoted', (_label, value, problem) => {
  const problems = problemsOf({ VERIFIERS: value });

  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems.join()).not.toContain('c2VjcmV0');
});

test('they need the ledger, and in production the service credential', () => {
  const env = { VERIFIERS: JSON.stringify({ acme: one }) };

  expect(problemsOf({ ...env, LEDGER: 'off' })).toContain(
    'VERIFIERS: proofs are stored in the ledger, and LEDGER is off',
  );
  expect(problemsOf({ ...env, NODE_ENV: 'production' })).toContain(
    'VERIFIERS: no service credential is configured (AM_SERVICE_USERNAME)',
  );
});
