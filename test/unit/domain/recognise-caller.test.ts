/** Who a confirmed session belongs to (contract §12.2). */
import { describe, expect, test } from '@jest/globals';
import { createRealms } from '../../../src/domain/realm.ts';
import { recogniseCaller } from '../../../src/domain/recognise-caller.ts';
import type { ConfirmedSession } from '../../../src/domain/recognise-caller.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const root = { name: 'root', path: '/' };
const realms = createRealms([alpha], alpha);
const withRoot = createRealms([alpha, root], alpha);
const adminId = 'id=amadmin,ou=user,dc=openam,dc=example,dc=org';

function session(about: Partial<ConfirmedSession> = {}): ConfirmedSession {
  return {
    username: 'alice',
    universalId: 'id=alice,ou=user,o=alpha,ou=services,ou=am-config',
    realmPath: '/alpha',
    expiresAt: new Date(2_000),
    idleExpiresAt: new Date(1_000),
    ...about,
  };
}

test('no session is nobody', () => {
  expect(recogniseCaller(null, { realms, superUser: undefined })).toEqual({
    kind: 'anonymous',
    why: 'session not accepted',
  });
});

test('a person of a served realm is themselves', () => {
  expect(recogniseCaller(session(), { realms, superUser: undefined })).toEqual({
    kind: 'signed in',
    roles: ['SELF'],
    username: 'alice',
    realm: alpha,
    expiresAt: new Date(2_000),
    idleExpiresAt: new Date(1_000),
  });
});

describe('a session of a realm that is not served', () => {
  test.each(['/beta', '/alpha/sub', '/ALPHA', 'alpha', '', '/'])('such as %p', (realmPath) => {
    expect(recogniseCaller(session({ realmPath }), { realms, superUser: undefined })).toEqual({
      kind: 'anonymous',
      why: 'realm not served',
    });
  });
});

describe('the super user', () => {
  const admin = (about: Partial<ConfirmedSession> = {}): ConfirmedSession =>
    session({ username: 'amadmin', universalId: adminId, realmPath: '/', ...about });

  test.each([
    {
      label: 'amadmin of the top realm',
      session: admin(),
      superUser: undefined,
      roles: ['SUPER_USER'],
    },
    {
      label: 'amadmin in another case',
      session: admin({ universalId: 'ID=AMADMIN,OU=USER,ou=am-config' }),
      superUser: undefined,
      roles: ['SUPER_USER'],
    },
    {
      label: 'the configured one, in another case',
      session: admin({ universalId: 'id=chief,ou=user,ou=am-config' }),
      superUser: 'id=CHIEF,ou=user,ou=am-config',
      roles: ['SUPER_USER'],
    },
    {
      label: 'amadmin, where another is configured',
      session: admin(),
      superUser: 'id=chief,ou=user',
      roles: null,
    },
    {
      label: 'a person called amadmin in a realm',
      session: admin({ realmPath: '/alpha' }),
      superUser: undefined,
      roles: ['SELF'],
    },
    {
      label: 'the configured universal id out of a realm',
      session: admin({ realmPath: '/alpha', universalId: 'id=chief,ou=user' }),
      superUser: 'id=chief,ou=user',
      roles: ['SELF'],
    },
    {
      label: 'somebody whose name begins alike',
      session: admin({ universalId: 'id=amadmin2,ou=user,ou=am-config' }),
      superUser: undefined,
      roles: null,
    },
    {
      label: 'an agent called amadmin',
      session: admin({ universalId: 'id=amadmin,ou=agent,ou=am-config' }),
      superUser: undefined,
      roles: null,
    },
    {
      label: 'a name that quotes the id',
      session: admin({ universalId: 'id=x\\,id=amadmin,ou=user,ou=am-config' }),
      superUser: undefined,
      roles: null,
    },
  ])('$label: $roles', ({ session: confirmed, superUser, roles }) => {
    const caller = recogniseCaller(confirmed, { realms, superUser });

    expect(caller.kind === 'signed in' ? caller.roles : null).toEqual(roles);
  });

  test('has no realm of their own, unless the top realm is served', () => {
    const options = { superUser: undefined };

    expect(recogniseCaller(admin(), { ...options, realms })).toMatchObject({ realm: null });
    expect(recogniseCaller(admin(), { ...options, realms: withRoot })).toMatchObject({
      realm: root,
      roles: ['SELF', 'SUPER_USER'],
    });
  });
});
