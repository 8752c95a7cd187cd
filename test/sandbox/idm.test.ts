import { expect, test } from '@jest/globals';
import { personUuids } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { send, tokenOf } from './am-client.ts';
import { describeFlavors } from './flavors.ts';
import { grantToServiceAccount } from './oauth-client.ts';

const USERS = '/openidm/managed/alpha_user';
const BOB = `${USERS}/${personUuids.bob}`;

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
});
