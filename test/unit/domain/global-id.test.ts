/** Global ids: unique, parsable, and never a valid id of AM. */
import { describe, expect, test } from '@jest/globals';
import {
  check,
  constantFrom,
  nat,
  oneof,
  property,
  record,
  string,
  stringMatching,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { deviceKinds } from '../../../src/domain/devices/device.ts';
import {
  globalDeviceId,
  globalRecordId,
  globalUserId,
  readGlobalId,
  recordIdIn,
} from '../../../src/domain/devices/global-id.ts';
import { createUserIdRule, type UserId } from '../../../src/domain/people/user-id.ts';

const numRuns = 5000;
const rule = createUserIdRule('pingam');
const name = constantFrom('alpha', 'beta', 'root', 'a/b', '日本');
const letter = constantFrom(...Array.from('abAB019._-@+\'" é名ß\u00AD\u1806ＡＢ😀\\'));
const userId = oneof(
  string({ unit: letter, minLength: 1, maxLength: 12 }),
  string({ unit: 'binary', minLength: 1, maxLength: 12 }),
).filter((text): text is UserId => rule.accepts(text));
const person = record({ id: userId, realm: name.map((one) => ({ name: one, path: `/${one}` })) });
const place = nat(100);
const amId = stringMatching(/^[A-Za-z0-9._:+=@~-]{1,20}$/);
const device = record({ kind: constantFrom(...deviceKinds), id: amId, place });

describe('a global id', () => {
  test('of two people, or of two devices of one, is never the same', () => {
    expect(
      exceptionTo(tuple(person, person, device, device), ([one, other, first, second]) => {
        const isOne = one.id === other.id && one.realm.name === other.realm.name;
        const isOneDevice = first.kind === second.kind && first.id === second.id;
        return (
          (globalUserId(one) === globalUserId(other)) === isOne &&
          (globalDeviceId(one, first) === globalDeviceId(one, second)) === isOneDevice
        );
      }),
    ).toBeNull();
  });
});

const encode = (type: string, text: string): string =>
  `${type}=${Buffer.from(text, 'utf8').toString('base64url')}`;
const [bob, phone] = [encode('User', '["alpha","bob"]'), '["alpha","bob","OATH","x"]'];

test('the ids that the next rows vary are valid', () => {
  expect(readGlobalId(bob)).toEqual({ type: 'User', realm: 'alpha', id: 'bob' });
  expect(readGlobalId(encode('Device', phone))).toMatchObject({ owner: 'bob', id: 'x' });
  const owner = { id: 'BOB', realm: { name: 'alpha' } };
  const made = globalDeviceId(owner, { kind: 'OATH', id: 'x', place: 0 });
  expect(made).toBe(encode('Device', phone));
});

test.each([
  ['DevicesOfKind', '["alpha","bob","OATH"]', { realm: 'alpha', owner: 'bob', kind: 'OATH' }],
  ['DeviceChange', '["7K3M-9QXT-2BW4-C0HJ"]', { id: '7K3M-9QXT-2BW4-C0HJ' }],
  ['PendingDeviceChange', '["Zk2y8tB5uR7xXgVn3Jw0mQ"]', { id: 'Zk2y8tB5uR7xXgVn3Jw0mQ' }],
  ['ResetCampaign', '["4C8M-PGN2-XW7Q-0TRD"]', { id: '4C8M-PGN2-XW7Q-0TRD' }],
  ['RealmThreatLevel', '["alpha"]', { realm: 'alpha' }],
])('a global id of the type %s is read', (type, parts, content) => {
  expect(readGlobalId(encode(type, parts))).toEqual({ type, ...content });
});

test('the id of a record is that of a global id of its type, or the text itself', () => {
  const id = globalRecordId('ResetCampaign', 'c');

  expect(recordIdIn('ResetCampaign', id)).toBe('c');
  expect(recordIdIn('DeviceChange', id)).toBe(id);
  expect(recordIdIn('ResetCampaign', 'c')).toBe('c');
});

test.each([
  ['a list without a kind', encode('DevicesOfKind', '["alpha","bob"]')],
  ['a list with a device', encode('DevicesOfKind', '["alpha","bob","OATH","x"]')],
  ['a list of an unfolded name', encode('DevicesOfKind', '["alpha","BOB","OATH"]')],
  ['a change of a realm', encode('DeviceChange', '["alpha","7K3M"]')],
  ['a number for a reference', encode('ResetCampaign', '[7]')],
  ['a level of nothing', encode('RealmThreatLevel', '[]')],
  ['nothing', ''],
  ['a type alone', 'User='],
  ['an unknown type', encode('Realm', '["alpha","bob"]')],
  ['a type in other letters', encode('user', '["alpha","bob"]')],
  ['padding', `${bob}=`],
  ['a line break after it', `${bob}\n`],
  ['a blank before it', ` ${bob}`],
  ['base64 of the other alphabet', `User=${Buffer.from('["alpha","bob?>"]').toString('base64')}`],
  ['bits that say nothing', bob.replace(/.$/, 'X')],
  ['a blank within', encode('User', '["alpha", "bob"]')],
  ['an escape that is not needed', encode('User', String.raw`["alpha","b\u006fb"]`)],
  ['no JSON', encode('User', '["alpha","bob"')],
  ['an object', encode('User', '{"0":"alpha","1":"bob"}')],
  ['too few parts', encode('User', '["alpha"]')],
  ['too many parts', encode('User', '["alpha","bob","x"]')],
  ['a number for a name', encode('User', '["alpha",7]')],
  ['a person under the type of a device', encode('Device', '["alpha","bob"]')],
  ['a device under the type of a person', encode('User', phone)],
  ['an unknown kind', encode('Device', '["alpha","bob","oath","x"]')],
  ['a kind of every object', encode('Device', '["alpha","bob","constructor","x"]')],
  ['a device without an id', encode('Device', '["alpha","bob","OATH"]')],
  ['a device with an id and a place', encode('Device', '["alpha","bob","OATH","x",0]')],
  ['a broken device without a place', encode('Device', '["alpha","bob","OATH",null]')],
  ['a broken device with half a place', encode('Device', '["alpha","bob","OATH",null,0.5]')],
  ['an owner that is not folded', encode('Device', '["alpha","BOB","OATH","x"]')],
])('is no global id: %s', (_label, text) => {
  expect(readGlobalId(text)).toBeNull();
});

/** Returns a counterexample among 5 000 values, or null. */
function exceptionTo<T>(values: Arbitrary<T>, claim: (value: T) => boolean): unknown {
  return check(property(values, claim), { numRuns }).counterexample;
}
