/** The catalogues of the pages: complete where they must be, and alike in what each message is given. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compileCatalogue } from '../../web/build/compiled-messages.ts';

test.each(['en', 'de', 'ar'])('the catalogue %s compiles', (language) => {
  const compiled = compileCatalogue('web/messages', language);

  expect(Object.keys(compiled).length).toBeGreaterThan(80);
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'messages-'));
  await writeCatalogue('en', { greeting: 'Good day, {name}', bye: '{count, plural, other {#}}' });
});

afterEach(() => rm(folder, { recursive: true }));

function writeCatalogue(language: string, messages: Readonly<Record<string, string>>) {
  return writeFile(join(folder, `${language}.json`), JSON.stringify(messages));
}

const complete = { greeting: 'Guten Tag, {name}', bye: '{count, plural, other {#}}' };

test.each([
  ['a missing message', { bye: complete.bye }, 'de.json: greeting is missing'],
  ['an unknown message', { ...complete, more: 'x' }, 'de.json: unknown more'],
  ['another argument', { ...complete, greeting: 'Tag, {who}' }, 'greeting has who, not name'],
  ['a forgotten argument', { ...complete, greeting: 'Tag' }, 'has no argument, not name'],
  ['a mistake of syntax', { ...complete, bye: '{count, plural, other {#}' }, 'de.json: bye'],
  ['a plural without other', { ...complete, bye: '{count, plural, one {#}}' }, 'de.json: bye'],
])('%s fails the build', async (_what, messages, complaint) => {
  await writeCatalogue('de', messages);

  expect(() => compileCatalogue(folder, 'de')).toThrow(complaint);
});
