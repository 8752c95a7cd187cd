/** A good value of each option, in a deployment whose parts need many options. */
import { generateKeyPairSync } from 'node:crypto';
import type { Environment } from '../../../src/config/load-config.ts';
import { mkdirSync } from 'node:fs';
import { makeCertificate } from '../../security/certificates.ts';
import type { Folder } from '../../support/folder.ts';
import { secretFile, withLists } from '../../support/with-lists.ts';
import { rsa } from './beside.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key: { readonly export: (format: { format: 'jwk' }) => object }): string =>
  JSON.stringify(key.export({ format: 'jwk' }));
const secret = 's'.repeat(40);
const url = 'https://x.example.com';

/** Texts by option. Files are those of a folder. */
export async function goodValues({ path, write }: Folder): Promise<Environment> {
  const { cert } = await makeCertificate();
  const templates = `${path}/templates`;
  mkdirSync(templates);
  return {
    NODE_ENV: 'production',
    PORT: '4100',
    METRICS_PORT: '4200',
    CORS_ORIGINS: url,
    FEDERATION: 'people',
    TRUSTED_DOCUMENTS: 'only',
    TRUSTED_DOCUMENTS_MANIFESTS: '/manifests',
    APQ: 'on',
    AM_URL: `${url}/am`,
    AM_FLAVOR: 'aic',
    AM_VERSION: '7.5',
    AM_USER_ID_PATTERN: '[a-z]+',
    AM_USER_NAME_ATTRIBUTE: 'cn',
    AM_REALMS: 'alpha',
    HELP_DESK_GROUPS: 'alpha:desk',
    HELP_DESK_SCOPES: 'desk',
    ...withLists({
      roles: [
        { role: 'help-desk', property: { name: 'role', value: 'desk' } },
        { role: 'administrator', property: { name: 'role', value: 'admin' } },
        { role: 'auditor', property: { name: 'role', value: 'audit' } },
        { area: 'north', role: 'help-desk', group: 'north', realm: 'alpha' },
      ],
      access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'alpha' }] },
      areas: { people: [{ area: 'north', group: { name: 'people', realm: 'alpha' } }] },
      approvals: [{ group: { name: 'chiefs', realm: 'alpha' } }],
      secondFactor: { claims: [{ name: 'acr', value: 'two' }] },
      identityVerification: {
        vendors: [
          {
            name: 'idv',
            realm: 'alpha',
            issuer: url,
            clientId: 'x',
            clientSecret: secretFile(secret),
          },
        ],
      },
      proofJourneys: [{ method: 'push', journey: 'Prove' }],
      pages: {
        issuers: [{ realm: 'alpha', issuer: url }],
        enrolment: [{ kind: 'OATH', url }],
      },
      webhooks: [
        {
          name: 'siem',
          url,
          secrets: [secretFile(`whsec_${'A'.repeat(43)}=`)],
          events: ['security'],
        },
      ],
      streams: [
        {
          name: 'siem',
          audience: 'siem',
          events: ['session-revoked'],
          subjectFormat: 'email',
          tokens: [secretFile(secret)],
          authorization: secretFile(`Bearer ${secret}`),
        },
      ],
      signals: { subjectIssuers: [{ realm: 'alpha', issuer: url }] },
      enrolment: { rules: [{ method: 'ticket', realm: 'alpha' }] },
      limits: { clientChanges: [{ most: 9, within: '1h' }] },
      mail: {
        team: [
          { to: 'soc@example.com', events: ['security'] },
          { to: 'desk@example.com', events: ['reports', 'approvals'] },
        ],
      },
    }),
    ADMIN_GROUPS: 'alpha:admins',
    ADMIN_SCOPES: 'admin',
    AUDITOR_GROUPS: 'alpha:audit',
    AUDITOR_SCOPES: 'audit',
    PRIVILEGED_GROUPS: 'alpha:chiefs',
    READ_SCOPES: 'read',
    CHANGE_SCOPES: 'change',
    STEP_UP_MAX_AGE: '90',
    VERIFICATION_REQUIRED: 'proof',
    SECOND_FACTOR_PROPERTY: 'factor=two',
    DEVICE_MANAGEMENT: 'alpha:ANY',
    AM_SERVICE_USERNAME: 'gateway',
    AM_SERVICE_PASSWORD: secret,
    AM_SERVICE_REALM: 'alpha',
    AM_SERVICE_ACCOUNT_ID: 'gateway',
    AM_SERVICE_ACCOUNT_KEY: jwk(ec.privateKey),
    OIDC_ISSUER: url,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${url}/keys`,
    OIDC_INTROSPECTION_URL: `${url}/introspect`,
    OIDC_CLIENT_ID: 'gateway',
    OIDC_CLIENT_SECRET: secret,
    IDENTITY_VERIFICATION_SECRET: secret,
    PROOF_JOURNEY_SECRET: secret,
    ENROLMENT_SECRET: secret,
    ENROLMENT_HOLD_HOURS: '9',
    PAGES: 'on',
    PUBLIC_URL: url,
    SIGN_IN: 'oauth',
    PAGES_CLIENT_ID: 'pages',
    PAGES_CLIENT_SECRET: secret,
    PAGES_SCOPES: 'openid',
    PAGES_SECRET: secret,
    AM_SIGN_IN_URL: url,
    AM_COOKIE_DOMAIN: 'example.com',
    PAGES_LOGO: write('logo.svg', '<svg/>'),
    PAGES_ENROLMENT_URL: url,
    PAGES_RECOVERY_URL: url,
    PAGES_PRIVACY_URL: url,
    PAGES_ACCESSIBILITY_URL: url,
    PAGES_MESSAGES: 'web/messages',
    LEDGER: 'postgres',
    DATABASE_URL: 'postgres://127.0.0.1/ledger',
    DATABASE_CONNECTIONS: '9',
    WEBHOOK_FORMAT: 'cloudevents',
    WEBHOOK_PRIVATE_TARGETS: 'allow',
    SMTP_URL: 'smtp://me@mail.example.com',
    SMTP_PASSWORD: secret,
    SMTP_TLS: 'off',
    SMTP_CA_FILE: write('ca.pem', cert),
    MAIL_TEMPLATES: templates,
    MAIL_FROM: 'a@example.com',
    MAIL_TIME_ZONE: 'Europe/Berlin',
    NOTIFY_ATTRIBUTES: 'email',
    NOTIFY_LANGUAGE_ATTRIBUTE: 'language',
    NOTIFY_MANAGER_ATTRIBUTE: 'manager',
    SSF_ISSUER: url,
    SSF_SIGNING_KEYS: jwk(rsa.privateKey),
  };
}
