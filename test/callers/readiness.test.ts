/** Readiness and the log at the start report invalid credentials, groups and realms. */
import { expect, test } from '@jest/globals';
import { type Flavor, sandboxPassword } from '../../src/sandbox/index.ts';
import { onStage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';

const groups = { HELP_DESK_GROUPS: 'helpdesk' };
const good = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
const staff = { ...groups, ...good };
const oscar = { ...staff, AM_SERVICE_USERNAME: 'oscar', AM_SERVICE_REALM: 'alpha' };
const oidc = {
  OIDC_ISSUER: 'https://issuer.example.test',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.test/keys',
};
const scopes = { ...oidc, ADMIN_SCOPES: 'devices:admin' };
const property = withLists({
  roles: [{ role: 'administrator', property: { name: 'role', value: 'admin' } }],
});

/** A warning in the log: the credential is missing, or administrators are unknown as targets. */
type Warning = 'credential' | 'administrators' | undefined;

test.each<readonly [string, Flavor, Record<string, string>, Warning]>([
  ['bearers without a credential', 'aic', oidc, 'credential'],
  ['administrators by scope only', 'pingam', { ...staff, ...scopes }, 'administrators'],
  ['administrators by property only', 'pingam', { ...staff, ...property }, 'administrators'],
  [
    'administrators by scope, who are in a privileged group',
    'pingam',
    { ...staff, ...scopes, PRIVILEGED_GROUPS: 'executives' },
    undefined,
  ],
  [
    'a group that is in one realm of two',
    'pingam',
    { ...good, AM_REALMS: 'alpha,root', AUDITOR_GROUPS: 'auditors' },
    undefined,
  ],
  ['the super user', 'openam', staff, undefined],
])('ready with %s on %s', async (_label, flavor, env, warning) => {
  const warnings = warning === undefined ? [] : [warning];
  expect(await readinessOf(flavor, env)).toEqual([200, { status: 'ready' }, warnings]);
});

test.each<readonly [string, Flavor, Record<string, string>, string]>([
  ['the right of a delegate to act for others', 'openam', oscar, 'SERVICE_CREDENTIAL_TOO_WEAK'],
])('degraded without %s on %s', async (_label, flavor, env, code) => {
  const body = { status: 'ready', degraded: [code] };
  expect(await readinessOf(flavor, env)).toEqual([200, body, []]);
});

/** Returns the status and body of a new gateway's readiness, and the warnings in its log. */
function readinessOf(flavor: Flavor, env: Record<string, string>): Promise<unknown[]> {
  return onStage(flavor, { env }, async ({ gateway }) => {
    const answer = await fetch(`${gateway.url}/health/ready`);
    const body: unknown = await answer.json();
    const log = gateway.log.join('');
    expect(log).not.toMatch(/wr0ng|sandbox-password/);
    const warnings: Warning[] = [];
    if (log.includes('OIDC_ISSUER has no effect without AM_SERVICE_USERNAME'))
      warnings.push('credential');
    if (log.includes('cannot be recognised')) warnings.push('administrators');
    return [answer.status, body, warnings];
  });
}
