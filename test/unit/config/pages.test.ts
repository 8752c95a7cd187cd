/** The options of the pages. */
import { expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/load-config.ts';
import { configWarnings } from '../../../src/config/warnings.ts';
import { withLists } from '../../support/with-lists.ts';
import { configOf, problemsOf } from './problems.ts';

test.each([
  ['mailto:help@example.com', ['help@example.com', null, 'mailto:help@example.com']],
  ['https://help.example.com/', ['https://help.example.com/', null, 'https://help.example.com/']],
  ['Help, ext. 12 <tel:12>', ['Help, ext. 12', null, 'tel:12']],
  ['Help <tel:+44-20-7946>', ['Help', '+44 20 7946', 'tel:+44-20-7946']],
  ['Help, +44 20 (7946) <tel:+44207946>', ['Help, +44 20 (7946)', null, 'tel:+44207946']],
  ['Help <mailto:a@b.example?subject=c>', ['Help', 'a@b.example', 'mailto:a@b.example?subject=c']],
])('the contact %s has its label and its address', (given, [label, address, href]) => {
  expect(configOf({ PAGES_SUPPORT: given }).pages.support).toEqual({ label, address, href });
});

const production = { NODE_ENV: 'production', AM_URL: 'https://am.example.com/am' };

const oauth = {
  SIGN_IN: 'oauth',
  PAGES_CLIENT_ID: 'pages',
  PAGES_CLIENT_SECRET: 'secret',
  ...withLists({
    pages: {
      issuers: [
        { realm: 'alpha', issuer: 'https://am.example.com/am/oauth2/realms/root/realms/alpha' },
      ],
    },
  }),
  PAGES_SECRET: 'x'.repeat(32),
};

test('the sign-in by OAuth requests the scopes of self-service', () => {
  expect(configOf({ ...oauth, SIGN_IN: '' }).oauth).toEqual({
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
  expect(configOf(env).oauth).toBeUndefined();
});

test.each<[Environment, boolean]>([
  [{}, true],
  [{ PAGES_SUPPORT: 'IT help desk <tel:+49301234567>' }, false],
  [{ PAGES: 'off' }, false],
  [{ NODE_ENV: 'development' }, false],
])('in production with %j a missing help contact is reported: %s', (env, isReported) => {
  const config = configOf({ ...production, PUBLIC_URL: 'https://d.example.com', ...env });

  const warnings = configWarnings(config).filter((warning) => warning.includes('PAGES_SUPPORT'));
  expect(warnings).toHaveLength(isReported ? 1 : 0);
});

test.each([
  ['description', true],
  ['telephoneNumber', true],
  ['employeeNumber', false],
  ['fr-idm-managed-user-memberoforgid', false],
])('areas by %s, which users may write: %s', (attribute, isWarned) => {
  const warnings = configWarnings(
    configOf({
      AM_URL: 'http://127.0.0.1:1/am',
      AM_SERVICE_USERNAME: 'gateway',
      AM_SERVICE_PASSWORD: 'secret',
      ...withLists({
        roles: [{ area: 'north', role: 'help-desk', group: 'desk' }],
        areas: { people: [{ area: 'north', attribute, value: 'x' }] },
      }),
    }),
  );

  expect(warnings.some((one) => one.startsWith(`areas.people uses ${attribute}`))).toBe(isWarned);
});

test('a problem with a file as a value shows nothing of its content', () => {
  const problems = problemsOf({ PORT_FILE: '/etc/passwd', LOG_LEVEL_FILE: '/etc/passwd' });

  expect(problems.filter((one) => one.includes('_FILE'))).toHaveLength(2);
  expect(problems.join()).not.toMatch(/root|:0:/);
});
