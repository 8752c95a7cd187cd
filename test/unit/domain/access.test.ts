/** Who a confirmed session or token belongs to, and what they are here (contract §11, §12.2). */
import { describe, expect, test } from '@jest/globals';
import { createRealms } from '../../../src/domain/realm.ts';
import {
  groupsIn,
  privilegedGroupsIn,
  recogniseSession,
  recogniseToken,
} from '../../../src/domain/access.ts';
import type { ConfirmedSession, ConfirmedToken } from '../../../src/domain/access.ts';
import { alpha, beta, noSigns, settingsOf } from './access-settings.ts';

const root = { name: 'root', path: '/' };
const withRoot = createRealms([alpha, root], alpha);
const notServed = { kind: 'anonymous', why: 'realm not served' };
const notAccepted = { kind: 'anonymous', why: 'session not accepted' };
const adminId = 'id=amadmin,ou=user,dc=openam,dc=example,dc=org';

function session(about: Partial<ConfirmedSession> = {}): ConfirmedSession {
  return {
    username: 'alice',
    universalId: 'id=alice,ou=user,o=alpha,ou=services,ou=am-config',
    realmPath: '/alpha',
    properties: new Map(),
    expiresAt: new Date(2_000),
    idleExpiresAt: new Date(1_000),
    ...about,
  };
}

test('no session is nobody', () => {
  expect(recogniseSession(null, settingsOf())).toEqual(notAccepted);
});

test('a person of a served realm is themselves', () => {
  expect(recogniseSession(session(), settingsOf())).toEqual({
    kind: 'signed in',
    method: 'SESSION',
    roles: ['SELF'],
    username: 'alice',
    realm: alpha,
    own: { view: true, change: true },
    clientId: null,
    signedInAt: null,
    expiresAt: new Date(2_000),
    idleExpiresAt: new Date(1_000),
  });
});

test.each(['/beta', '/alpha/sub', '/ALPHA', 'alpha', '', '/'])(
  'a session of %p, which is not served, is nobody',
  (realmPath) => {
    expect(recogniseSession(session({ realmPath }), settingsOf())).toEqual(notServed);
  },
);

test('the super user has no realm of their own, unless the top realm is served', () => {
  const admin = session({ username: 'amadmin', universalId: adminId, realmPath: '/' });

  expect(recogniseSession(admin, settingsOf())).toMatchObject({ realm: null });
  expect(recogniseSession(admin, settingsOf({ realms: withRoot }))).toMatchObject({ realm: root });
});

describe('a session with a property', () => {
  const settings = settingsOf({
    helpDesk: { ...noSigns, property: { name: 'role', value: 'helpdesk' } },
    administrators: { ...noSigns, property: { name: 'level', value: 'admin' } },
  });

  test.each([
    ['the help desk’s', [['role', 'helpdesk']], ['SELF', 'HELP_DESK']],
    ['the administrators’', [['level', 'admin']], ['SELF', 'ADMINISTRATOR']],
    [
      'both',
      [
        ['role', 'helpdesk'],
        ['level', 'admin'],
      ],
      ['SELF', 'ADMINISTRATOR', 'HELP_DESK'],
    ],
    ['another value', [['role', 'helpdesk2']], ['SELF']],
    ['another case', [['role', 'HelpDesk']], ['SELF']],
    ['another name', [['Role', 'helpdesk']], ['SELF']],
    ['the value of the other', [['role', 'admin']], ['SELF']],
    ['none', [], ['SELF']],
  ] as const)('is what it says: %s', (_label, properties, roles) => {
    const caller = recogniseSession(session({ properties: new Map(properties) }), settings);

    expect(caller).toMatchObject({ kind: 'signed in', roles });
  });

  test('is nobody in a realm that is not served, and nothing where none is looked at', () => {
    const marked = session({ properties: new Map([['role', 'helpdesk']]) });

    expect(recogniseSession({ ...marked, realmPath: '/beta' }, settings)).toEqual(notServed);
    expect(recogniseSession(marked, settingsOf())).toMatchObject({ roles: ['SELF'] });
  });

  test('is no staff by a scope, nor by a group alone', () => {
    const helpDesk = { ...noSigns, groups: ['helpdesk'], scopes: ['staff'] };
    const properties = new Map([
      ['scope', 'staff'],
      ['groups', 'helpdesk'],
    ]);

    expect(recogniseSession(session({ properties }), settingsOf({ helpDesk }))).toMatchObject({
      roles: ['SELF'],
    });
  });
});

