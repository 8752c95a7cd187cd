/** Options whose values have parts declare them; the compiler demands it. */
import { expect, test } from '@jest/globals';
import { option } from '../../../src/config/values/option.ts';
import { listOf } from '../../../src/config/values/parts.ts';
import { InvalidValue } from '../../../src/config/values/problem.ts';
import { whole } from '../../../src/config/values/reader.ts';
import { oneOf, wholeNumber } from '../../../src/config/values/readers.ts';
import { thing } from '../../../src/config/values/thing.ts';

const rule = thing({
  forms: ['[{effect}:]{of}', '[{effect}:]after={days}'],
  parts: {},
  optional: { effect: oneOf(['reset', 'remove']), of: oneOf(['all']), days: wholeNumber(1, 9) },
  expected: 'a rule',
});

test('an option without declared parts does not compile', () => {
  const read = (value: string): { readonly name: string } => ({ name: value });
  const meaning = 'A thing.';

  // @ts-expect-error its value has parts
  option('X', read, { meaning });
  // @ts-expect-error a list of things with parts
  option('X', (value: string) => [read(value)], { meaning });
  // @ts-expect-error the parts have no place in the file
  option('X', listOf(rule), { meaning });
  // @ts-expect-error a place in the file, but a reader of texts only
  option('X', (value: string) => value, { meaning, file: 'x' });
  // @ts-expect-error a reader of one text has no place in the file
  option('X', whole(read), { meaning, file: 'x' });

  expect(option('X', whole(read), { meaning }).read('a')).toEqual({ name: 'a' });
  expect(option('X', listOf(rule), { meaning, file: 'x' }).file).toBe('x');
});

test.each([
  ['all', { of: 'all' }],
  ['reset:all', { effect: 'reset', of: 'all' }],
  ['remove:after=3', { effect: 'remove', days: 3 }],
  ['after=3', { days: 3 }],
])('%s is read by the first form that its parts fit, and written back', (value, parts) => {
  expect([rule(value), rule.toFile(value)]).toEqual([parts, parts]);
});

test.each(['', 'rename:all', ':all', 'after=10'])('%j fits no form', (value) => {
  expect(() => rule(value)).toThrow(InvalidValue);
});
