/** The options of callers: combinations, keys in files, and secrets that are not quoted. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig, type Environment } from '../../../src/config/load-config.ts';
import type { CallersConfig } from '../../../src/config/callers.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { useFolder } from '../../support/folder.ts';
import { problemsOf } from './problems.ts';

const key = { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ', d: 'SECRETd' };
const jwk = JSON.stringify(key);

function callersOf(environment: Environment): CallersConfig {
  return loadConfig(environment).callers;
}

describe('the gateway’s own account', () => {
  // Blanks can be part of a password. Around a name they are a mistake.
  const password = { AM_SERVICE_USERNAME: ' amadmin ', AM_SERVICE_PASSWORD: ' SECRETp w ' };
  const account = { AM_SERVICE_ACCOUNT_ID: 'svc', AM_SERVICE_ACCOUNT_KEY: jwk };

  test('is a name and a password at the top realm', () => {
    expect(callersOf(password).service).toEqual({
      kind: 'password',
      username: 'amadmin',
      password: expect.objectContaining({ current: ' SECRETp w ' }),
      realm: { name: 'root', path: '/' },
    });
  });

  test.each([
    ['/', '/'],
    ['root', '/'],
    ['alpha', '/alpha'],
    ['emea=/c/emea', '/c/emea'],
  ])('can be in the realm %p', (AM_SERVICE_REALM, path) => {
    expect(callersOf({ ...password, AM_SERVICE_REALM }).service).toMatchObject({ realm: { path } });
  });

  test('is a service account with its key', () => {
    expect(callersOf(account).service).toEqual({
      kind: 'service account',
      id: 'svc',
      key: expect.objectContaining({ current: key }),
    });
  });

  const beside = (missing: string, given: string): string => `${missing}: missing beside ${given}`;
  test.each([
    [{ AM_SERVICE_USERNAME: 'amadmin' }, beside('AM_SERVICE_PASSWORD', 'AM_SERVICE_USERNAME')],
    [{ AM_SERVICE_PASSWORD: 'x' }, beside('AM_SERVICE_USERNAME', 'AM_SERVICE_PASSWORD')],
    [{ AM_SERVICE_ACCOUNT_ID: 'x' }, beside('AM_SERVICE_ACCOUNT_KEY', 'AM_SERVICE_ACCOUNT_ID')],
    [{ AM_SERVICE_ACCOUNT_KEY: jwk }, beside('AM_SERVICE_ACCOUNT_ID', 'AM_SERVICE_ACCOUNT_KEY')],
    [
      { ...password, ...account },
      'AM_SERVICE_ACCOUNT_ID: give a service account or a user name, not both',
    ],
    [
      { ...password, AM_SERVICE_REALM: '/alpha' },
      'AM_SERVICE_REALM: expected realm names like alpha or emea=/customers/emea, got "/alpha"',
    ],
  ])('of %j alone has a problem', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([problem]);
  });
});

describe('a key', () => {
  const folder = useFolder();
  folder.write('key.json', `${jwk}\n`);
  folder.write('broken.json', '{"d":"SECRETd"');

  const fileAt = (name: string): Environment => ({
    AM_SERVICE_ACCOUNT_ID: 'svc',
    AM_SERVICE_ACCOUNT_KEY_FILE: join(folder.path, name),
  });

  test('may be in a file', () => {
    expect(callersOf(fileAt('key.json')).service).toMatchObject({ key: { current: key } });
  });

  test.each([
    ['no JSON', 'SECRETd'],
    ['JSON that breaks off', jwk.slice(0, -1)],
    ['a public key', '{"kty":"EC","x":"SECRETx"}'],
    ['a key of no type', '{"d":"SECRETd"}'],
    ['a type that is a number', '{"kty":7,"d":"SECRETd"}'],
    ['a list', '["SECRETd"]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a PEM', '-----BEGIN PRIVATE KEY-----SECRETd'],
  ])('is invalid, and is not quoted: %s', (_label, text) => {
    const problems = problemsOf({ AM_SERVICE_ACCOUNT_ID: 'svc', AM_SERVICE_ACCOUNT_KEY: text });

    expect(problems).toContain('AM_SERVICE_ACCOUNT_KEY: expected a private key as a JWK');
    expect(problems.join()).not.toMatch(/SECRET[a-z]/);
  });
});

describe('bearers', () => {
  const issuer = { OIDC_ISSUER: 'https://am.example.com/oauth2/', OIDC_AUDIENCE: 'gateway' };
  const keys = { OIDC_JWKS_URL: 'https://am.example.com/jwks/' };
  const introspection = {
    OIDC_INTROSPECTION_URL: 'https://am.example.com/introspect',
    OIDC_CLIENT_ID: 'gateway',
    OIDC_CLIENT_SECRET: 'SECRETc',
  };

  test('are checked by issuer, audience, keys and introspection', () => {
    expect(callersOf({ ...issuer, ...keys, ...introspection }).oidc).toEqual({
      issuer: 'https://am.example.com/oauth2/',
      audience: 'gateway',
      jwksUrl: new URL('https://am.example.com/jwks'),
      introspection: {
        url: new URL('https://am.example.com/introspect'),
        clientId: 'gateway',
        clientSecret: expect.objectContaining({ current: 'SECRETc' }),
      },
    });
  });

  test.each([
    ['keys alone', { ...issuer, ...keys }, true, false],
    ['introspection alone', { ...issuer, ...introspection }, false, true],
  ])('can be checked by %s', (_label, environment, byKeys, byIntrospection) => {
    const { oidc } = callersOf(environment);

    expect(oidc?.jwksUrl !== undefined).toBe(byKeys);
    expect(oidc?.introspection !== undefined).toBe(byIntrospection);
  });

  test.each([
    [{ OIDC_ISSUER: 'x', ...keys }, 'OIDC_AUDIENCE: missing beside OIDC_ISSUER'],
    [{ OIDC_AUDIENCE: 'x', ...keys }, 'OIDC_ISSUER: missing beside OIDC_AUDIENCE'],
    [issuer, 'OIDC_JWKS_URL: give it, or OIDC_INTROSPECTION_URL, so that tokens can be checked'],
    [
      { ...issuer, ...keys, OIDC_CLIENT_SECRET: 'SECRETc' },
      'OIDC_INTROSPECTION_URL, OIDC_CLIENT_ID: missing beside OIDC_CLIENT_SECRET',
    ],
    [
      { ...issuer, ...introspection, OIDC_CLIENT_ID: '' },
      'OIDC_CLIENT_ID: missing beside OIDC_INTROSPECTION_URL, OIDC_CLIENT_SECRET',
    ],
    [
      { ...issuer, OIDC_JWKS_URL: 'https://me:SECRETu@am.example.com' },
      'OIDC_JWKS_URL: a URL with a user name or password in it is not accepted',
    ],
  ])('of %j have a problem', (environment, problem) => {
    const problems = problemsOf(environment);

    expect(problems).toContain(problem);
    expect(problems.join()).not.toMatch(/SECRET[a-z]/);
  });
});

test.each([
  ['HELP_DESK_PROPERTY', 'helpdesk', 'expected name=value, got "helpdesk"'],
  ['ADMIN_PROPERTY', '=x', 'expected name=value, got "=x"'],
  ['ADMINS_OVER_PRIVILEGED', 'yes', 'expected one of on, off, got "yes"'],
  ['REASON_REQUIRED', 'help-desk,self', 'expected one of help-desk, administrator, got "self"'],
  ['STEP_UP_MAX_AGE', '59', 'expected a whole number from 60 to 86400, got "59"'],
  ['HELP_DESK_REALMS', 'beta', 'expected whose staff and where, as in alpha:beta, got "beta"'],
  ['HELP_DESK_REALMS', 'alpha:gamma', 'the realm "gamma" is not served; see AM_REALMS'],
  ['HELP_DESK_REALMS', 'gamma:alpha', 'the realm "gamma" is not served; see AM_REALMS'],
  ['HELP_DESK_GROUPS', 'gamma:helpdesk', 'the realm "gamma" is not served; see AM_REALMS'],
  ['ADMIN_GROUPS', 'admins,gamma:admins', 'the realm "gamma" is not served; see AM_REALMS'],
  ['AUDITOR_PROPERTY', 'auditor', 'expected name=value, got "auditor"'],
  ['AUDITOR_GROUPS', 'gamma:auditors', 'the realm "gamma" is not served; see AM_REALMS'],
  ['PRIVILEGED_GROUPS', 'gamma:executives', 'the realm "gamma" is not served; see AM_REALMS'],
  ['TICKET_PATTERN', '(', 'expected a regular expression'],
])('%s is not %p', (name, value, problem) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}: ${problem}`)]);
});

test('the secret options are marked', () => {
  const secret = [...optionsByName.values()].filter((one) => one.secret === true);

  expect(secret.map(({ name }) => name)).toEqual([
    'LOG_CALLER_KEY',
    'AM_SERVICE_PASSWORD',
    'AM_SERVICE_ACCOUNT_KEY',
    'OIDC_CLIENT_SECRET',
    'PROOF_JOURNEY_SECRET',
    'VERIFIERS',
    'PAGES_CLIENT_SECRET',
    'PAGES_SECRET',
    'DATABASE_URL',
    'WEBHOOKS',
    'WEBHOOK_SECRETS',
    'SMTP_PASSWORD',
    'SSF_STREAMS',
    'SSF_SIGNING_KEYS',
    'SSF_TOKENS',
    'SSF_PUSH_AUTHORIZATION',
    'OTEL_EXPORTER_OTLP_HEADERS',
  ]);
});