describe('a token', () => {
  const settings = settingsOf({
    realms: createRealms([alpha, beta], beta),
    helpDesk: { ...noSigns, scopes: ['desk', 'support'] },
    administrators: { ...noSigns, scopes: ['admin'] },
  });

  function token(about: Partial<ConfirmedToken> = {}): ConfirmedToken {
    return {
      subject: 'alice',
      realmPath: '/alpha',
      scopes: [],
      clientId: 'portal',
      signedInAt: new Date(1_000),
      expiresAt: new Date(2_000),
      ...about,
    };
  }

  test('that is not accepted is nobody', () => {
    expect(recogniseToken(null, settings)).toEqual(notAccepted);
  });

  test('without scopes is somebody who may do nothing', () => {
    expect(recogniseToken(token(), settings)).toEqual({
      kind: 'signed in',
      method: 'BEARER',
      roles: ['SELF'],
      username: 'alice',
      realm: alpha,
      own: { view: false, change: false },
      clientId: 'portal',
      signedInAt: new Date(1_000),
      expiresAt: new Date(2_000),
      idleExpiresAt: null,
    });
  });

  test.each([
    [['devices:read'], ['SELF'], { view: true, change: false }],
    [['devices:reset'], ['SELF'], { view: false, change: true }],
    [['openid', 'devices:reset', 'devices:read'], ['SELF'], { view: true, change: true }],
    [['support'], ['SELF', 'HELP_DESK'], { view: false, change: false }],
    [['admin', 'desk'], ['SELF', 'ADMINISTRATOR', 'HELP_DESK'], { view: false, change: false }],
    [['Admin', 'devices:read:all', 'devices'], ['SELF'], { view: false, change: false }],
  ])('with the scopes %j is %j', (scopes, roles, own) => {
    expect(recogniseToken(token({ scopes }), settings)).toMatchObject({ roles, own });
  });

  test.each([
    ['/alpha', alpha],
    ['/beta', beta],
    [null, beta],
  ])('of the realm %p is of %j', (realmPath, realm) => {
    expect(recogniseToken(token({ realmPath }), settings)).toMatchObject({ realm });
  });

  test.each(['/', '/gamma', '/ALPHA', '/alpha/sub', 'alpha', ''])(
    'of the realm %p is nobody',
    (realmPath) => {
      expect(recogniseToken(token({ realmPath, scopes: ['admin'] }), settings)).toEqual(notServed);
    },
  );

  test('never makes the super user', () => {
    const served = settingsOf({ realms: withRoot, superUser: 'amadmin' });

    expect(recogniseToken(token({ subject: 'amadmin', realmPath: '/' }), served)).toMatchObject({
      roles: ['SELF'],
    });
  });
});

test('the privileged groups are the administrators’ and the listed ones, each once', () => {
  const administrators = { ...noSigns, groups: ['admins', 'owners'] };
  const settings = settingsOf({ administrators, privilegedGroups: ['executives', 'admins'] });

  expect(privilegedGroupsIn(alpha, settings)).toEqual(['admins', 'owners', 'executives']);
});

test('a group may be named with its realm', () => {
  const groups = ['helpdesk', 'alpha:second line', 'beta:second line', 'alpha:a:b'];

  expect(groupsIn(alpha, groups)).toEqual(['helpdesk', 'second line', 'a:b']);
  expect(groupsIn(beta, groups)).toEqual(['helpdesk', 'second line']);
  expect(groupsIn({ name: 'a', path: '/a' }, groups)).toEqual(['helpdesk']);
});

test('a token has the roles whose scopes it has, and no other', () => {
  const settings = settingsOf({
    helpDesk: { ...noSigns, scopes: ['a'] },
    administrators: { ...noSigns, scopes: ['b'] },
    auditors: { ...noSigns, scopes: ['c'] },
  });
  const rolesWith = (...scopes: string[]): unknown => {
    const untold = { clientId: null, signedInAt: null, expiresAt: null };
    const token = { subject: 'alice', realmPath: '/alpha', scopes, ...untold };
    const caller = recogniseToken(token, settings);
    return caller.kind === 'signed in' ? caller.roles : [];
  };

  expect(rolesWith('a')).toEqual(['SELF', 'HELP_DESK']);
  expect(rolesWith('b')).toEqual(['SELF', 'ADMINISTRATOR']);
  expect(rolesWith('c')).toEqual(['SELF', 'AUDITOR']);
  expect(rolesWith('a', 'c')).toEqual(['SELF', 'AUDITOR', 'HELP_DESK']);
  expect(rolesWith()).toEqual(['SELF']);
});
