/** The message catalogues of the pages are complete, with the same arguments. */
import { expect, test } from '@jest/globals';
import { compileCatalogue } from '../../web/build/compiled-messages.ts';
import { useFolder } from '../support/folder.ts';

test.each(['en', 'de', 'fr', 'es', 'ar'])('the catalogue %s compiles', (language) => {
  const compiled = compileCatalogue('web/messages', language);

  expect(Object.keys(compiled).length).toBeGreaterThan(80);
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
