/** People and groups, by the allow-list (design D4, contract §5.2, §10, U32). */
import { describe, expect, test } from '@jest/globals';
import { readGroup } from '../../../src/am/json/groups.ts';
import {
  areaAttributesOf,
  personFields,
  readContact,
  readManagedUsers,
  readPeople,
  readPerson,
} from '../../../src/am/json/person.ts';
import { noteNothing, reads, refuses } from './reader-tables.ts';

const secret = 'SECRET';
const nothingKnown = {
  displayName: null,
  givenName: null,
  familyName: null,
  email: null,
  status: null,
  oathSkip: 'NOT_SET',
  entry: null,
  areasByAttribute: [],
};
const wire = {
  _id: ' BOB',
  uid: ['bob'],
  username: 'bob',
  cn: ['Bob Example'],
  givenName: ['Bob'],
  sn: ['Example'],
  mail: ['bob@example.com', 'second@example.com'],
  inetUserStatus: ['Active'],
  oath2faEnabled: ['2'],
  dn: ['uid=bob,ou=people'],
  userPassword: [secret],
  oathDeviceProfiles: [secret],
  roles: ['ui-self-service-user'],
};
const bob = {
  trueName: 'bob',
  username: 'bob',
  displayName: 'Bob Example',
  givenName: 'Bob',
  familyName: 'Example',
  email: 'bob@example.com',
  status: 'ACTIVE',
  oathSkip: 'REQUIRED',
  entry: 'uid=bob,ou=people',
  areasByAttribute: [],
};

const byUid = { trueNameField: 'uid', areaAttributes: [], note: noteNothing };

describe('a person', () => {
  reads(
    (json) => readPerson(json, byUid),
    [
      ['what is known and nothing else', wire, bob],
      ['a text for a list', { uid: 'bob', username: [] }, called('bob')],
    ],
  );
  test.each([
    ['a value', { l: ['Bonn', 'hamburg'] }, ['north']],
    ['a text for a list', { l: ' Hamburg' }, ['north']],
    ['values of two areas', { l: ['Hamburg'], ou: ['sales'] }, ['north', 'sellers']],
    ['another value', { l: ['Hamburg 2'] }, []],
    ['no attribute', {}, []],
    ['a value that is no text', { l: [{}] }, null],
  ])('is in the areas of the attributes: %s', (_label, attributes, areas) => {
    const rules = areaAttributesOf([
      { name: 'north', attributes: [{ name: 'l', value: 'Hamburg' }] },
      { name: 'sellers', attributes: [{ name: 'ou', value: 'Sales' }] },
    ]);
    const read = readPerson({ ...wire, ...attributes }, { ...byUid, areaAttributes: rules });
    expect(read.areasByAttribute).toEqual(areas);
  });
  reads(
    (json) => readPerson(json, { ...byUid, trueNameField: '_id' }),
    [['the name by another attribute', wire, { ...bob, trueName: ' BOB' }]],
  );
  reads(
    (json) => readPerson(json, { ...byUid, trueNameField: 'employeeNumber' }),
    [['that attribute for the name, too', { employeeNumber: ['7'] }, called('7')]],
  );
  reads(
    (inetUserStatus) => readPerson({ uid: ['x'], inetUserStatus }, byUid).status,
    [
      ['Active', ['Active'], 'ACTIVE'],
      ['inactive as a text', 'inactive', 'INACTIVE'],
      ['INACTIVE', ['INACTIVE'], 'INACTIVE'],
      ...[['deleted'], ['constructor'], ['__proto__'], [], null].map(
        (status) => [`${JSON.stringify(status)} as unknown`, status, null] as const,
      ),
    ],
  );
  reads(
    (oath2faEnabled) => readPerson({ uid: ['x'], oath2faEnabled }, byUid).oathSkip,
    [
      ['the choice 0', ['0'], 'NOT_SET'],
      ['the choice 1', ['1'], 'SKIPPABLE'],
      ['the choice 2', ['2'], 'REQUIRED'],
      ['another choice', ['3'], 'NOT_SET'],
      ['no choice', [], 'NOT_SET'],
    ],
  );
  test('is read by attributes that hold no secret', () => {
    expect(personFields.join()).toBe(
      'uid,username,cn,givenName,sn,mail,inetUserStatus,oath2faEnabled,dn',
    );
  });
});

/** A search for the number `e42`. */
const byNumber = { attributes: ['employeeNumber'], text: 'e42' };

function found(facts: object, isFoundByAttribute: boolean): object {
  return { ...facts, isFoundByAttribute };
}

describe('found people', () => {
  reads(
    (json) => readPeople(json, byNumber, byUid),
    [
      [
        'each like one, and whether the number is theirs',
        {
          result: [
            { ...wire, employeeNumber: ['17', 'E 4-2'] },
            { uid: ['carol'], telephoneNumber: 'e42' },
          ],
        },
        [found(bob, true), found(called('carol'), false)],
      ],
    ],
  );
  refuses(
    (json) => readPeople(json, byNumber, byUid),
    [undefined, {}, { result: [{ uid: ['bob'] }, {}] }, { result: [7] }],
  );
});

