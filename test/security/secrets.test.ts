/**
 * Secrets of devices and sessions appear nowhere (security E1, E2, E4). Those of each kind of
 * device are also looked for in the answers of test/devices.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { sendRaw } from './raw-http.ts';
import { useStage, type Stage } from '../support/stage.ts';

const everything = `query {
  gatewayCaller { roles realm expiresAt idleExpiresAt }
  me {
    id username displayName givenName familyName email status oathSkip realm
    oathDevices { id: amId kind name registeredAt lastUsedAt canManage owner { id: amId } }
    pushDevices { id: amId kind name registeredAt lastUsedAt canManage platform issuer owner { id: amId } }
  }
}`;

describe.each(['pingam', 'openam'] as const)('security E1 on %s', (flavor) => {
  const stage = useStage(flavor);
  let alice: SessionHeader;

  beforeEach(async () => {
    alice = await stage.peer.signIn('alice');
  });

  test('secrets in a decoration are absent', async () => {
    const names = ['uuid', 'deviceName', 'createdDate', 'lastAccessDate', 'deviceManagementStatus'];
    for (const name of names) {
      const broken = { ...leakyDevice(), [name]: { sharedSecret: 'SECRET-seed' } };
      stage.sandbox.breakNext({
        match: { path: '/devices/' },
        times: 2,
        effect: { kind: 'body', body: { result: [broken] } },
      });

      const answer = await stage.gateway.ask(everything, alice);

      expect(codesOf(answer)).toEqual([]);
      expect(marksIn([answer], stage)).toEqual([]);
    }
  });

  test('a new property does not pass', async () => {
    for (const path of ['serverinfo', 'getSessionInfo', '/users/', '/devices/']) {
      // The person and the lists are read at the same time.
      const match = { path: path === '/users/' ? /\/users\/[^/]+\?/ : path };
      stage.sandbox.breakNext({ match, effect: bodyWithFoo(path) });
    }

    const answer = await stage.gateway.ask(everything, alice);

    expect(codesOf(answer)).toEqual([]);
    expect(answer.text).not.toContain('foo');
    expect(marksIn([answer], stage)).toEqual([]);
  });
});

test('no field of the schema is made for a secret', async () => {
  const words =
    /secret|recovery|codes$|key$|communicationId|mechanism|counter|password|credential|token/i;
  const names = Object.values((await createSchema({ federation: true })).getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : []));

  expect(names.length).toBeGreaterThan(50);
  expect([...new Set(names.filter((name) => words.test(name)))].toSorted()).toEqual([
    'credential', // whether a caller has a session or a token: an enum
    'credentialId', // the public id of a WebAuthn credential, which browsers get at every sign-in
    'idempotencyKey', // a client's own name for its request
    'isCredentialRefused', // whether the request has one that the gateway does not accept
    'withOneTimePasswordsOnly', // how many people have only these
  ]);
});

describe('security E4: a session token', () => {
  const stage = useStage();
  let token: string;

  beforeEach(async () => {
    token = Object.values(await stage.peer.signIn('amadmin'))[0] ?? '';
  });

  const user = 'query ($id: ID!) { user(id: $id) { id: amId } }';
  type Carrier = (text: string) => { readonly headers?: object; readonly body?: object };
  const carriers: readonly (readonly [string, Carrier])[] = [
    ['its header', (text) => ({ headers: { iPlanetDirectoryPro: text } })],
    ['the cookie', (text) => ({ headers: { cookie: `iPlanetDirectoryPro=${text}` } })],
    ['a bearer header', (text) => ({ headers: { authorization: `Bearer ${text}` } })],
    ['the correlation id', (text) => ({ headers: { 'x-correlation-id': text } })],
    ['the content type', (text) => ({ headers: { 'content-type': `application/json; ${text}` } })],
    ['the origin', (text) => ({ headers: { origin: `https://${text}`, cookie: 'a=b' } })],
    [
      'a comment of the query',
      (text) => ({ body: { query: `{ gatewayCaller { roles } } # ${text}` } }),
    ],
    ['an argument', (text) => ({ body: { query: `{ user(id: "${text}") { id: amId } }` } })],
    ['a query that does not parse', (text) => ({ body: { query: `{ "${text}" }` } })],
    ['a field that does not exist', () => ({ body: { query: '{ SECRETfield }' } })],
    ['a variable', (text) => ({ body: { query: user, variables: { id: text } } })],
    ['the operation name', (text) => ({ body: { query: user, operationName: text } })],
    ['the body in place of JSON', (text) => ({ body: [text] })],
  ];

  test.each(carriers)('in %s is not logged', async (_label, carry) => {
    const { headers, body = { query: user, variables: { id: 'bob' } } } = carry(token);
    const as = { ...(headers ?? { iPlanetDirectoryPro: token }) };

    await sendRaw(stage.gateway.url, { headers: { ...as }, body: JSON.stringify(body) });
    await fetch(`${stage.gateway.url}/graphql?${token}`);
    await fetch(`${stage.gateway.url}/${token}`);

    const log = stage.gateway.log.join('');
    expect(log.length).toBeGreaterThan(100);
    expect(log).not.toContain(token.slice(0, 24));
    expect(log).not.toContain(token.slice(14, 34));
    expect(log).not.toContain('SECRETfield');
  });

  test('like a user id is not logged', async () => {
    const canary = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiJTRUNSRVQifQ.c2lnbmF0dXJl';
    const as = { iPlanetDirectoryPro: token };

    const answer = await stage.gateway.ask(user, as, { id: canary });
    const reset =
      'mutation ($i: ResetDevicesOfKindInput!) { resetOathDevices(input: $i) { outcome } }';
    await stage.gateway.ask(reset, as, { i: { target: { user: { id: canary } } } });

    expect(answer.data).toEqual({ user: null });
    expect(stage.gateway.log.join('')).not.toContain(canary.slice(0, 24));
  });

  test('as long as an operation name is cut', async () => {
    const name = 'x'.repeat(50_000);

    await stage.gateway.ask(`query ${name} { gatewayCaller { roles } }`);

    expect(stage.gateway.log.join('')).not.toContain('x'.repeat(65));
  });

  test('is not logged when AM fails', async () => {
    for (const kind of ['cut', 'malformed'] as const) {
      stage.sandbox.breakNext({
        match: { path: '/users/' },
        times: 2,
        effect: kind === 'cut' ? { kind, when: 'before' } : { kind },
      });
      await stage.gateway.ask(user, { iPlanetDirectoryPro: token }, { id: 'bob' });
    }

    const log = stage.gateway.log.join('');
    expect(log).toContain('UPSTREAM_UNAVAILABLE');
    expect(log).toContain('UPSTREAM_CONTRACT');
    expect(log).not.toContain(token.slice(0, 24));
    expect(log).not.toContain('bob');
  });
});

/** A stored record as AM's lists and deletes may tell it, every secret marked. */
function leakyDevice(): object {
  return {
    _id: deviceIds.aliceOath,
    _rev: 'SECRET-rev',
    uuid: deviceIds.aliceOath,
    deviceName: 'a phone',
    createdDate: 1_767_600_000_000,
    lastAccessDate: 1_767_600_000_000,
    deviceManagementStatus: true,
    sharedSecret: 'SECRET-seed 5ec2e7c0de',
    recoveryCodes: ['SECRET-1', 'SECRET-2'],
    key: { kty: 'oct', k: 'SECRET-key' },
    communicationId: 'SECRET-communication',
    deviceMechanismUID: 'SECRET-mechanism',
    deviceId: 'SECRET-device',
    counter: 'SECRET-counter',
    clockDriftSeconds: 'SECRET-drift',
    checksumDigit: 'SECRET-digit',
  };
}

function bodyWithFoo(path: string): { kind: 'body'; body: object } {
  const foo = { foo: 'SECRET-foo' };
  const session = {
    username: 'alice',
    universalId: 'id=alice,ou=user,o=alpha',
    realm: '/alpha',
    ...foo,
    properties: foo,
  };
  const bodies: Readonly<Record<string, object>> = {
    serverinfo: { cookieName: 'iPlanetDirectoryPro', ...foo },
    getSessionInfo: session,
    '/users/': { _id: session.username, uid: ['alice'], ...foo, cn: ['Alice'], roles: [foo] },
    '/devices/': { result: [{ uuid: 'x', deviceName: 'x', ...foo }], ...foo },
  };
  return { kind: 'body', body: bodies[path] ?? {} };
}

/** The marks found in answers, their headers, or the log. */
function marksIn(
  answers: readonly { readonly text: string; readonly headers: Headers }[],
  { gateway }: Stage,
): string[] {
  const told = answers.flatMap(({ text, headers }) => [text, JSON.stringify([...headers])]);
  const all = [...told, ...gateway.log].join('\n');
  return secretMarks.filter((mark) => all.includes(mark));
}
