/** The options of Shared Signals: what a stream needs, and what is refused. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { loadConfig, type Environment } from '../../../src/config/load-config.ts';
import { problemsOf } from './problems.ts';

const keyPair = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
const [key, other, short] = [keyPair(2_048), keyPair(2_048), keyPair(1_024)];
const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const token = 't'.repeat(40);
const good: Environment = {
  SSF_STREAMS: 'okta=push:https://okta.example.com/events,siem=poll',
  SSF_AUDIENCES: 'okta=https://okta.example.com,siem=siem',
  SSF_ISSUER: 'https://gateway.example.com/',
  SSF_SIGNING_KEYS: pem,
  SSF_SUBJECT_ISSUERS: 'alpha=https://am.example.com/oauth2',
  SSF_TOKENS: `siem=${token}`,
  SSF_EVENTS: 'okta=session-revoked',
};
const signalsOf = (more: Environment = {}) => loadConfig({ ...good, ...more }).sharedSignals;

test('each stream has what belongs to it', () => {
  const signals = signalsOf({ SSF_PUSH_AUTHORIZATION: 'okta=Bearer abc' });
  const [okta, siem] = signals?.streams ?? [];

  expect(signals?.issuer).toBe('https://gateway.example.com');
  expect(okta).toMatchObject({
    name: 'okta',
    audience: 'https://okta.example.com',
    kinds: ['session-revoked'],
  });
  expect(okta?.push?.href).toBe('https://okta.example.com/events');
  expect([okta?.tokens(), okta?.authorization()]).toEqual([[], 'Bearer abc']);
  expect(siem).toMatchObject({ push: null, kinds: ['credential-change', 'session-revoked'] });
  expect([siem?.tokens(), siem?.authorization()]).toEqual([[token], undefined]);
});

test('a stream names people by AM’s user id, or as its option says', () => {
  const formatsOf = (more: Environment): unknown =>
    signalsOf(more)?.streams.map(({ subjectFormat }) => subjectFormat);

  expect(formatsOf({})).toEqual(['iss_sub', 'iss_sub']);
  expect(formatsOf({ SSF_SUBJECT_FORMATS: 'siem=email', ...service })).toEqual([
    'iss_sub',
    'email',
  ]);
  expect(signalsOf({ NOTIFY_ATTRIBUTES: 'mail,workMail' })?.addresses).toEqual([
    'mail',
    'workMail',
  ]);
});

test('without streams there are no signals', () => {
  expect(loadConfig({}).sharedSignals).toBeUndefined();
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

  test.each([
    ['too short', short.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['public', JSON.stringify({ kty: jwk.kty, n: jwk.n, e: jwk.e })],
    [
      'of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    ['no key', 'CANARY'],
    ['no JSON', '{CANARY'],
    ['a list', '{"keys":{}}'],
    ['an empty set', '{"keys":[]}'],
    ['the same twice', `${pem}\n${pem}`],
  ])('that are %s are refused, and not quoted', (_label, text) => {
    const problems = problemsOf({ ...good, SSF_SIGNING_KEYS: text }).join('\n');

    expect(problems).toMatch(/^SSF_SIGNING_KEYS: /m);
    expect(problems).not.toMatch(/CANARY|BEGIN/);
  });
});

const service = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: 'secret' };
const missing = (name: string): string => `SSF_STREAMS has no "${name}"`;

test.each<readonly [string, Environment, string]>([
  ['LEDGER=off', { LEDGER: 'off' }, 'SSF_STREAMS: LEDGER=off records no change to signal'],
  ['no key', { SSF_SIGNING_KEYS: '' }, 'SSF_SIGNING_KEYS: missing beside SSF_STREAMS'],
  [
    'no issuer',
    { SSF_ISSUER: '' },
    'SSF_ISSUER: missing beside SSF_STREAMS, as PUBLIC_URL is not set',
  ],
  ['no audience', { SSF_AUDIENCES: 'siem=siem' }, 'SSF_AUDIENCES: "okta" needs one audience'],
  [
    'two audiences',
    { SSF_AUDIENCES: 'siem=a,siem=b,okta=c' },
    'SSF_AUDIENCES: "siem" needs one audience',
  ],
  [
    'no token of a poller',
    { SSF_TOKENS: `okta=${token}` },
    'SSF_TOKENS: "siem" has no token, so its receiver cannot poll',
  ],
  ['a stream twice', { SSF_STREAMS: 'siem=poll,siem=poll' }, 'SSF_STREAMS: "siem" is given twice'],
  ['events of no stream', { SSF_EVENTS: 'none=session-revoked' }, `SSF_EVENTS: ${missing('none')}`],
  [
    'a token of no stream',
    { SSF_TOKENS: `siem=${token},none=${token}` },
    `SSF_TOKENS: ${missing('none')}`,
  ],
  [
    'a header of no stream',
    { SSF_PUSH_AUTHORIZATION: 'none=Bearer x' },
    `SSF_PUSH_AUTHORIZATION: ${missing('none')}`,
  ],
  [
    'a format of no stream',
    { SSF_SUBJECT_FORMATS: 'none=iss_sub' },
    `SSF_SUBJECT_FORMATS: ${missing('none')}`,
  ],
  [
    'two formats of a stream',
    { SSF_SUBJECT_FORMATS: 'okta=iss_sub,okta=email', ...service },
    'SSF_SUBJECT_FORMATS: "okta" is given twice',
  ],
  [
    'addresses without a service credential',
    { SSF_SUBJECT_FORMATS: 'okta=email' },
    'SSF_SUBJECT_FORMATS: the service credential reads addresses; set AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID',
  ],
  [
    'no issuer of people',
    { SSF_SUBJECT_ISSUERS: '' },
    'SSF_SUBJECT_ISSUERS: missing for the realm "alpha"',
  ],
  [
    'the issuer of a realm that is not served',
    { SSF_SUBJECT_ISSUERS: `${good['SSF_SUBJECT_ISSUERS']},beta=https://am.example.com/beta` },
    'SSF_SUBJECT_ISSUERS: the realm "beta" is not served; see AM_REALMS',
  ],
])('%s is a problem', (_label, more, problem) => {
  expect(problemsOf({ ...good, ...more })).toContain(problem);
});

test.each([
  [
    'plain http to a receiver',
    { SSF_STREAMS: 'okta=push:http://okta.example.com,siem=poll' },
    'SSF_STREAMS: plain http of "okta" is refused',
  ],
  [
    'an issuer by plain http',
    { SSF_ISSUER: 'http://gateway.example.com' },
    'SSF_ISSUER: plain http is refused',
  ],
])('%s is refused in production', (_label, more, problem) => {
  const production = { ...good, ...more, NODE_ENV: 'production' };

  expect(problemsOf(production).some((one) => one.startsWith(problem))).toBe(true);
});

test.each([
  ['SSF_STREAMS', 'okta=https://okta.example.com/CANARY'],
  ['SSF_STREAMS', 'okta=push:ftp://okta.example.com/CANARY'],
  ['SSF_STREAMS', 'okta=push:https://user:CANARY@okta.example.com'],
  ['SSF_STREAMS', 'Okta=poll'],
  ['SSF_TOKENS', 'siem=CANARY'],
  ['SSF_PUSH_AUTHORIZATION', 'okta=CANARY'],
  ['SSF_EVENTS', 'okta=device-compliance-change'],
  ['SSF_ISSUER', 'https://gateway.example.com?x=1'],
])('%s refuses %s and quotes no secret', (name, value) => {
  const problems = problemsOf({ ...good, [name]: value });

  expect(problems.some((one) => one.startsWith(`${name}: `))).toBe(true);
  expect(problems.join('\n')).not.toContain('CANARY');
});
