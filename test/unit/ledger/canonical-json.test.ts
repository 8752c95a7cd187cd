/** The canonical JSON whose hash identifies a record. */
import { expect, test } from '@jest/globals';
import { assert, jsonValue, property } from 'fast-check';
import { canonicalJson } from '../../../src/store/records/canonical-json.ts';

test('canonical JSON does not depend on the order of the members', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'ü' })).toBe(
    '{"a":"ü","b":[{"c":null,"d":1}]}',
  );
});

test('canonical JSON reads back to the same text', () => {
  assert(
    property(jsonValue(), (value) => {
      const text = canonicalJson(value);

      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
