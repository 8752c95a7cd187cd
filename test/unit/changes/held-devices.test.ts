/** Which devices a hold starts from, and which one ends it. */
import { expect, test } from '@jest/globals';
import { listHeld } from '../../../src/changes/enrolment/held-devices.ts';
import type { RecordedDevice } from '../../../src/domain/change/change-record.ts';
import { registeredDevice } from '../../../src/domain/enrolment/hold.ts';
import { Failure } from '../../../src/domain/values/failure.ts';
import { phone } from '../../ledger/builders.ts';

const bob = { id: 'bob', realm: { name: 'alpha', path: '/alpha' } };
const method = { kind: 'OATH', route: 'reset' } as const;

test('a list that cannot be read is not an empty list', async () => {
  const am = {
    devices: {
      list: async () => {
        throw new Failure('UPSTREAM_ERROR', 'AM failed.');
      },
      resetMethod: () => method,
    },
  };

  expect(await Reflect.apply(listHeld, undefined, [am, bob, ['OATH']])).toBeNull();
});

const listedNow: readonly (readonly [string, readonly RecordedDevice[], RecordedDevice | null])[] =
  [
    ['the same device', [phone], null],
    ['another device', [phone, { ...phone, id: 'new' }], { ...phone, id: 'new' }],
    ['a broken registration without an id', [{ ...phone, id: null }], null],
  ];

test.each(listedNow)('after %s is listed', (_label, now, registered) => {
  expect(registeredDevice({ listed: [phone.id ?? ''] }, now)).toEqual(registered);
  expect(registeredDevice({ listed: null }, now)).toBeNull();
});