describe('people of IDM', () => {
  const managed = {
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

  reads(
    (item) => readManagedUsers({ result: [item] }, byNumber, noteNothing),
    [
      [
        'what is known and nothing else',
        managed,
        [
          found(
            { ...bob, trueName: 'b0b', oathSkip: 'NOT_SET', entry: null, areasByAttribute: null },
            false,
          ),
        ],
      ],
    ],
  );
  reads(
    (names) =>
      readManagedUsers(
        { result: [{ _id: '1', userName: 'bob', ...Object(names) }] },
        byNumber,
        noteNothing,
      )[0]?.displayName,
    [
      ['the common name first', { cn: 'Robert', givenName: 'Bob' }, 'Robert'],
      ['the given name alone', { givenName: 'Bob' }, 'Bob'],
      ['the family name alone', { sn: 'Example' }, 'Example'],
      ['no name', {}, null],
    ],
  );
  refuses(
    (item) =>
      readManagedUsers({ result: [{ _id: '2', userName: 'carol' }, item] }, byNumber, noteNothing),
    [
      { userName: 'bob' },
      { _id: '1' },
      { _id: 1, userName: 'bob' },
      { _id: '1', userName: ['bob'] },
      { _id: '1', userName: 'bob', accountStatus: 7 },
    ],
  );
});

/** What is no text, and no list of texts. */
const notTexts = [7, true, {}, [{}], [7]];

describe('what decorates a person', () => {
  const shown = {
    cn: 'displayName',
    givenName: 'givenName',
    sn: 'familyName',
    mail: 'email',
    oath2faEnabled: 'oathSkip',
  } as const;
  const rows = Object.entries(shown).flatMap(([member, field]) =>
    notTexts.map((value) => ({ member, field, value, label: JSON.stringify(value) })),
  );

  test.each(rows)('is absent where $member is $label', ({ member, value }) => {
    const noted: string[] = [];
    const note = (name: string): unknown => noted.push(name);

    const read = readPerson({ uid: ['x'], [member]: value }, { ...byUid, note });

    expect(read).toEqual(called('x'));
    expect(noted).toEqual([member]);
  });

  test.each(rows.filter(({ member }) => member !== 'oath2faEnabled'))(
    'is absent in IDM where $member is $label',
    ({ member, field, value }) => {
      const noted: string[] = [];
      const json = { result: [{ _id: '1', userName: 'bob', [member]: value }] };

      const [read] = readManagedUsers(json, byNumber, (name) => noted.push(name));

      expect(read).toHaveProperty(field, null);
      expect(noted).toEqual([member]);
    },
  );

  test('is absent in the greeting and the language of a mail', () => {
    const noted: string[] = [];
    const attributes = { addresses: ['mail'], language: 'preferredLanguage', manager: undefined };
    const json = { cn: [7], preferredLanguage: {}, mail: ['bob@example.com'] };

    const contact = readContact(json, attributes, (name) => noted.push(name));

    expect(contact).toEqual({
      entry: null,
      displayName: null,
      addresses: ['bob@example.com'],
      language: null,
      managers: [],
    });
    expect(noted).toEqual(['cn', 'language']);
  });
});

describe('what decides about a person', () => {
  refuses(
    (json) => readPerson(json, byUid),
    [
      ...['uid', 'username', 'inetUserStatus', 'dn'].map((name) => ({ uid: ['x'], [name]: {} })),
      { cn: ['x'] },
    ],
  );
  refuses(
    (json) =>
      readContact(
        json,
        { addresses: ['mail'], language: undefined, manager: 'manager' },
        noteNothing,
      ),
    [{ mail: [7] }, { manager: {} }, { dn: 7 }],
  );
});

describe('a group', () => {
  const dn = ['cn=helpdesk,ou=groups,dc=x'];
  const members = (...names: string[]): Set<string> => new Set(names.map(entry));
  const entry = (name: string): string => `uid="${name}",ou="people",dc="x"`;
  const whole = { perhapsGroups: [], hasUnreadable: false };

  reads(readGroup, [
    [
      'its members, spelled one way',
      {
        _id: 'helpdesk',
        dn,
        uniqueMember: ['uid=Helen, OU=People , dc=X', 'uid=oscar,ou=people,dc=x'],
        other: [secret],
      },
      { ...whole, members: members('helen', 'oscar') },
    ],
    ['nobody for null', { uniqueMember: null }, { ...whole, members: members() }],
    [
      'a member that lies where it lies',
      { dn, uniqueMember: ['cn=Second Line,ou=Groups,dc=x', 'cn=helpdesk,ou=groups,dc=x'] },
      {
        perhapsGroups: ['Second Line'],
        hasUnreadable: false,
        members: new Set(['second line', 'helpdesk'].map((cn) => `cn="${cn}",ou="groups",dc="x"`)),
      },
    ],
    [
      'a member that is named as a group, without its own place',
      { uniqueMember: ['cn=second,ou=groups,dc=x', 'uid=bob,ou=people,dc=x'] },
      {
        perhapsGroups: ['second'],
        hasUnreadable: false,
        members: new Set(['cn="second",ou="groups",dc="x"', entry('bob')]),
      },
    ],
    [
      'a member whose name cannot be read',
      { dn, uniqueMember: ['bob', 'uid=bob,ou=people,dc=x'] },
      { perhapsGroups: [], hasUnreadable: true, members: members('bob') },
    ],
  ]);
  refuses(readGroup, [
    undefined,
    [],
    { uniqueMember: 'uid=helen' },
    { uniqueMember: { 0: 'uid=helen' } },
    { uniqueMember: ['uid=helen', 7] },
  ]);
});

function called(name: string): object {
  return { ...nothingKnown, trueName: name, username: name };
}
