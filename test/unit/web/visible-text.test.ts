/** Hidden characters in names are shown, so that two names that look alike differ. */
import { expect, test } from '@jest/globals';
import { visibleText } from '../../../web/src/parts/visible-text.ts';

test.each([
  ['a space of no width', 'Pho\u200bne', 'Pho‹U+200B›ne'],
  ['a direction override', 'Phone \u202eenohp', 'Phone ‹U+202E›enohp'],
  ['a joiner between Latin letters', 'Pho\u200dne', 'Pho‹U+200D›ne'],
  ['a joiner at the end', 'Phone\u200d', 'Phone‹U+200D›'],
  ['a soft hyphen', 'Pho\u00adne', 'Pho‹U+00AD›ne'],
  ['a line break', 'Pho\nne', 'Pho‹U+000A›ne'],
  ['a tag', 'Phone\u{e0041}', 'Phone‹U+E0041›'],
  ['nothing in a plain name', "Bob's phone – Größe 7", "Bob's phone – Größe 7"],
  ['nothing in Persian, which needs the non-joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
  ['nothing in an emoji of three parts', '👩\u200d💻 phone', '👩\u200d💻 phone'],
])('%s', (_title, name, expected) => {
  expect(visibleText(name)).toBe(expected);
});
