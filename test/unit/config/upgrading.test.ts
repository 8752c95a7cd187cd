/** Options of the last release: each one is read, or reported with what is there now. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configWarnings, environmentWarnings } from '../../../src/config/warnings.ts';
import { configOf, problemsOf } from './problems.ts';
import { variables } from './variables.ts';

const names = readFileSync(`${import.meta.dirname}/options-of-0.3.0.txt`, 'utf8')
  .trim()
  .split(/\s+/);
const gone = names.filter((name) => !variables.has(name) && !name.startsWith('OTEL_'));

/** A deployment as the pages of 0.3.0 describe one. */
const deployment = {
  NODE_ENV: 'production',
  AM_URL: 'https://am.example.com/am',
  AM_REALMS: 'alpha,emea=/customers/emea',
  AM_SERVICE_USERNAME: 'recovery-gateway',
  AM_SERVICE_PASSWORD: 'password',
  HELP_DESK_GROUPS: 'helpdesk',
  HELP_DESK_REALMS: 'alpha:emea',
  ADMIN_GROUPS: 'alpha:admins',
  AUDITOR_GROUPS: 'auditors',
  PRIVILEGED_GROUPS: 'executives',
  REASON_REQUIRED: 'help-desk',
  TICKET_PATTERN: '(?:INC|CHG)-[0-9]{1,9}',
  APPROVAL_REQUIRED: 'privileged,reset:changed=7',
  PROOF_JOURNEYS: 'push=ProveByPush,code=ProveByCode',
  PROOF_JOURNEY_SECRET: 's'.repeat(32),
  VERIFICATION_REQUIRED: 'proof',
  OIDC_ISSUER: 'https://issuer.example.com',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.com/keys',
  PUBLIC_URL: 'https://devices.example.com',
  SIGN_IN: 'oauth',
  PAGES_CLIENT_ID: 'pages',
  PAGES_CLIENT_SECRET: 'secret',
  PAGES_SECRET: 's'.repeat(32),
  PAGES_ISSUERS: 'alpha=https://am.example.com/am/oauth2,emea=https://am.example.com/emea',
  PAGES_SUPPORT: 'IT help desk <tel:+49-30-1234567>',
  LEDGER: 'postgres',
  DATABASE_URL: 'postgres://me:password@db.example.com/ledger?sslmode=verify-full',
  LIMIT_STAFF_CHANGES: '10/10m,60/24h',
  WORKING_HOURS: 'Mon-Fri 07:00-19:00 Europe/Berlin',
  AUDIT_LOG: 'stdout',
  WEBHOOKS: 'siem=https://events.example.com/hook',
  WEBHOOK_SECRETS: `siem=whsec_${'A'.repeat(43)}=`,
  WEBHOOK_EVENTS: 'siem=changes+security',
  SMTP_URL: 'smtp://user@mail.example.com:587',
  SMTP_PASSWORD: 'password',
  MAIL_FROM: 'IT help desk <no-reply@example.com>',
  SECURITY_MAIL_TO: 'soc@example.com',
  TRUSTED_PROXIES: '10.0.0.0/8',
  DRAIN_DELAY_SECONDS: '10',
};

/** What only the file has now, in this deployment: the key of each variable. */
const lists = {
  HELP_DESK_REALMS: 'access: {"acrossRealms":[{"staffOf":"alpha","actIn":"emea"}]}',
  APPROVAL_REQUIRED: 'approvals: [{"of":"privileged"},{"effect":"reset","changedDays":7}]',
  PROOF_JOURNEYS:
    'proofJourneys: [{"method":"push","journey":"ProveByPush"},{"method":"code","journey":"ProveByCode"}]',
  PAGES_ISSUERS:
    'pages: {"issuers":[{"realm":"alpha","issuer":"https://am.example.com/am/oauth2"},{"realm":"emea","issuer":"https://am.example.com/emea"}]}',
  LIMIT_STAFF_CHANGES:
    'limits: {"staffChanges":[{"most":10,"within":"10m"},{"most":60,"within":"24h"}]}',
  WEBHOOKS: 'webhooks: [{"name":"siem","url":{"variable":"WEBHOOKS_1"}}]',
  WEBHOOK_SECRETS: 'webhooks: [{"name":"siem","secrets":[{"variable":"WEBHOOK_SECRETS_1"}]}]',
  WEBHOOK_EVENTS: 'webhooks: [{"name":"siem","events":["changes","security"]}]',
  SECURITY_MAIL_TO: 'mail: {"security":["soc@example.com"]}',
};

test('a deployment of 0.3.0 starts, nothing lacks an effect, and each list shows its new form', () => {
  expect(Object.keys(deployment).filter((name) => !names.includes(name))).toEqual([]);
  expect(problemsOf(deployment)).toEqual([]);
  expect(configWarnings(configOf(deployment))).toEqual([]);
  expect(environmentWarnings(deployment)).toEqual(
    Object.entries(lists).map(
      ([name, inFile]) =>
        `${name} is read until 0.5. In CONFIG_FILE it is ${inFile} (identity-gateway config --as-file prints the whole file).`,
    ),
  );
});

describe('an option of 0.3.0', () => {
  test.each(gone)('%s is reported with what is there now', (name) => {
    const ofSandbox = name === 'SANDBOX_PORT';
    const what = name.startsWith('VERIFIER')
      ? 'signed results are not accepted'
      : 'paths and versions follow from AM_FLAVOR and AM_VERSION';
    expect(environmentWarnings({ [name]: 'x' })).toEqual(
      ofSandbox ? [] : [`${name} has no effect any more: ${what}.`],
    );
  });

  test('is read, if it is not gone', () => {
    const read = names.filter((name) => !gone.includes(name));

    expect(read.length).toBeGreaterThan(140);
    expect(environmentWarnings(Object.fromEntries(read.map((name) => [name, 'x'])))).toEqual([]);
  });

  test.each([
    [{ LEDGER: 'off' }, 'remove LEDGER to record in DATA_DIR'],
    [{ AUDIT_LOG: 'syslog+tls://siem:6514' }, 'let rsyslog or another collector read it'],
    [{ HELP_DESK_GROUPS: 'desk' }, 'AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID'],
    [{ ...deployment, HELP_DESK_SCOPES: 'devices:read' }, 'need different ones'],
  ])('with a value that is refused now says the way out: %j', (environment, wayOut) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining(wayOut)]);
  });
});
