/** Which texts may name a device in one segment of a path (security C1–C11, contract §3.7). */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeSegment } from '../../../src/am/paths.ts';
import { isDeviceId } from '../../../src/domain/device-id.ts';

const good = 'c8a0d5f2-1111-4222-8333-444455556666|Zm9v+bar_baz-qux==|urn:device:1|a.b~c@d|...';
test.each([...good.split('|'), 'a'.repeat(512)])('%p is one', (id) => {
  expect(isDeviceId(id)).toBe(true);
});

const bad = '|.|..|a/b|a\\b|a?b|a#b|a%2Fb|a&b|a;b|a*b|a b|a\n|a\0b|é|／|../x';
test.each([...bad.split('|'), 'a'.repeat(513)])('%j is none', (id) => {
  expect(isDeviceId(id)).toBe(false);
});

test('an accepted one is one segment and comes back as it was', () => {
  const marks = fc.constantFrom(...Array.from('./\\%?#&;*aZ09_-:+=@~ '));
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.array(marks, { maxLength: 12 }).map((parts) => parts.join('')),
  );
  let accepted = 0;

  fc.assert(
    fc.property(texts, (id) => {
      if (!isDeviceId(id)) return true;
      accepted += 1;
      const url = new URL(`/devices/${encodeSegment(id)}`, 'http://am.example.com');
      const [, , segment = '', ...more] = url.pathname.split('/');
      return more.length === 0 && decodeURIComponent(segment) === id;
    }),
    { numRuns: 10_000 },
  );

  expect(accepted).toBeGreaterThan(500);
});
