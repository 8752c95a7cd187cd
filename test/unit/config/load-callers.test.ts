/** The options of callers: combinations, keys in files, and secrets that are not quoted. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig, type Environment } from '../../../src/config/load-config.ts';
import type { CallersConfig } from '../../../src/config/callers.ts';
import { useFolder } from '../../support/folder.ts';

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
});

describe('a key', () => {
  const folder = useFolder();
  folder.write('key.json', `${jwk}\n`);

  const fileAt = (name: string): Environment => ({
    AM_SERVICE_ACCOUNT_ID: 'svc',
    AM_SERVICE_ACCOUNT_KEY_FILE: join(folder.path, name),
  });

  test('may be in a file', () => {
    expect(callersOf(fileAt('key.json')).service).toMatchObject({ key: { current: key } });
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
});
