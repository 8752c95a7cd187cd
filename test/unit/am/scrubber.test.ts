/** A recording keeps the shape of an answer, and no value of the deployment. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { members } from '../../../src/am/json/members.ts';
import { Placeholders } from '../../../src/am/recording/placeholders.ts';
import { Recorder } from '../../../src/am/recording/recorder.ts';
import { Scrubber, withoutLeftOut } from '../../../src/am/recording/scrubber.ts';

const scrubber = (): Scrubber => new Scrubber(new Placeholders(), 'uid');

/** A body after the scrubber. */
function scrubbed(json: unknown): unknown {
  return scrubber().body(json, JSON.stringify(json));
}

const uuid = '3be6c1f0-9d5b-4a53-8f0e-2a1b3c4d5e6f';
const other = '11111111-9d5b-4a53-8f0e-2a1b3c4d5e6f';

test.each<readonly [label: string, json: unknown, kept: unknown]>([
  ['a UUID', { uuid }, { uuid: '00000000-0000-4000-8000-000000000001' }],
  ['an id of an SDK', { identifier: '4277-879-2395' }, { identifier: 'id-1' }],
  ['an id that no path may hold', { uuid: '../x' }, { uuid: 'unreadable id 1' }],
  ['a name', { deviceName: "Bob's phone" }, { deviceName: 'name-1' }],
  [
    'the same value of another member',
    { cn: ['bob'], uid: ['bob'] },
    { cn: ['name-1'], uid: ['name-1'] },
  ],
  ['an address', { mail: ['bob@acme.com'] }, { mail: ['address-1@example.com'] }],
  [
    'entries beside each other',
    { uniqueMember: ['uid=bob,ou=people,dc=acme', 'cn=staff,ou=people,dc=acme'] },
    { uniqueMember: ['uid=name-1,ou=name-2,dc=name-3', 'cn=name-4,ou=name-2,dc=name-3'] },
  ],
  ['an entry of another form', { dn: 'bob of acme' }, { dn: 'entry-1' }],
  ['the top realm', { realm: '/' }, { realm: '/' }],
  ['a realm', { realm: '/acme/staff' }, { realm: '/realm-1/realm-2' }],
  ['a known word', { inetUserStatus: ['Active'] }, { inetUserStatus: ['Active'] }],
  ['an unknown word', { inetUserStatus: ['Acme'] }, { inetUserStatus: ['text-1'] }],
  [
    'dates and counts',
    { createdDate: 1, selectionCounter: 2 },
    { createdDate: 1, selectionCounter: 2 },
  ],
  ['a date that is no number', { lastLogin: 'yesterday' }, { lastLogin: 'text-1' }],
  ['a place', { location: { latitude: 52.5 } }, { location: { latitude: 0 } }],
  ['a name that is a number', { deviceName: 123_456 }, { deviceName: 0 }],
  ['a name that is an object', { deviceName: { seed: 's' } }, { deviceName: {} }],
  ['a version', { version: '16.0.5 by bob' }, { version: '16.0.5' }],
  ['a cookie of one tenant', { cookieName: '6ac6499e9da2071' }, { cookieName: 'cookie-1' }],
  [
    'an error',
    { code: 404, reason: 'Not Found', message: `User device, ${uuid}, not found.` },
    {
      code: 404,
      'member-1': { '(left out)': 'string', size: 9 },
      message: 'User device, …, not found.',
    },
  ],
  ['a code that is no status', { code: 123_456 }, { code: 0 }],
  [
    'secrets, by type and size',
    {
      sharedSecret: 'abcdef',
      recoveryCodes: ['a', 'b'],
      counter: 7,
      key: { k: 's' },
      tokenId: 't',
    },
    {
      'member-1': { '(left out)': 'string', size: 6 },
      'member-2': { '(left out)': 'array', size: 2 },
      'member-3': { '(left out)': 'number' },
      'member-4': { '(left out)': 'object', size: 1 },
      tokenId: { '(left out)': 'string', size: 1 },
    },
  ],
  [
    'the number alone of members whose name may be data',
    { [uuid]: 1, acmeClearance: 1, 'bob@acme.com': 1, cn: 'bob' },
    {
      'member-1': { '(left out)': 'number' },
      'member-2': { '(left out)': 'number' },
      'member-3': { '(left out)': 'number' },
      cn: 'name-1',
    },
  ],
  [
    'the two entities of a message',
    { message: 'User &#39;bob&#39; &quot;not found&quot;, &bob &acme; R&D' },
    { message: 'User &#39;…&#39; &quot;not found&quot;, … …; …' },
  ],
])('keeps of %s what a reader needs', (_label, json, kept) => {
  expect(scrubbed(json)).toEqual(kept);
});

