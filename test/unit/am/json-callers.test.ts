/** Sessions, tokens and small answers, by the allow-list (design D4, contract §10, §11). */
import { describe } from '@jest/globals';
import { readBearerClaims } from '../../../src/am/json/bearer.ts';
import { readServerInfo } from '../../../src/am/json/server-info.ts';
import {
  readAccessToken,
  readEndedByHandle,
  readHandles,
  readSession,
  readTokenId,
  readVersion,
} from '../../../src/am/json/session.ts';
import { readResult } from '../../../src/am/json/wire.ts';
import { reads, refuses } from './reader-tables.ts';

const secret = 'SECRET';

describe('a session', () => {
  const wire = {
    username: 'bob',
    universalId: 'id=bob,ou=user',
    realm: '/alpha',
    sessionHandle: secret,
  };
  const idle = '2026-11-24T10:30:00Z';

  reads(readSession, [
    [
      'what is known and nothing else',
      { ...wire, maxIdleExpirationTime: idle, maxSessionExpirationTime: null },
      {
        username: 'bob',
        universalId: 'id=bob,ou=user',
        realmPath: '/alpha',
        handle: secret,
        properties: new Map(),
        idleExpiresAt: new Date(idle),
        expiresAt: null,
      },
    ],
    ['none where AM says so', { valid: false }, null],
  ]);
  reads(
    (properties) => Object.fromEntries(readSession({ ...wire, properties })?.properties ?? []),
    [
      [
        'the properties that are texts',
        { role: 'helpdesk', empty: '', level: 7, list: [secret], none: null },
        { role: 'helpdesk', empty: '' },
      ],
      ...[undefined, null, 'role=helpdesk', ['role'], 7].map(
        (odd) => [`no properties in ${JSON.stringify(odd)}`, odd, {}] as const,
      ),
    ],
  );
});

describe('the end of sessions', () => {
  const one = { username: 'bob', sessionHandle: 'shandle:1' };
  reads(readHandles, [
    ['handles and nothing else', { result: [one], resultCount: 1 }, ['shandle:1']],
    ['none', { result: [], resultCount: 0 }, []],
  ]);
  refuses(readHandles, [undefined, {}, { result: [{}] }, { result: [{ sessionHandle: 1 }] }]);
  reads(readEndedByHandle, [
    ['all', { result: { a: true, b: true } }, true],
    ['all of none', { result: {} }, true],
    ['not all', { result: { a: true, b: false } }, false],
    ['what is no boolean as not ended', { result: { a: 'true' } }, false],
  ]);
  refuses(readEndedByHandle, [undefined, {}, { result: true }, { result: [] }]);
});

describe('an action', () => {
  reads(readResult, [
    ['done', { result: true }, true],
    ['not done', { result: false }, false],
  ]);
  refuses(readResult, [undefined, {}, { result: [] }, { result: 'true' }]);
});

describe('server info', () => {
  reads(
    (cookieName) => readServerInfo({ cookieName, secureCookie: true }).cookieName,
    ['iPlanetDirectoryPro', 'f3a9c0d1e2b4a59', 'a.b-c_d'].map((name) => [name, name, name]),
  );
  refuses(
    (cookieName) => readServerInfo({ cookieName }),
    ['', 'a b', 'a;b', 'a\r\nb', 'x'.repeat(129), 7, null],
  );
  reads(readVersion, [
    ['8.0.1', { version: '8.0.1', fullVersion: 'x', revision: secret }, '8.0.1'],
  ]);
  refuses(readVersion, [{ fullVersion: 'x' }]);
  reads(
    (info) => readServerInfo(Object.assign({ cookieName: 'x' }, info)).products,
    [
      [
        'people have UUIDs',
        { fileBasedConfiguration: true, userIdAttributes: ['fr-idm-uuid'] },
        ['aic'],
      ],
      [
        'people have names',
        { fileBasedConfiguration: true, userIdAttributes: ['uid'] },
        ['pingam'],
      ],
      ['nothing is said of people', { fileBasedConfiguration: true }, ['pingam', 'aic']],
      ['an open-source server', { cookieSameSite: null }, ['openam']],
      ['a product with its cookies', { cookieSameSite: null, userIdAttributes: [] }, ['pingam']],
      ['an old server', {}, ['pingam', 'aic', 'openam']],
    ],
  );
  refuses(readServerInfo, [null, []]);
});

