/** A browser whose request fails gets the pages, with a link to go on; other clients get JSON. */
import { describe, expect, test } from '@jest/globals';
import { type RawAnswer, sendRaw } from '../security/raw-http.ts';
import { useStage } from '../support/stage.ts';
import { buildPages } from './built-pages.ts';

const shell =
  '<!doctype html><html lang="en"><link rel="modulepreload" data-language="en" href="/en.js">' +
  '<link rel="modulepreload" data-language="de" href="/de.js">' +
  '<script type="application/json" id="config"></script><p>Help<!--contact--></p></html>';
const stage = useStage('pingam', {
  pagesFolder: buildPages(shell),
  env: { PAGES_SUPPORT: 'Help & "care" <tel:+44123>' },
});

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return sendRaw(stage.gateway.url, { method: 'GET', path, headers });
}

describe('a browser whose request fails', () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';

  test.each([
    ['an unknown path', '/nothing', 404],
    ['a broken escape', '/history/%E0%A4%A', 404],
    ['an unknown realm', '/sign-in?realm=beta', 400],
    ['a page to return to that is none', '/sign-in?return=//evil.example', 400],
  ])('gets a page for %s', async (_title, path, status) => {
    const page = await get(path, { accept });
    const other = await get(path, { accept: 'application/json' });

    expect([page.status, other.status]).toEqual([status, status]);
    expect(page.text).toContain('<html lang="en">');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(other.text).toContain('"errors"');
  });
});

test('the shell has the help contact without JavaScript, escaped', async () => {
  const { text } = await get('/');

  expect(text).toContain(
    '<p>Help (<a href="tel:+44123">Help &#38; &#34;care&#34;, +44123</a>)</p>',
  );
});

test.each([
  ['de-CH, en;q=0.5', '/de.js'],
  ['ja', '/en.js'],
])('the shell loads the texts for %s early: %s', async (language, file) => {
  const { text, headers } = await get('/', { 'accept-language': language });

  expect(text.match(/\/\w+\.js/g)).toEqual([file]);
  expect(headers['vary']).toContain('Accept-Language');
});
