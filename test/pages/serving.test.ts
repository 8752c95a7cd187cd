/** The files of the pages: which are served, and how (security E9). */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type RawAnswer, sendRaw } from '../security/raw-http.ts';
import { fieldAt } from '../support/json.ts';
import { onStage, useStage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { buildPages, packedStyle, script } from './built-pages.ts';

const stage = useStage('pingam', { pagesFolder: buildPages() });

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return sendRaw(stage.gateway.url, { method: 'GET', path, headers });
}

/** Runs a function with a function that sends GET to a gateway with these options. */
function withPages<T>(
  env: Readonly<Record<string, string>>,
  act: (getPage: (path: string) => Promise<RawAnswer>, log: readonly string[]) => Promise<T>,
): Promise<T> {
  return onStage('pingam', { env, pagesFolder: buildPages() }, ({ gateway }) =>
    act((path) => sendRaw(gateway.url, { method: 'GET', path }), gateway.log),
  );
}

/** Returns the configuration in the shell of a gateway with these options. */
function configWith(env: Readonly<Record<string, string>>): Promise<unknown> {
  return withPages(env, async (getPage) => {
    const { text } = await getPage('/');
    return JSON.parse(/id="config">(.*)<\/script>/.exec(text)?.[1] ?? '');
  });
}