describe('a credential of the gateway’s own', () => {
  reads(readTokenId, [
    ['the session of a sign-in', { tokenId: 'AQIC', successUrl: '/console' }, 'AQIC'],
  ]);
  refuses(readTokenId, [undefined, {}, { authId: secret, callbacks: [] }, { tokenId: 7 }]);
  reads(readAccessToken, [
    [
      'an access token with its time',
      { access_token: 'a', expires_in: 899, refresh_token: secret, scope: 'x' },
      { token: 'a', expiresInSeconds: 899 },
    ],
    ['a minute for no time', { access_token: 'a' }, { token: 'a', expiresInSeconds: 60 }],
    [
      'a minute for null',
      { access_token: 'a', expires_in: null },
      { token: 'a', expiresInSeconds: 60 },
    ],
  ]);
  refuses(readAccessToken, [
    undefined,
    {},
    { access_token: 7 },
    { access_token: 'a', expires_in: '60' },
  ]);
});

const claims = {
  sub: '(usr!bob)',
  subname: 'bob',
  realm: '/alpha',
  scope: ['devices:read', 'devices:reset'],
  auth_time: 1_795_168_800,
  exp: 1_795_172_400,
  tokenName: 'access_token',
  client_id: 'portal',
  auditTrackingId: secret,
};
const bob = {
  subject: 'bob',
  realmPath: '/alpha',
  scopes: ['devices:read', 'devices:reset'],
  clientId: 'portal',
  signedInAt: new Date('2026-11-20T10:00:00Z'),
  expiresAt: new Date('2026-11-20T11:00:00Z'),
  assurance: [],
};

const now = Date.parse('2026-11-20T10:00:00Z');
const readClaims = (json: unknown) => readBearerClaims(json, now);

/** More in test/callers, over HTTP. */
describe('an access token', () => {
  const untold = {
    subject: 'bob',
    realmPath: null,
    scopes: [],
    clientId: null,
    signedInAt: null,
    expiresAt: null,
    assurance: [],
  };

  reads(readClaims, [
    ['what is known and nothing else', claims, bob],
    ['neither realm nor times where they are not told', { sub: 'bob' }, untold],
    [
      'how the person signed in',
      { sub: 'bob', acr: '2', amr: ['pwd', 'mfa', 7, null], auth_level: 5 },
      { ...untold, assurance: ['acr=2', 'amr=pwd', 'amr=mfa', 'amr=7', 'auth_level=5'] },
    ],
  ]);
  reads(
    (of) => readClaims({ sub: 'bob', ...Object(of) }).clientId,
    [
      ['the client', { client_id: 'portal' }, 'portal'],
      ['the authorized party of an issuer that says so', { azp: 'portal' }, 'portal'],
      ['the client before the authorized party', { client_id: 'portal', azp: 'other' }, 'portal'],
      ['no client in an empty text', { client_id: '' }, null],
      ['as much of a long name as is recorded', { client_id: 'c'.repeat(999) }, 'c'.repeat(200)],
    ],
  );
  reads(
    (scope) => readClaims({ sub: 'bob', scope }).scopes,
    [
      ['scopes in a text', 'devices:read  devices:reset', ['devices:read', 'devices:reset']],
      ['no scopes in an empty text', '', []],
      ['no scopes', undefined, []],
      ['no scopes in an object', { 0: 'admin' }, []],
      ['the scopes that are texts', ['a', 7, null], ['a']],
    ],
  );
  refuses(readClaims, {
    'no JSON': undefined,
    'a plain name beside another': { sub: 'zoe', subname: 'bob' },
    'a name without a subject': { subname: 'bob' },
    'an agent that has a plain name, too': { sub: '(agt!bob)', subname: 'bob' },
    'a mark that does not end': { sub: '(usr!bob' },
    'a client of the same id': { sub: 'portal', client_id: 'portal' },
    'a token bound to a certificate': { ...claims, cnf: { 'x5t#S256': 'abc' } },
    'a DPoP token': { ...claims, token_type: 'DPoP' },
    'an id token by its nonce': { sub: 'bob', nonce: 'n' },
    'an id token by its hash': { sub: 'bob', at_hash: 'h' },
    'a logout token': { sub: 'bob', events: {} },
    'a beginning 61 seconds ahead': { ...claims, nbf: now / 1000 + 61 },
    'an end 61 seconds ago': { ...claims, exp: now / 1000 - 61 },
    'a time in words': { sub: 'bob', auth_time: 'now' },
    'a realm that is a list': { sub: 'bob', realm: ['/alpha'] },
  });
});
