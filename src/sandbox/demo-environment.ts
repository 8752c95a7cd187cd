import { demoTicket } from './browser/stories.ts';
import { agentScope } from './control/demo-controls.ts';
import { teamMailboxes } from './mail/team-mailboxes.ts';
import { sandboxPassword } from './people/demo-people.ts';
import { sandboxProofSecret } from './sign-in/proof-journeys.ts';
import type { Flavor } from './personality.ts';
import type { Sandbox } from './start-sandbox.ts';
import type { SandboxVendor } from './vendor/vendor-server.ts';
import { vendorClient } from './vendor/vendor-state.ts';

/** What the options depend on. */
type DemoSandbox = Pick<Sandbox, 'flavor' | 'url' | 'serviceAccount' | 'mailPort' | 'issuer'> & {
  readonly vendor: Pick<SandboxVendor, 'issuer'> | null;
};

/** What the options that an operator sets leave to the sandbox. */
interface DemoChoices {
  /** Whether the gateway signs in with the sandbox's account. Default: true. */
  readonly lendsAccount?: boolean;
  /** Whether the help desk has the rules of the demo. Default: false. */
  readonly isDemo?: boolean;
  /** Whether the operator sets an option, by its variable or place. Default: none is set. */
  readonly isSet?: (name: string) => boolean;
}

/** The options of a sandbox that does not run yet. Port 0 stands for a port that is not known. */
export function expectedEnvironment({
  flavor,
  catchesMail,
  ...choices
}: DemoChoices & {
  readonly flavor: Flavor;
  readonly catchesMail: boolean;
}): Readonly<Record<string, string>> {
  const serviceAccount = { id: 'sandbox', privateJwk: { kty: 'RSA', d: '' } };
  const issuer = 'http://127.0.0.1:0/oauth2';
  const url = 'http://127.0.0.1:0/am';
  const vendor = { issuer: 'http://127.0.0.1:0' };
  const sandbox = { flavor, url, serviceAccount, mailPort: catchesMail ? 0 : null, issuer, vendor };
  return demoEnvironment(sandbox, choices);
}

/**
 * Returns the gateway's options for the sandbox: its address, the groups of help desk,
 * administrators and auditors, the gateway's own account, the sandbox's OAuth 2 provider, and its
 * mail server. Lists are JSON, by their places in the file.
 */
export function demoEnvironment(
  sandbox: DemoSandbox,
  choices: DemoChoices = {},
): Readonly<Record<string, string>> {
  const { lendsAccount = true, isDemo = false } = choices;
  const mail = sandbox.mailPort !== null && {
    SMTP_URL: `smtp://127.0.0.1:${sandbox.mailPort}`,
    SMTP_TLS: 'off',
    MAIL_FROM: 'Help desk <no-reply@example.com>',
    NOTIFY_MANAGER_ATTRIBUTE: 'manager',
    'mail.team': JSON.stringify([
      { to: teamMailboxes.security, events: ['security'] },
      { to: teamMailboxes.desk, events: ['reports', 'approvals'] },
    ]),
  };
  return {
    NODE_ENV: 'development',
    AM_URL: sandbox.url,
    ...(lendsAccount && serviceEnvironment(sandbox)),
    ...mail,
    proofJourneys: JSON.stringify([
      { method: 'push', journey: 'ProveByPush' },
      { method: 'code', journey: 'ProveByCode' },
    ]),
    PROOF_JOURNEY_SECRET: sandboxProofSecret,
    ...(sandbox.vendor !== null && vendorEnvironment(sandbox.vendor)),
    ...(isDemo && demoRules(choices)),
    HELP_DESK_GROUPS: 'helpdesk',
    ADMIN_GROUPS: 'admins',
    PRIVILEGED_GROUPS: 'executives',
    AUDITOR_GROUPS: 'auditors',
    OIDC_ISSUER: sandbox.issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${sandbox.issuer}/connect/jwk_uri`,
  };
}

/** The sandbox's vendor, whose page asks how a check ends. */
function vendorEnvironment({ issuer }: Pick<SandboxVendor, 'issuer'>) {
  const { id: clientId, secret: clientSecret } = vendorClient;
  const vendor = { name: 'sandbox-id', title: 'Sandbox ID', issuer, clientId, clientSecret };
  return {
    'identityVerification.vendors': JSON.stringify([vendor]),
    IDENTITY_VERIFICATION_SECRET: 'the-key-of-the-hashes-of-the-sandbox',
  };
}

/** A careful help desk, and administrators who ask each other before they act for executives. */
function demoRules({ isSet = () => false }: DemoChoices) {
  const tickets = { TICKET_PATTERN: 'INC-[0-9]{5}', TICKET_EXAMPLE: demoTicket };
  const areas = {
    roles: JSON.stringify([{ role: 'help-desk', area: 'north', group: 'north-desk' }]),
    'areas.people': JSON.stringify([{ area: 'north', group: { name: 'north-people' } }]),
  };
  const agents = { HELP_DESK_SCOPES: agentScope };
  // Of options that belong together, those of the operator count alone.
  const unlessSet = <Rules extends object>(rules: Rules) =>
    !Object.keys(rules).some(isSet) && rules;
  return {
    PAGES_SUPPORT: 'IT help desk <tel:+44-20-7946-0118>',
    REASON_REQUIRED: 'help-desk',
    VERIFICATION_REQUIRED: 'help-desk',
    ADMINS_OVER_PRIVILEGED: 'on',
    ...unlessSet(tickets),
    ...unlessSet(areas),
    ...unlessSet(agents),
    approvals: JSON.stringify([
      { of: 'privileged' },
      ...(unlessSet(agents) ? [{ byScope: agentScope }] : []),
    ]),
    // The demo's requests wait for a day.
    APPROVAL_MINUTES: '1440',
  };
}

/** The keys of AIC's service account are created at first use. */
function serviceEnvironment(sandbox: DemoSandbox): Readonly<Record<string, string>> {
  if (sandbox.flavor !== 'aic')
    return { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
  const { id, privateJwk } = sandbox.serviceAccount;
  return { AM_SERVICE_ACCOUNT_ID: id, AM_SERVICE_ACCOUNT_KEY: JSON.stringify(privateJwk) };
}
