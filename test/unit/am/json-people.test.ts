/** People in lists, groups and tokens, by the same allow-list (design D4, contract §5.2, §10, §11, U32). */
import { describe, expect, test } from '@jest/globals';
import { readBearerClaims, readIntrospection } from '../../../src/am/json/bearer.ts';
import { foldEntryName, readMembers } from '../../../src/am/json/groups.ts';
import { readManagedUsers, readPeople } from '../../../src/am/json/person.ts';
import { WireError } from '../../../src/am/json/wire.ts';

const secret = 'SECRET';

describe('found people', () => {
  test('are read like one', () => {
    const result = [{ uid: ['bob'], mail: ['b@x'], userPassword: secret }, { uid: ['carol'] }];

    expect(readPeople({ result }, 'uid')).toMatchObject([
      { trueName: 'bob', username: 'bob', email: 'b@x' },
      { trueName: 'carol', email: null },
    ]);
    expect(JSON.stringify(readPeople({ result }, 'uid'))).not.toContain(secret);
  });

  test.each([undefined, {}, { result: [{ uid: ['bob'] }, {}] }, { result: [7] }])(
    'are refused as a whole in %j',
    (json) => {
      expect(() => readPeople(json, 'uid')).toThrow(WireError);
    },
  );
});

describe('people of IDM', () => {
  test('keep what is known and nothing else', () => {
    const bob = {
      _id: 'b0b',
      _rev: secret,
      userName: 'bob',
      givenName: 'Bob',
      sn: 'Example',
      mail: 'bob@example.com',
      accountStatus: 'active',
      password: secret,
      telephoneNumber: secret,
    };

    expect(readManagedUsers({ result: [bob] })).toEqual([
      {
        trueName: 'b0b',
        username: 'bob',
        displayName: 'Bob Example',
        givenName: 'Bob',
        familyName: 'Example',
        email: 'bob@example.com',
        status: 'ACTIVE',
        oathSkip: 'NOT_SET',
        entry: null,
      },
    ]);
  });

  test.each([
    [{ cn: 'Robert', givenName: 'Bob' }, 'Robert'],
    [{ givenName: 'Bob' }, 'Bob'],
    [{ sn: 'Example' }, 'Example'],
    [{}, null],
  ])('with %j are called %p', (names, displayName) => {
    const [person] = readManagedUsers({ result: [{ _id: '1', userName: 'bob', ...names }] });

    expect(person?.displayName).toBe(displayName);
  });

  test.each([
    { userName: 'bob' },
    { _id: '1' },
    { _id: 1, userName: 'bob' },
    { _id: '1', userName: ['bob'] },
    { _id: '1', userName: 'bob', mail: 7 },
  ])('are refused as a whole with %j', (item) => {
    const good = { _id: '2', userName: 'carol' };

    expect(() => readManagedUsers({ result: [good, item] })).toThrow(WireError);
  });
});

describe('a group', () => {
  test('tells its members, spelled one way', () => {
    const uniqueMember = ['uid=Helen, OU=People , dc=X', 'uid=oscar,ou=people,dc=x'];

    expect(readMembers({ _id: 'helpdesk', uniqueMember, other: [secret] })).toEqual(
      new Set(['uid=helen,ou=people,dc=x', 'uid=oscar,ou=people,dc=x']),
    );
  });

  test.each([{}, { uniqueMember: null }, { uniqueMember: [] }])('%j is empty', (json) => {
    expect(readMembers(json)).toEqual(new Set());
  });

  test.each([
    undefined,
    [],
    { uniqueMember: 'uid=helen' },
    { uniqueMember: { 0: 'uid=helen' } },
    { uniqueMember: ['uid=helen', 7] },
  ])('%j is refused', (json) => {
    expect(() => readMembers(json)).toThrow(WireError);
  });

  test.each([
    ['UID=Bob , OU = People', 'uid=bob,ou=people'],
    [' uid=bob,ou=people ', 'uid=bob,ou=people'],
    ['uid=bob b,ou=people', 'uid=bob b,ou=people'],
    ['uid=bob\\,x,ou=people', 'uid=bob\\,x,ou=people'],
  ])('knows the entry %p as %p', (name, folded) => {
    expect(foldEntryName(name)).toBe(folded);
  });
});

