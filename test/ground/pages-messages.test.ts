/** The message catalogues of the pages are complete, with the same arguments. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { compileCatalogue } from '../../web/build/compiled-messages.ts';
import { useFolder } from '../support/folder.ts';

test.each(['en', 'de', 'fr', 'es', 'ar'])('the catalogue %s compiles', (language) => {
  const compiled = compileCatalogue('web/messages', language);

  expect(Object.keys(compiled).length).toBeGreaterThan(80);
});

test('Arabic sentences write no number in digits: values come in the digits of the reader', () => {
  const texts: Record<string, string> = JSON.parse(readFileSync('web/messages/ar.json', 'utf8'));
  // A selector, the name of an encoding, and a time as it has to be typed.
  const others = /=\d+|UTF-8|15:01/g;

  const digits = Object.entries(texts).filter(([, text]) => /\d/.test(text.replace(others, '')));

  expect(digits).toEqual([]);
});

const folder = useFolder();
folder.write('en.json', { greeting: 'Good day, {name}', bye: '{count, plural, other {#}}' });

test('French punctuation stays on the line of its word', () => {
  const messages = {
    greeting: 'Vous, « {name} » ? Oui : vous',
    bye: '{count, plural, other {#\u202f!}}',
  };
  folder.write('fr.json', messages);

  const { greeting } = compileCatalogue(folder.path, 'fr');

  expect(JSON.stringify(greeting)).toMatch(/Vous, «\u00a0.*\u00a0»\u202f\? Oui\u00a0: vous/);
});
