/** The options of Shared Signals: what belongs to a stream. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/load-config.ts';
import { secretFile, withLists } from '../../support/with-lists.ts';
import { configOf } from './problems.ts';

const createKey = () => generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const [key, other] = [createKey(), createKey()];
const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const token = 't'.repeat(40);

/** `okta` is pushed to, and `siem` polls. */
function streams(siem: object = {}): Environment {
  const push = 'https://okta.example.com/events';
  const audience = 'https://okta.example.com';
  return withLists({
    streams: [
      { name: 'okta', push, audience, events: ['session-revoked'] },
      { name: 'siem', audience: 'siem', tokens: [secretFile(token)], ...siem },
    ],
  });
}
const good: Environment = {
  SSF_ISSUER: 'https://gateway.example.com/',
  SSF_SIGNING_KEYS: pem,
  ...streams(),
  ...withLists({
    signals: { subjectIssuers: [{ realm: 'alpha', issuer: 'https://am.example.com/oauth2' }] },
  }),
};
const service = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: 'secret' };
const signalsOf = (more: Environment = {}) => configOf({ ...good, ...more }).sharedSignals;

test('a stream names people by AM’s user id, or as its option says', () => {
  const more = { ...streams({ subjectFormat: 'email' }), ...service };

  const formats = signalsOf(more)?.streams.map(({ subjectFormat }) => subjectFormat);

  expect(formats).toEqual(['iss_sub', 'email']);
});

test('without streams there are no signals', () => {
  expect(configOf({}).sharedSignals).toBeUndefined();
});

test('the issuer is PUBLIC_URL by default', () => {
  const env = { SSF_ISSUER: '', PUBLIC_URL: 'https://devices.example.com' };

  expect(signalsOf(env)?.issuer).toBe('https://devices.example.com');
});

describe('signing keys', () => {
  const kidsOf = (text: string) =>
    signalsOf({ SSF_SIGNING_KEYS: text })
      ?.keys()
      .map(({ kid }) => kid);
  const [jwk, second] = [key.export({ format: 'jwk' }), other.export({ format: 'jwk' })];

  test('are PEM blocks, a JWK or a set, in their order', () => {
    const [name = ''] = kidsOf(pem) ?? [];
    expect(name).toMatch(/^[\w-]{43}$/);
    expect(kidsOf(JSON.stringify(jwk))).toEqual([name]);
    const set = { keys: [{ ...second, kid: 'second' }, jwk] };
    expect(kidsOf(JSON.stringify(set))).toEqual(['second', name]);
    const pkcs1 = other.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(kidsOf(`${pem}\n${pkcs1}`)?.[0]).toBe(name);
  });
});
