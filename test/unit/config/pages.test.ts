/** The options of the pages: accepted and rejected values. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadConfig, type Environment } from '../../../src/config/load-config.ts';
import { configWarnings } from '../../../src/config/warnings.ts';
import { useFolder } from '../../support/folder.ts';

const folder = useFolder();
const file = (name: string, bytes: number): string => folder.write(name, Buffer.alloc(bytes));

test('every option has its default', () => {
  expect(loadConfig({}).pages).toEqual({
    on: true,
    publicUrl: undefined,
    amSignInUrl: undefined,
    amCookieDomain: undefined,
    name: 'identity-gateway',
    logo: undefined,
    accent: undefined,
    support: undefined,
    enrolmentUrl: undefined,
    enrolmentUrls: [],
    locales: ['en', 'de', 'fr', 'es', 'ar'],
  });
});

test.each([
  ['mailto:help@example.com', { label: 'help@example.com', href: 'mailto:help@example.com' }],
  [
    'https://help.example.com/',
    { label: 'https://help.example.com/', href: 'https://help.example.com/' },
  ],
  ['Help, ext. 12 <tel:12>', { label: 'Help, ext. 12', href: 'tel:12' }],
])('the contact %s is accepted', (given, contact) => {
  expect(loadConfig({ PAGES_SUPPORT: given }).pages.support).toEqual(contact);
});

test.each([
  ['PAGES_SUPPORT', 'Help <javascript:alert(1)>'],
  ['PAGES_SUPPORT', 'data:text/html,x'],
  ['PAGES_SUPPORT', 'http://help.example.com'],
  ['PAGES_SUPPORT', 'Help desk'],
  ['PAGES_ENROLMENT_URL', 'javascript:alert(1)'],
  ['PAGES_ENROLMENT_URL', '/enrol'],
  ['PAGES_ENROLMENT_URL', 'https://user:secret@am.example.com/'],
  ['PAGES_PRIVACY_URL', 'javascript:alert(1)'],
  ['PAGES_ACCESSIBILITY_URL', '/accessibility'],
  ['PAGES_LOGO_DARK', file('dark.html', 10)],
  ['PAGES_LOGO_DARK', file('dark.png', 10)],
  ['PAGES_MESSAGES', join(folder.path, 'missing')],
  ['PAGES_ENROLMENT_URLS', 'https://am.example.com/enrol'],
  ['PAGES_ENROLMENT_URLS', 'TRUSTED=https://am.example.com/enrol'],
  ['PAGES_ENROLMENT_URLS', 'OATH=javascript:alert(1)'],
  ['PAGES_ACCENT', 'red'],
  ['PAGES_ACCENT', '#fff;}'],
  ['PAGES_LOCALES', 'english'],
  ['PAGES_LOCALES', ','],
  ['PAGES_LOGO', join(folder.path, 'missing.png')],
  ['PAGES_LOGO', file('logo.html', 10)],
  ['PAGES_LOGO', file('large.png', 262_145)],
  ['PAGES', 'yes'],
  ['PUBLIC_URL', 'https://devices.example.com/'],
  ['PUBLIC_URL', 'devices.example.com'],
])('%s refuses %s', (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(`- ${name}: `);
});

const production = { NODE_ENV: 'production', AM_URL: 'https://am.example.com/am' };

test.each<[string, Environment, boolean]>([
  ['in development', {}, true],
  ['in development, switched off', { PAGES: 'off' }, false],
  ['in production', production, false],
  ['in production with an address', { ...production, PUBLIC_URL: 'https://d.example.com' }, true],
  [
    'in production with an address, switched off',
    { ...production, PUBLIC_URL: 'https://d.example.com', PAGES: 'off' },
    false,
  ],
])('%s: %#', (_label, env, on) => {
  expect(loadConfig(env).pages.on).toBe(on);
});

test.each([
  [{ PAGES: 'on' }, 'PUBLIC_URL: missing;'],
  [{ PUBLIC_URL: 'http://devices.example.com' }, 'PUBLIC_URL: plain http is refused'],
])('production refuses %j', (env, problem) => {
  expect(() => loadConfig({ ...production, ...env })).toThrow(problem);
});

const oauth = {
  SIGN_IN: 'oauth',
  PAGES_CLIENT_ID: 'pages',
  PAGES_CLIENT_SECRET: 'secret',
  PAGES_ISSUERS: 'alpha=https://am.example.com/am/oauth2/realms/root/realms/alpha',
  PAGES_SECRET: 'x'.repeat(32),
};

test('the sign-in by OAuth requests the scopes of self-service', () => {
  expect(loadConfig({ ...oauth, SIGN_IN: '' }).oauth).toEqual({
    clientId: 'pages',
    clientSecret: expect.objectContaining({ current: 'secret' }),
    issuers: new Map([['alpha', 'https://am.example.com/am/oauth2/realms/root/realms/alpha']]),
    scopes: ['openid', 'devices:read', 'devices:reset'],
    secrets: expect.objectContaining({ current: ['x'.repeat(32)] }),
  });
});

test.each<[string, Environment]>([
  ['people sign in by AM', { ...oauth, SIGN_IN: 'am' }],
  ['no client is configured', {}],
  ['the pages are off', { ...oauth, PAGES: 'off' }],
])('OAuth is off if %s', (_label, env) => {
  expect(loadConfig(env).oauth).toBeUndefined();
});

test.each<[Environment, string]>([
  [{ ...oauth, PAGES_CLIENT_ID: '' }, 'PAGES_CLIENT_ID: missing'],
  [{ ...oauth, PAGES_CLIENT_SECRET: '' }, 'PAGES_CLIENT_SECRET: missing'],
  [{ ...oauth, PAGES_ISSUERS: '' }, 'PAGES_ISSUERS: missing'],
  [{ ...oauth, PAGES_ISSUERS: 'beta=https://am.example.com' }, 'PAGES_ISSUERS: the realm "beta"'],
  [{ ...oauth, PAGES_ISSUERS: 'alpha=http://am.example.com' }, 'PAGES_ISSUERS: plain http'],
  [{ ...oauth, PAGES_ISSUERS: 'alpha' }, 'PAGES_ISSUERS: expected'],
  [{ ...oauth, PAGES_SECRET: 'x'.repeat(31) }, 'PAGES_SECRET: expected at least 32 bytes'],
  [{ ...oauth, PAGES_SECRET: `${'x'.repeat(32)},short` }, 'PAGES_SECRET: expected'],
  [{ ...oauth, LEDGER: 'off' }, 'SIGN_IN: oauth keeps sessions beside the ledger'],
  [
    { ...production, ...oauth, PUBLIC_URL: 'https://d.example.com', PAGES_SECRET: '' },
    'PAGES_SECRET: missing',
  ],
])('OAuth refuses %j', (env, problem) => {
  expect(() => loadConfig(env)).toThrow(problem);
});

test.each<[Environment, boolean]>([
  [{}, true],
  [{ PAGES_SUPPORT: 'IT help desk <tel:+49301234567>' }, false],
  [{ PAGES: 'off' }, false],
  [{ NODE_ENV: 'development' }, false],
])('in production with %j a missing help contact is reported: %s', (env, isReported) => {
  const config = loadConfig({ ...production, PUBLIC_URL: 'https://d.example.com', ...env });

  const warnings = configWarnings(config).filter((warning) => warning.includes('PAGES_SUPPORT'));
  expect(warnings).toHaveLength(isReported ? 1 : 0);
});

test('an example of a ticket must match the pattern', () => {
  const TICKET_PATTERN = 'INC-[0-9]+';
  const load = (TICKET_EXAMPLE: string) => loadConfig({ TICKET_PATTERN, TICKET_EXAMPLE });

  expect(load('INC-20461').access.ticketExample).toBe('INC-20461');
  expect(() => load('20461')).toThrow('TICKET_EXAMPLE: does not match TICKET_PATTERN');
});