test('the same value has one placeholder in all bodies, and another value another one', () => {
  const one = scrubber();
  const of = (json: unknown): unknown => one.body(json, 'text');

  expect([of({ uuid }), of({ _id: uuid }), of({ uuid: other })]).toEqual([
    { uuid: '00000000-0000-4000-8000-000000000001' },
    { _id: '00000000-0000-4000-8000-000000000001' },
    { uuid: '00000000-0000-4000-8000-000000000002' },
  ]);
});

test('long lists, deep JSON and what is no JSON are cut, and counted', () => {
  const one = scrubber();
  const many = Array.from({ length: 30 }, (_item, index) => `uid=u${index}`);
  let deep: object = { cn: 'bob' };
  for (let level = 0; level < 20_000; level += 1) deep = { result: deep };

  expect(JSON.stringify(one.body({ uniqueMember: many }, 'text')).match(/uid=/g)).toHaveLength(20);
  expect(one.leftOut.furtherValues).toBe(10);
  expect(JSON.stringify(one.body(deep, 'text'))).not.toContain('cn');
  expect(one.body(undefined, '<html>SECRET')).toEqual({ '(left out)': 'string', size: 12 });
  expect(one.body(undefined, '')).toBeNull();
});

test('headers keep media type, version and waiting time only', () => {
  const one = scrubber();
  const headers = {
    'content-type': 'application/json;charset=UTF-8; x=SECRET',
    'content-api-version': 'protocol=2.1,resource=1.0',
    'retry-after': 'SECRET',
    'set-cookie': ['iPlanetDirectoryPro=SECRET'],
    location: 'https://am.acme.com',
  };

  expect(one.headers(headers)).toEqual({
    'content-type': 'application/json',
    'content-api-version': 'protocol=2.1,resource=1.0',
  });
  expect(one.leftOut.headers).toBe(3);
});

test('another member has one name in all bodies and requests', () => {
  const one = scrubber();

  expect(one.body({ acmeClearance: 1 }, 'text')).toEqual(one.body({ acmeClearance: 2 }, 'text'));
  expect([one.memberName('acmeClearance'), one.memberName('acmeOther')]).toEqual([
    'member-1',
    'member-2',
  ]);
  expect(one.leftOut.members).toBe(2);
});

test.each([
  ['?_queryFilter=true&_fields=uid,acmeClearance', '?_queryFilter=true&_fields=uid,member-1'],
  [`?_queryFilter=${encodeURIComponent('uid eq "bob"')}&_fields=uid`, '?_fields=uid'],
  ['?_queryId=bob&realm=acme', ''],
])('a request keeps of %s what names no one', (query, kept) => {
  const recorder = new Recorder({
    flavor: 'pingam',
    version: undefined,
    userNameAttribute: 'uid',
    searchAttributes: [],
  });
  const route = { realm: 'acme', path: `realms/root/users${query}`, template: 'users' };
  const answer = {
    status: 200,
    headers: {},
    json: {},
    text: '{}',
    template: 'users',
    retryAfterSeconds: null,
  };

  recorder.note({ method: 'GET', route, version: null, credential: 'session' }, answer);

  const { exchanges } = recorder.recording({ madeBy: 'test', madeOn: '2026-01-01' });
  expect(exchanges.map(({ request }) => request.path)).toEqual([`realms/root/users${kept}`]);
});

describe('for any JSON', () => {
  /** Texts that cannot be placeholders, words or numbers of a recording. */
  const canary = fc
    .stringMatching(/^[a-z0-9]{3,12}$/)
    .map((text) => `§${text}`)
    .chain((text) =>
      fc.constantFrom(text, `${text}@acme.com`, `uid=${text},ou=${text}`, `/${text}`),
    );
  const name = fc.oneof(fc.constantFrom(...members.keys()), canary, fc.constantFrom('seed', 'key'));
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      canary,
      fc.constantFrom(null, true, 7),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(name, tie('json'), { maxKeys: 6 }),
    ),
  }));

  test('a recording has none of its texts', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.stringify(scrubbed(value))).not.toContain('§');
      }),
      { numRuns: 2_000 },
    );
  });

  test('members keep their JSON types, for readers', () => {
    const typeOf = (value: unknown): string =>
      value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    fc.assert(
      fc.property(fc.constantFrom(...members), json, ([member, form], value) => {
        fc.pre(form !== 'never');
        const kept: unknown = withoutLeftOut(scrubbed({ [member]: value }));
        const found: unknown = Object.entries(Object(kept)).find(([one]) => one === member)?.[1];
        expect(typeOf(found)).toBe(typeOf(value));
      }),
      { numRuns: 2_000 },
    );
  });
});
