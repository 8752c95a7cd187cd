/** Inherited members of objects are not read as input. */
import { expect, test } from '@jest/globals';
import { memberOf, textOf } from '../../../src/domain/values/member.ts';

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  '%s is read only if it was given',
  (name) => {
    const given = JSON.parse(`{ "${name}": "given" }`);

    expect([memberOf({}, name), memberOf([], name), memberOf(given, name)]).toEqual([
      undefined,
      undefined,
      'given',
    ]);
    expect([textOf({}, name), textOf(given, name)]).toEqual([undefined, 'given']);
  },
);

test.each([undefined, null, 'text', 5])('%j has no members', (holder) => {
  expect(memberOf(holder, 'length')).toBeUndefined();
});
