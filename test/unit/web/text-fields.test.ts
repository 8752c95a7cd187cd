/** Fields accept text that a script fills in, whatever page they stand on. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Their state is not a text, so scripts send `change` for them. */
const notText = /type="(?:checkbox|radio|file)"/;

test('no field of text listens to onChange, which React drops after a script', () => {
  const files = globSync('web/src/**/*.tsx');
  const fields = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/<(?:input|textarea)\b[\s\S]*?\/>/g)].map(
      ([element]) => ({ file, element }),
    ),
  );

  const wrong = fields.filter(
    ({ element }) => !notText.test(element) && /\bonChange=/.test(element),
  );

  expect(fields.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});
