import { expect, test } from '@jest/globals';
import { personUuids } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { authenticate, send, tokenOf } from './am-client.ts';
import { describeFlavors } from './flavors.ts';
import { grantToServiceAccount } from './oauth-client.ts';

const USERS = '/openidm/managed/alpha_user';
const ALL = '_queryFilter=true&_sortKeys=userName&_fields=userName';
const BOB = `${USERS}/${personUuids.bob}`;

describeFlavors(['pingam', 'openam'], 'IDM', (get) => {
  test('exists only in AIC', async () => {
    const { status, text } = await send(get().origin, BOB);

    expect([status, text.startsWith('<!doctype html>')]).toEqual([404, true]);
  });
});

describeFlavors(['aic'], 'IDM', (get) => {
  const call = async (
    path: string,
    more: { method?: string; body?: unknown; etag?: string } = {},
  ) => {
    const token = get().mintAccessToken({ scopes: ['fr:idm:*'], opaque: true });
    return send(get().origin, path, {
      method: more.method ?? 'GET',
      headers: {
        Authorization: `Bearer ${token}`,
        'Accept-API-Version': 'protocol=2.1,resource=1.0',
        'Content-Type': 'application/json',
        ...(more.etag === undefined ? {} : { 'If-Match': more.etag }),
      },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
  };
  const find = (filter: string) =>
    call(`${USERS}?_queryFilter=${encodeURIComponent(filter)}&_sortKeys=userName`);
  const namesIn = (json: unknown) => listAt(json, 'result').map((row) => fieldAt(row, 'userName'));
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const replace = (field: string, value: unknown) => [{ operation: 'replace', field, value }];

  test('reads a user', async () => {
    const { status, json, headers } = await call(BOB);

    expect(status).toBe(200);
    expect(json).toEqual({
      _id: personUuids.bob,
      _rev: expect.any(String),
      userName: 'bob',
      givenName: 'Bob',
      sn: 'Example',
      cn: 'Bob Example',
      mail: 'bob@example.com',
      telephoneNumber: null,
      description: null,
      accountStatus: 'active',
      frIndexedString1: null,
      frUnindexedString1: null,
      preferences: { updates: false, marketing: false },
      effectiveRoles: [],
      effectiveAssignments: [],
      memberOfOrgIDs: [],
    });
    expect(headers['content-api-version']).toBe('protocol=2.1,resource=1.0');
    expect(headers['etag']).toBe(`"${String(fieldAt(json, '_rev'))}"`);
  });

  test('returns the requested fields', async () => {
    const { json } = await call(`${BOB}?_fields=userName,/mail,password`);

    expect(json).toEqual({
      _id: personUuids.bob,
      _rev: expect.any(String),
      userName: 'bob',
      mail: 'bob@example.com',
    });
  });

  test.each([
    ['userName eq "BOB"', ['bob']],
    ['userName sw "a" or mail co "ug"', ['ada', 'alice', 'hugo']],
    ['givenName sw "a" and !(sn eq "Other")', ['ada', 'alice']],
    ['(cn co "example") and accountStatus eq "inactive"', ['dave']],
    [`_id eq "${personUuids.vera}"`, ['vera']],
    ['userName eq "bella"', []],
    ['userName eq "bob\\" or userName sw \\""', []],
  ])('finds users by %s', async (filter, names) => {
    expect(namesIn((await find(filter)).json)).toEqual(names);
  });

  test('sorts, pages and counts', async () => {
    const first = await call(`${USERS}?${ALL}&_pageSize=4&_totalPagedResultsPolicy=EXACT`);
    const cookie = String(fieldAt(first.json, 'pagedResultsCookie'));
    const second = await call(`${USERS}?${ALL}&_pageSize=4&_pagedResultsCookie=${cookie}`);
    const last = await call(`${USERS}?_queryFilter=true&_sortKeys=-userName&_pageSize=20`);

    expect(namesIn(first.json)).toEqual(['ada', 'alice', 'bob', 'carol']);
    expect(first.json).toMatchObject({ resultCount: 4, totalPagedResults: 11 });
    expect(namesIn(second.json)).toEqual(['dave', 'helen', 'hugo', 'oscar']);
    expect(second.json).toMatchObject({ totalPagedResultsPolicy: 'NONE', totalPagedResults: -1 });
    expect(namesIn(last.json)[0]).toBe('vera');
    expect(fieldAt(last.json, 'pagedResultsCookie')).toBeNull();
  });

  test.each([
    [`${USERS}/${personUuids.bella}`, 404],
    [`${USERS}/bob`, 404],
    [USERS, 400],
    [`${USERS}?_queryFilter=userName`, 400],
    [`${USERS}?_queryFilter=userName+like+%22b%22`, 400],
    ['/openidm/managed/gamma_user?_queryFilter=true', 404],
    ['/openidm/config', 404],
  ])('answers %s with %i', async (path, status) => {
    const answer = await call(path);

    expect([answer.status, fieldAt(answer.json, 'code')]).toEqual([status, status]);
  });

  test.each<[string, () => Promise<Record<string, string>>, number]>([
    ['no token', async () => ({}), 401],
    ['an unknown one', async () => bearer('unknown'), 401],
    ['the scope of AM', async () => bearer(get().mintAccessToken({ scopes: ['fr:am:*'] })), 403],
    [
      'a person’s token',
      async () => bearer(get().mintAccessToken({ person: 'bob', scopes: ['fr:idm:*'] })),
      403,
    ],
    [
      'a service account',
      async () => bearer(textAt((await grantToServiceAccount(get())).json, 'access_token')),
      200,
    ],
    [
      'a session of AM',
      async () => ({ [get().cookieName]: await tokenOf(get().url, 'amadmin') }),
      401,
    ],
  ])('answers a caller with %s', async (_label, credential, status) => {
    expect((await send(get().origin, BOB, { headers: await credential() })).status).toBe(status);
  });

  test('replaces mail and status, also in AM', async () => {
    const mail = await call(BOB, { method: 'PATCH', body: replace('/mail', 'b@example.org') });
    const status = await call(BOB, { method: 'PATCH', body: replace('accountStatus', 'inactive') });
    const signIn = await authenticate(get().url, '/alpha', 'bob');

    expect(fieldAt(mail.json, 'mail')).toBe('b@example.org');
    expect(fieldAt(status.json, 'accountStatus')).toBe('inactive');
    expect(signIn.status).toBe(401);
  });

  test('rejects an old revision and accepts the current one', async () => {
    const body = replace('/sn', 'Other');
    const etag = String((await call(BOB)).headers['etag']);

    const old = await call(BOB, { method: 'PATCH', body, etag: '"0"' });
    const present = await call(BOB, { method: 'PATCH', body, etag });

    expect([old.status, present.status]).toEqual([412, 200]);
  });

  test.each([
    ['an address that is none', replace('/mail', 'nowhere'), 403],
    ['the user name', replace('/userName', 'bobby'), 400],
    ['an unknown status', replace('/accountStatus', 'asleep'), 400],
    ['another operation', [{ operation: 'remove', field: '/mail' }], 400],
    ['no patch', {}, 400],
  ])('rejects writing %s', async (_, body, status) => {
    const answer = await call(BOB, { method: 'PATCH', body });

    expect(answer.status).toBe(status);
    expect(fieldAt((await call(BOB)).json, 'mail')).toBe('bob@example.com');
  });

  test('names the failed policy', async () => {
    const { json } = await call(BOB, { method: 'PATCH', body: replace('/mail', 'nowhere') });

    expect(json).toMatchObject({
      message: 'Failed policy validation',
      detail: { failedPolicyRequirements: [{ property: 'mail' }] },
    });
  });
});