describe('the shell', () => {
  test.each([
    '/',
    '/?x=1',
    '/help-desk',
    '/help-desk/',
    '/help-desk/alpha/bob',
    '/approvals',
    '/approvals/bLqsVhFpQe2k7x-_w0Zs5A',
    '/approvals/PendingDeviceChange%3DWyJaazJ5OHRCNXVSN3hYZ1ZuM0p3MG1RIl0',
    '/history',
    '/signed-out',
  ])('answers %s', async (path) => {
    const answer = await get(path);

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toMatch(/^<!doctype html>/);
  });

  test('has its own route in the log line; a missing file has none', async () => {
    const seen = stage.gateway.log.length;

    await get('/help-desk/alpha/bob');
    await get('/wp-login.php');

    const lines = stage.gateway.log.slice(seen).map((line): unknown => JSON.parse(line));
    expect(lines.map((line) => fieldAt(line, 'route'))).toEqual(['pages', 'other']);
  });

  test('can run only its own files, and cannot be framed', async () => {
    const { headers } = await get('/');

    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': 'no-cache',
    });
  });

  test('is not sent again to a browser that has it', async () => {
    const { etag = '' } = (await get('/')).headers;

    const again = await get('/history', { 'if-none-match': `"other", W/${etag}` });
    const changed = await get('/', { 'if-none-match': '"other"' });

    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers['content-length']).toBeUndefined();
    expect(changed.status).toBe(200);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('rejects %s', async (method) => {
    const answer = await sendRaw(stage.gateway.url, { method, path: '/' });

    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a file', () => {
  test.each([
    ['main-8a7b6c5d.js', 'text/javascript; charset=utf-8', script],
    ['main-1a2b3c4d.css', 'text/css; charset=utf-8', packedStyle],
    ['mark-5e6f7a8b.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('%s is cached without limit, as %s', async (name, type, text) => {
    const answer = await get(`/assets/${name}`);

    expect([answer.status, answer.text]).toEqual([200, text]);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding, Origin',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  });

  test.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip', 'br;q=0, gzip', gunzipSync],
  ])('is sent as %s to %s', async (coding, accepted, unpack) => {
    const path = `${stage.gateway.url}/assets/main-8a7b6c5d.js`;

    const bytes = await rawBytes(path, accepted);

    expect(bytes.coding).toBe(coding);
    expect(bytes.body.length).toBeLessThan(script.length / 10);
    expect(unpack(bytes.body).toString()).toBe(script);
  });

  test('is sent as compressed by the build', async () => {
    const { body } = await rawBytes(`${stage.gateway.url}/assets/main-1a2b3c4d.css`, 'gzip');

    // The build of this test has a lower compression level than the gateway.
    expect(body[8]).not.toBe(2);
    expect(gunzipSync(body).toString()).toBe(packedStyle);
  });
});

test.each([
  '/assets',
  '/assets/',
  '/assets/main-8a7b6c5d.js/',
  '/assets/main-1a2b3c4d.css.gz',
  '/assets/../secret.txt',
  '/assets/%2e%2e/secret.txt',
  '/assets/..%2fsecret.txt',
  '/assets/..\\secret.txt',
  '/assets/__proto__',
  '/assets/main-8a7b6c5d.js%00',
  '//',
  '/index.html',
  '/secret.txt',
  '/help-desks',
  '/history/x',
  '/Help-Desk',
  '/%68istory',
])('there is nothing at %s', async (path) => {
  const answer = await get(path);

  expect(answer.status).toBe(404);
  expect(answer.text).toContain('This address does not exist.');
});

/** The configuration without options of the brand. */
const unbranded = {
  accent: null,
  supportContact: null,
  enrolmentLink: null,
  enrolmentLinks: {},
  recoveryLink: null,
  privacyLink: null,
  accessibilityLink: null,
} as const;

describe('the configuration in the shell', () => {
  test('describes the deployment', async () => {
    expect(await configWith({})).toEqual({
      name: 'identity-gateway',
      logo: null,
      ...unbranded,
      messages: {},
      locales: ['en', 'de', 'fr', 'es', 'ar'],
      defaultRealm: 'alpha',
      realms: ['alpha'],
      signIn: 'am',
      shownFactors: ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'RECOGNIZE'],
      ownChangeRules: { alpha: 'NONE' },
      asksForCodes: false,
      hasAreas: false,
      holdingKinds: {},
      development: true,
      peoplePage: null,
    });
  });

  test('contains the brand and every realm', async () => {
    const config = await configWith({
      PAGES_NAME: 'Müller & Söhne',
      PAGES_ACCENT: '#ffd400',
      PAGES_SUPPORT: 'IT help desk <tel:+49301234567>',
      PAGES_ENROLMENT_URL: 'https://am.example.com/am/XUI/?realm=/alpha#enrol',
      PAGES_PRIVACY_URL: 'https://www.example.com/privacy',
      PAGES_ACCESSIBILITY_URL: 'https://www.example.com/accessibility',
      ...withLists({
        pages: { enrolment: [{ kind: 'PUSH', url: 'https://am.example.com/push' }] },
      }),
      PAGES_LOCALES: 'de, en',
      AM_REALMS: 'beta,alpha',
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://devices.example.com',
    });

    expect(config).toMatchObject({
      name: 'Müller & Söhne',
      accent: '#ffd400',
      supportContact: { label: 'IT help desk', address: '+49301234567', href: 'tel:+49301234567' },
      enrolmentLink: 'https://am.example.com/am/XUI/?realm=/alpha#enrol',
      enrolmentLinks: { PUSH: 'https://am.example.com/push' },
      recoveryLink: null,
      privacyLink: 'https://www.example.com/privacy',
      accessibilityLink: 'https://www.example.com/accessibility',
      locales: ['de', 'en'],
      defaultRealm: 'beta',
      realms: ['beta', 'alpha'],
      development: false,
    });
  });

  test('cannot be closed by the texts in it', async () => {
    const PAGES_NAME = `</script><script>alert(1)</script><!-- $& $' $\``;

    await withPages({ PAGES_NAME }, async (getPage) => {
      const { text } = await getPage('/');
      expect(text.match(/<\/?script/g)).toHaveLength(2);
      expect(text).not.toContain('<!--');
      expect(text).toContain(`alert(1)`);
    });
    expect(await configWith({ PAGES_NAME })).toMatchObject({ name: PAGES_NAME });
  });

  test('names the logo, which is served and cannot run scripts', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'logo-')), 'Our Logo.svg');
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    writeFileSync(path, drawn);

    await withPages({ PAGES_LOGO: path }, async (getPage) => {
      const { text } = await getPage('/');
      const logo = /"logo":"(\/assets\/logo-[^"]+[.]svg)"/.exec(text)?.[1];
      const answer = await getPage(logo ?? '/no-logo');
      expect([answer.text, answer.headers['content-type']]).toEqual([drawn, 'image/svg+xml']);
      expect(answer.headers['content-security-policy']).toBe(
        "default-src 'none'; frame-ancestors 'none'; sandbox",
      );
    });
  });
});

describe('no pages are served', () => {
  test.each([
    ['if they are switched off', { PAGES: 'off' }, buildPages()],
    ['in production without PUBLIC_URL', { NODE_ENV: 'production' }, buildPages()],
    ['if they are not built', {}, mkdtempSync(join(tmpdir(), 'empty-'))],
  ])('%s', async (_label, env, pagesFolder) => {
    await onStage('pingam', { env, pagesFolder }, async ({ gateway }) => {
      for (const path of ['/', '/help-desk', '/assets/main-8a7b6c5d.js']) {
        const answer = await sendRaw(gateway.url, { method: 'GET', path });
        expect(answer.status).toBe(404);
      }
      expect(gateway.log.join('').includes('The pages are not built')).toBe(
        pagesFolder.includes('empty-'),
      );
    });
  });
});

function rawBytes(
  path: string,
  accepted: string,
): Promise<{ readonly coding: string | undefined; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    ask(path, { headers: { 'accept-encoding': accepted } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ coding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
      );
    }).on('error', reject);
  });
}
