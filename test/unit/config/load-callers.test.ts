/** Who callers are: options that belong together, keys and files, and secrets that nobody quotes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { Environment } from '../../../src/config/load-config.ts';
import type { CallersConfig } from '../../../src/config/load-callers.ts';
import { options } from '../../../src/config/options.ts';
import type { AccessSettings } from '../../../src/domain/access.ts';
import { problemsOf } from './problems.ts';

const key = { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ', d: 'SECRETd' };
const jwk = JSON.stringify(key);

function callersOf(environment: Environment): CallersConfig {
  return loadConfig(environment).callers;
}

function accessOf(environment: Environment): Omit<AccessSettings, 'realms'> {
  const { realms: _realms, ...rest } = loadConfig(environment).access;
  return rest;
}

describe('the gateway’s own account', () => {
  // A blank may be a part of a password; around a name it is a slip.
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
  ])('may be of the realm %p', (AM_SERVICE_REALM, path) => {
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
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'key-'));
    await writeFile(join(folder, 'key.json'), `${jwk}\n`);
    await writeFile(join(folder, 'broken.json'), '{"d":"SECRETd"');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const fileAt = (name: string): Environment => ({
    AM_SERVICE_ACCOUNT_ID: 'svc',
    AM_SERVICE_ACCOUNT_KEY_FILE: join(folder, name),
  });

  test('may be in a file', () => {
    expect(callersOf(fileAt('key.json')).service).toMatchObject({ key: { current: key } });
  });

  test('in a file that is not there has a problem', () => {
    expect(problemsOf(fileAt('none.json'))).toContainEqual(
      expect.stringMatching(/^AM_SERVICE_ACCOUNT_KEY: cannot read the file: .*ENOENT/),
    );
  });

  test('in a file is quoted as little as in a variable', () => {
    const problems = problemsOf(fileAt('broken.json'));

    expect(problems).toContain('AM_SERVICE_ACCOUNT_KEY: expected a private key as a JWK');
    expect(problems.join()).not.toMatch(/SECRET[a-z]/);
  });

  test.each([
    ['no JSON', 'SECRETd'],
    ['JSON that breaks off', jwk.slice(0, -1)],
    ['a public key', '{"kty":"EC","x":"SECRETx"}'],
    ['a key of no type', '{"d":"SECRETd"}'],
    ['a type that is a number', '{"kty":7,"d":"SECRETd"}'],
    ['a list', '["SECRETd"]'],
    ['null', 'null'],
    ['a text', '"SECRETd"'],
    ['a PEM', '-----BEGIN PRIVATE KEY-----SECRETd'],
  ])('is none, and is not quoted: %s', (_label, text) => {
    const problems = problemsOf({ AM_SERVICE_ACCOUNT_ID: 'svc', AM_SERVICE_ACCOUNT_KEY: text });

    expect(problems).toContain('AM_SERVICE_ACCOUNT_KEY: expected a private key as a JWK');
    expect(problems.join()).not.toMatch(/SECRET[a-z]/);
  });
});

describe('bearers', () => {
  const issuer = { OIDC_ISSUER: 'https://am.example.com/oauth2/', OIDC_AUDIENCE: 'gateway' };
  const keys = { OIDC_JWKS_URL: 'https://am.example.com/jwks/' };
  const asking = {
    OIDC_INTROSPECTION_URL: 'https://am.example.com/introspect',
    OIDC_CLIENT_ID: 'gateway',
    OIDC_CLIENT_SECRET: 'SECRETc',
  };

  test('are known by an issuer to the letter, an audience, keys and introspection', () => {
    expect(callersOf({ ...issuer, ...keys, ...asking }).oidc).toEqual({
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
    ['introspection alone', { ...issuer, ...asking }, false, true],
  ])('may be checked by %s', (_label, environment, byKeys, byAsking) => {
    const { oidc } = callersOf(environment);

    expect(oidc?.jwksUrl !== undefined).toBe(byKeys);
    expect(oidc?.introspection !== undefined).toBe(byAsking);
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
      { ...issuer, ...asking, OIDC_CLIENT_ID: '' },
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

test('every option of callers reaches the configuration', () => {
  const role = { name: 'role', value: 'help=desk' };
  const level = { name: 'level', value: '9' };

  expect(
    accessOf({
      HELP_DESK_GROUPS: 'helpdesk, second line',
      HELP_DESK_SCOPES: 'desk',
      HELP_DESK_PROPERTY: 'role=help=desk',
      ADMIN_GROUPS: 'admins',
      ADMIN_SCOPES: 'admin, root',
      ADMIN_PROPERTY: 'level=9',
      AUDITOR_GROUPS: 'auditors',
      AUDITOR_SCOPES: 'audit',
      AUDITOR_PROPERTY: 'role=help=desk',
      PRIVILEGED_GROUPS: 'executives',
      READ_SCOPES: 'r',
      CHANGE_SCOPES: 'w,x',
      HELP_DESK_REALMS: 'alpha:beta, beta:alpha',
      AM_REALMS: 'alpha,beta',
      ADMINS_OVER_PRIVILEGED: 'on',
      REASON_REQUIRED: 'help-desk,administrator',
      TICKET_PATTERN: 'INC-\\d+',
      VERIFICATION_REQUIRED: 'help-desk',
      VERIFICATION_METHODS: 'call, video',
      VERIFICATION_MAX_AGE: '600',
      STEP_UP_MAX_AGE: '600',
    }),
  ).toEqual({
    superUser: undefined,
    helpDesk: { groups: ['helpdesk', 'second line'], scopes: ['desk'], property: role },
    administrators: { groups: ['admins'], scopes: ['admin', 'root'], property: level },
    auditors: { groups: ['auditors'], scopes: ['audit'], property: role },
    privilegedGroups: ['executives'],
    readScopes: ['r'],
    changeScopes: ['w', 'x'],
    staffRealms: [
      { staffOf: 'alpha', actIn: 'beta' },
      { staffOf: 'beta', actIn: 'alpha' },
    ],
    administratorsOverPrivileged: true,
    reasonRequired: ['help-desk', 'administrator'],
    ticketPattern: expect.objectContaining({ source: '^(?:INC-\\d+)$' }),
    verification: { requiredOf: ['help-desk'], methods: ['call', 'video'], maxAgeSeconds: 600 },
    stepUpMaxAgeSeconds: 600,
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

test('what is secret says so', () => {
  const secret = Object.entries(options)
    .filter(([, option]) => 'secret' in option)
    .map(([name]) => name);

  expect(secret).toEqual([
    'LOG_CALLER_KEY',
    'AM_SERVICE_PASSWORD',
    'AM_SERVICE_ACCOUNT_KEY',
    'OIDC_CLIENT_SECRET',
    'PAGES_CLIENT_SECRET',
    'PAGES_SECRET',
    'DATABASE_URL',
    'OTEL_EXPORTER_OTLP_HEADERS',
  ]);
});