describe('an access token', () => {
  const claims = {
    sub: '(usr!bob)',
    subname: 'bob',
    realm: '/alpha',
    scope: ['devices:read', 'devices:reset'],
    auth_time: 1_795_168_800,
    exp: 1_795_172_400,
    tokenName: 'access_token',
    client_id: secret,
    auditTrackingId: secret,
  };
  const bob = {
    subject: 'bob',
    realmPath: '/alpha',
    scopes: ['devices:read', 'devices:reset'],
    signedInAt: new Date('2026-11-20T10:00:00Z'),
    expiresAt: new Date('2026-11-20T11:00:00Z'),
  };

  test('keeps what is known and nothing else', () => {
    expect(readBearerClaims(claims)).toEqual(bob);
  });

  test.each([
    ['the plain name', { sub: '(usr!b0b)', subname: 'bob' }, 'bob'],
    ['the name in AM’s mark', { sub: '(usr!bob)' }, 'bob'],
    ['a name of another issuer', { sub: 'bob' }, 'bob'],
    ['a name like a mark', { sub: '(usr!b)c)' }, 'b)c'],
  ])('is somebody’s by %s', (_label, about, subject) => {
    expect(readBearerClaims(about).subject).toBe(subject);
  });

  test.each([
    ['devices:read  devices:reset', ['devices:read', 'devices:reset']],
    ['', []],
    [undefined, []],
    [{ 0: 'admin' }, []],
    [['a', 7, null], ['a']],
  ])('of the scope %j has the scopes %j', (scope, scopes) => {
    expect(readBearerClaims({ sub: 'bob', scope }).scopes).toEqual(scopes);
  });

  test('may tell neither realm nor times', () => {
    expect(readBearerClaims({ sub: 'bob' })).toMatchObject({
      realmPath: null,
      signedInAt: null,
      expiresAt: null,
    });
  });

  test.each([
    ['no JSON', undefined],
    ['no subject', {}],
    ['an empty subject', { sub: '' }],
    ['a client acting for itself', { sub: '(age!portal)' }],
    ['a client that has a plain name, too', { sub: '(age!portal)', subname: 'portal' }],
    ['a refresh token', { ...claims, tokenName: 'refresh_token' }],
    ['an id token', { ...claims, tokenName: 'id_token' }],
    ['a subject that is a number', { sub: 7 }],
    ['a time in words', { sub: 'bob', auth_time: 'now' }],
    ['a realm that is a list', { sub: 'bob', realm: ['/alpha'] }],
  ])('of %s is refused', (_label, json) => {
    expect(() => readBearerClaims(json)).toThrow(WireError);
  });

  describe('that the issuer was asked about', () => {
    const issuer = 'https://am.example.com/oauth2/alpha';
    const expected = { issuer, audience: 'portal' };
    const ours = { ...claims, active: true, aud: 'portal' };

    test('is what the answer tells', () => {
      expect(readIntrospection({ ...ours, iss: issuer }, expected)).toEqual(bob);
      expect(readIntrospection(ours, expected)).toEqual(bob);
    });

    test.each([
      ['the text', { aud: 'portal' }],
      ['one of a list', { aud: ['other', 'portal'] }],
      ['its client, where no audience is told', { aud: undefined, client_id: 'portal' }],
    ])('is for this gateway by %s', (_label, about) => {
      expect(readIntrospection({ ...ours, ...about }, expected)).toEqual(bob);
    });

    test.each([
      ['it is not active', { ...ours, active: false }],
      ['it says nothing', { ...ours, active: undefined }],
      ['it says so in a text', { ...ours, active: 'true' }],
      ['it is another issuer’s', { ...ours, iss: `${issuer}/` }],
      ['it is for somebody else', { ...ours, aud: 'kiosk' }],
      ['it is for others', { ...ours, aud: ['kiosk', 'portal2'] }],
      ['it is for nobody', { ...ours, aud: [] }],
      ['it is for something odd', { ...ours, aud: { portal: 'portal' } }],
      ['it tells neither audience nor our client', { ...ours, aud: null, client_id: 'kiosk' }],
      ['another’s client asks for our audience', { ...ours, aud: 'kiosk', client_id: 'portal' }],
    ])('is nothing where %s', (_label, json) => {
      expect(readIntrospection(json, expected)).toBeNull();
    });

    test.each([undefined, [], 'active'])('is not told by %j', (json) => {
      expect(() => readIntrospection(json, expected)).toThrow(WireError);
    });
  });
});
