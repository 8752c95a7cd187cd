/** The options of callers: combinations, keys in files, and secrets that are not quoted. */
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/load-config.ts';
import type { CallersConfig } from '../../../src/config/sections/callers.ts';
import { configOf } from './problems.ts';

function callersOf(environment: Environment): CallersConfig {
  return configOf(environment).callers;
}

describe('the gateway’s own account', () => {
  // Blanks can be part of a password. Around a name they are a mistake.
  const password = { AM_SERVICE_USERNAME: ' amadmin ', AM_SERVICE_PASSWORD: ' SECRETp w ' };

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
});
