/** What readiness and the start tell of a credential, of groups and of realms that do not work. */
import { expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import type { Flavor } from '../../src/sandbox/index.ts';
import { onStage } from '../support/stage.ts';

const staff = { HELP_DESK_GROUPS: 'helpdesk' };
const good = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
const oscar = { ...good, AM_SERVICE_USERNAME: 'oscar', AM_SERVICE_REALM: 'alpha' };
const oidc = {
  OIDC_ISSUER: 'https://issuer.example.test',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.test/keys',
};

/** `warns` of a missing credential or of `administrators` that nobody can recognise as targets. */
interface Told {
  readonly warns?: 'credential' | 'administrators';
  readonly degraded?: string;
}
const scopes = { ...oidc, ADMIN_SCOPES: 'devices:admin' };

test.each<readonly [string, Flavor, Record<string, string>, Told]>([
  ['nothing', 'pingam', {}, {}],
  ['help desk without a credential', 'pingam', staff, { warns: 'credential' }],
  [
    'a property without a credential',
    'pingam',
    { ADMIN_PROPERTY: 'role=admin' },
    { warns: 'credential' },
  ],
  ['scopes without a credential', 'pingam', scopes, { warns: 'credential' }],
  ['bearers without a credential', 'aic', oidc, { warns: 'credential' }],
  [
    'administrators by scope only',
    'pingam',
    { ...staff, ...good, ...scopes },
    { warns: 'administrators' },
  ],
  [
    'administrators by property only',
    'pingam',
    { ...staff, ...good, ADMIN_PROPERTY: 'role=admin' },
    { warns: 'administrators' },
  ],
  [
    'administrators by scope, who are in a privileged group',
    'pingam',
    { ...staff, ...good, ...scopes, PRIVILEGED_GROUPS: 'executives' },
    {},
  ],
  [
    'a privileged group that there is not',
    'pingam',
    { ...staff, ...good, PRIVILEGED_GROUPS: 'none' },
    { degraded: 'PRIVILEGE_UNKNOWN' },
  ],
  [
    'a group of the help desk that there is not',
    'pingam',
    { ...good, HELP_DESK_GROUPS: 'helpdesk,none' },
    { degraded: 'GROUP_NOT_FOUND' },
  ],
  [
    'a group of auditors that there is not',
    'pingam',
    { ...staff, ...good, AUDITOR_GROUPS: 'none' },
    { degraded: 'GROUP_NOT_FOUND' },
  ],
  [
    'a group that is in one realm of two',
    'pingam',
    { ...good, AM_REALMS: 'alpha,root', AUDITOR_GROUPS: 'auditors' },
    {},
  ],
  [
    'a realm that there is not',
    'pingam',
    { AM_REALMS: 'alpha,gamma' },
    { degraded: 'REALM_UNAVAILABLE' },
  ],
  ['the super user', 'openam', { ...staff, ...good }, {}],
  [
    'a delegate, who may not act for others,',
    'openam',
    { ...staff, ...oscar },
    { degraded: 'SERVICE_CREDENTIAL_TOO_WEAK' },
  ],
  ['a delegate', 'pingam', { ...staff, ...oscar }, {}],
  [
    'a wrong password',
    'pingam',
    { ...staff, ...good, AM_SERVICE_PASSWORD: 'wr0ng' },
    { degraded: 'SERVICE_CREDENTIAL_MISSING' },
  ],
])('of %s on %s', async (_label, flavor, env, { warns, degraded }) => {
  await onStage(flavor, { env }, async ({ gateway }) => {
    const answer = await fetch(`${gateway.url}/health/ready`);

    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', ...(degraded !== undefined && { degraded: [degraded] }) },
    ]);
    const log = gateway.log.join('');
    expect(log.includes('no service credential')).toBe(warns === 'credential');
    expect(log.includes('cannot be recognised')).toBe(warns === 'administrators');
    expect(gateway.log.join('')).not.toMatch(/wr0ng|sandbox-password/);
  });
});
