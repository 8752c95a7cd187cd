/** Secrets and options that tests of the configuration file share. */
import { generateKeyPairSync } from 'node:crypto';
import type { Environment } from '../../../src/config/load-config.ts';

/** A key that signs. */
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
/** A secret of a webhook. */
export const whsec = `whsec_${'A'.repeat(43)}=`;
/** A token of a stream. */
export const bearer = 't'.repeat(40);

/** What the options of the configuration file need besides. */
export const beside: Environment = {
  AM_SERVICE_USERNAME: 'amadmin',
  AM_SERVICE_PASSWORD: 'password',
  OIDC_ISSUER: 'https://issuer.example.com',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.com/jwks',
  PROOF_JOURNEY_SECRET: 's'.repeat(32),
  IDENTITY_VERIFICATION_SECRET: 's'.repeat(32),
  ENROLMENT_SECRET: 's'.repeat(32),
  SMTP_URL: 'smtp://mail.example.com',
  SSF_ISSUER: 'https://gateway.example.com',
  SSF_SIGNING_KEYS: JSON.stringify(rsa.privateKey.export({ format: 'jwk' })),
};
