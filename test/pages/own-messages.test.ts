/** A deployment words sentences of the pages itself: what it may write, what browsers get (E11). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { useFolder } from '../support/folder.ts';
import { fieldAt } from '../support/json.ts';
import { commandResult } from '../support/run-command.ts';
import { onStage } from '../support/stage.ts';
import { sendRaw, type RawAnswer } from '../security/raw-http.ts';
import { buildPages } from './built-pages.ts';

const folder = useFolder();
const shell =
  '<!doctype html><html lang="en"><link rel="modulepreload" data-language="de" href="/de.js">' +
  '<script type="application/json" id="config"></script></html>';

/** Writes files, and returns the environment that names their folder. */
function files(messages: Readonly<Record<string, unknown>>) {
  folder.clear();
  for (const [name, content] of Object.entries(messages)) folder.write(name, content);
  const needed = { NODE_ENV: 'test', AM_URL: 'https://am.example.com/am' };
  return { ...needed, PAGES_MESSAGES: folder.path };
}

/** Runs `check`, and returns the line of its error. */
async function problemOf(messages: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { code, err } = await commandResult(['check'], files(messages));
  return [code, err.join('\n').split('\n').at(-1)?.trim()];
}

describe('check ends with 78, and names the file and the key, for', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'an unknown key',
      { 'de.json': { 'find.leed': 'x' } },
      'de.json: "find.leed" is not a key of the pages; the nearest is "find.lead"',
    ],
    [
      'a placeholder that is missing',
      { 'en.json': { 'find.hint': 'Type more.' } },
      'en.json: "find.hint" must contain {shortest}',
    ],
    [
      'another placeholder',
      { 'en.json': { 'desk.lead': 'Good day, {name}' } },
      'en.json: "desk.lead" cannot contain {name}',
    ],
    [
      'a tag',
      { 'en.json': { 'desk.lead': '<script>alert(1)</script>' } },
      'en.json: "desk.lead" cannot contain <script>',
    ],
    [
      'markup',
      { 'en.json': { 'desk.lead': '<img src=x onerror=alert(1)>' } },
      'en.json: "desk.lead" cannot be read: SyntaxError: INVALID_TAG',
    ],
    [
      'a name as a date, which the page could not show',
      { 'en.json': { 'rename.title': 'Rename {name, date}' } },
      'en.json: "rename.title" cannot format {name} as a date',
    ],
    [
      'a plural form of another language',
      { 'fr.json': { 'kind.OATH.all': '{count, plural, two {#} other {#}}' } },
      'fr.json: "kind.OATH.all" has the plural form "two", which the language lacks',
    ],
    ['an empty text', { 'ar.json': { 'desk.lead': ' ' } }, 'ar.json: "desk.lead" is not a text'],
    [
      'an unknown language',
      { 'it.json': {} },
      'it.json is not a file of a language; it may be ar.json, de.json, en.json, es.json, fr.json',
    ],
    ['a file that is not JSON', { 'de.json': '{' }, 'de.json is not a JSON object'],
  ])('%s', async (_what, messages, complaint) => {
    expect(await problemOf(messages)).toEqual([78, `- PAGES_MESSAGES: ${complaint}`]);
  });
});

test('check accepts whole catalogues, and what Kubernetes adds to a folder', async () => {
  const catalogues = ['en', 'de', 'fr', 'es', 'ar'].map((language) => [
    `${language}.json`,
    readFileSync(`web/messages/${language}.json`, 'utf8'),
  ]);

  const problem = await problemOf({ ...Object.fromEntries(catalogues), '..data': 'x' });

  expect(problem).toEqual([0, '']);
});

/** Returns what a browser gets with these messages: the shell, and the file that it names. */
function load(messages: Readonly<Record<string, unknown>>) {
  const options = { env: files(messages), pagesFolder: buildPages(shell) };
  return onStage('pingam', options, async ({ gateway }) => {
    const get = (path: string): Promise<RawAnswer> =>
      sendRaw(gateway.url, { method: 'GET', path, headers: { 'accept-language': 'de' } });
    const page = await get('/');
    const config: unknown = JSON.parse(/id="config">(.*)<\/script>/.exec(page.text)?.[1] ?? '');
    const address = String(fieldAt(config, 'messages', 'de'));
    return { page, address, file: await get(address) };
  });
}

test('browsers load the sentences from a file whose name changes with its content', async () => {
  const first = await load({ 'de.json': { 'device.added': 'Seit {month} < dabei' } });
  const second = await load({ 'de.json': { 'device.added': 'Dabei seit {month}' } });

  const trees: Record<string, ConstructorParameters<typeof IntlMessageFormat>[0]> = JSON.parse(
    first.file.text,
  );
  const added = new IntlMessageFormat(trees['device.added'] ?? '', 'de');
  expect([Object.keys(trees), added.format({ month: 'Mai' })]).toEqual([
    ['device.added'],
    'Seit Mai < dabei',
  ]);
  expect(first.file.headers).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  expect(first.page.text).toContain(
    `<link rel="preload" as="fetch" crossorigin href="${first.address}">`,
  );
  expect(second.address).not.toBe(first.address);
  expect(second.page.headers.etag).not.toBe(first.page.headers.etag);
});

test('the command prints each sentence of a language, ready for PAGES_MESSAGES', async () => {
  const printed = await commandResult(['messages', 'de']);
  const english = await commandResult(['messages']);
  const unknown = await commandResult(['messages', 'it']);

  expect(JSON.parse(printed.out.join('\n'))).toEqual(
    JSON.parse(readFileSync('web/messages/de.json', 'utf8')),
  );
  expect(await problemOf({ 'en.json': english.out.join('\n') })).toEqual([0, '']);
  expect([unknown.code, unknown.err.join('\n')]).toEqual([
    64,
    expect.stringContaining('The pages speak ar, de, en, es, fr, and not "it".'),
  ]);
});
