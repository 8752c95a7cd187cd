/** The files of the pages: what is served, how, and that nothing else is (security E9). */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createRealms } from '../../src/domain/realm.ts';
import { createPages } from '../../src/pages/pages.ts';
import { sendRaw } from '../security/raw-http.ts';
import type { RawAnswer } from '../security/raw-http.ts';
import { fieldAt } from '../support/json.ts';
import { onStage, useStage } from '../support/stage.ts';
import { buildPages, packedStyle, script } from './built-pages.ts';

const stage = useStage('pingam', { pagesFolder: buildPages() });

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return sendRaw(stage.gateway.url, { method: 'GET', path, headers });
}

/** What the shell of a gateway with these options tells its pages. */
function configWith(env: Readonly<Record<string, string>>): Promise<unknown> {
  return onStage('pingam', { env, pagesFolder: buildPages() }, async ({ gateway }) => {
    const { text } = await sendRaw(gateway.url, { method: 'GET', path: '/' });
    return JSON.parse(/id="config">(.*)<\/script>/.exec(text)?.[1] ?? '');
  });
}

describe('the shell', () => {
  test.each([
    '/',
    '/help-desk',
    '/help-desk/',
    '/help-desk/alpha/bob',
    '/history',
    '/signed-out',
    '/?x=1',
  ])('answers %s', async (path) => {
    const answer = await get(path);

    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(answer.text).toMatch(/^<!doctype html>/);
  });

  test('has a route of its own in the line of the request, and what is not there has none', async () => {
    const seen = stage.gateway.log.length;

    await get('/help-desk/alpha/bob');
    await get('/wp-login.php');

    const lines = stage.gateway.log.slice(seen).map((line): unknown => JSON.parse(line));
    expect(lines.map((line) => fieldAt(line, 'route'))).toEqual(['pages', 'other']);
  });

  test('may run its own files only, and be framed by nobody', async () => {
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

    expect([again.status, again.text, again.headers['content-length']]).toEqual([
      304,
      '',
      undefined,
    ]);
    expect(changed.status).toBe(200);
  });

  test('says how many bytes it has by HEAD, and sends none', async () => {
    const answer = await sendRaw(stage.gateway.url, { method: 'HEAD', path: '/' });

    const { text } = await get('/');
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([
      200,
      '',
      `${text.length}`,
    ]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const answer = await sendRaw(stage.gateway.url, { method, path: '/' });

    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a file', () => {
  test.each([
    ['main-8a7b6c5d.js', 'text/javascript; charset=utf-8', script],
    ['main-1a2b3c4d.css', 'text/css; charset=utf-8', packedStyle],
    ['mark-5e6f7a8b.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('%s is kept for ever, as %s', async (name, type, text) => {
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

  test('is sent as the build has compressed it', async () => {
    const { body } = await rawBytes(`${stage.gateway.url}/assets/main-1a2b3c4d.css`, 'gzip');

    // The build of this test compresses worse than the gateway would.
    expect(body[8]).not.toBe(2);
    expect(gunzipSync(body).toString()).toBe(packedStyle);
  });

  test.each([
    ['nothing', undefined],
    ['another coding', 'zstd'],
    ['none', 'br;q=0, gzip;q=0'],
  ])('is sent as it is to a client that accepts %s', async (_label, accepted) => {
    const answer = await get(
      '/assets/main-8a7b6c5d.js',
      accepted === undefined ? {} : { 'accept-encoding': accepted },
    );

    expect([answer.headers['content-encoding'], answer.text]).toEqual([undefined, script]);
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

  expect([answer.status, answer.text]).toEqual([
    404,
    expect.stringContaining('There is nothing here.'),
  ]);
});

describe('the configuration in the shell', () => {
  test('tells the pages where they are', async () => {
    expect(await configWith({})).toEqual({
      name: 'identity-gateway',
      logo: null,
      accent: null,
      supportContact: null,
      enrolmentLink: null,
      locales: ['en', 'de', 'ar'],
      defaultRealm: 'alpha',
      realms: ['alpha'],
      signIn: 'am',
      development: true,
      peoplePage: null,
    });
  });

  test('has the marks of a brand, and every realm', async () => {
    const config = await configWith({
      PAGES_NAME: 'Müller & Söhne',
      PAGES_ACCENT: '#ffd400',
      PAGES_SUPPORT: 'IT help desk <tel:+49301234567>',
      PAGES_ENROLMENT_URL: 'https://am.example.com/am/XUI/?realm=/alpha#enrol',
      PAGES_LOCALES: 'de, en',
      AM_REALMS: 'alpha,beta',
      AM_REALM: 'beta',
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://devices.example.com',
    });

    expect(config).toMatchObject({
      name: 'Müller & Söhne',
      accent: '#ffd400',
      supportContact: { label: 'IT help desk', href: 'tel:+49301234567' },
      enrolmentLink: 'https://am.example.com/am/XUI/?realm=/alpha#enrol',
      locales: ['de', 'en'],
      defaultRealm: 'beta',
      realms: ['alpha', 'beta'],
      development: false,
    });
  });

  test.each([
    ['#ffd400', ['PAGES_ACCENT: #ffd400 has a contrast of 1.4 to white']],
    ['#0e5a73', []],
  ])('with the accent %s the start warns of %j', async (accent, warnings) => {
    const options = { env: { PAGES_ACCENT: accent }, pagesFolder: buildPages() };

    const log = await onStage('pingam', options, async ({ gateway }) => gateway.log.join('\n'));

    expect(log.match(/PAGES_ACCENT: \S+ has a contrast of [\d.]+ to white/g) ?? []).toEqual(
      warnings,
    );
  });

  test('ends at its end, whatever the texts in it are', async () => {
    const PAGES_NAME = `</script><script>alert(1)</script><!-- $& $' $\``;

    await onStage(
      'pingam',
      { env: { PAGES_NAME }, pagesFolder: buildPages() },
      async ({ gateway }) => {
        const { text } = await sendRaw(gateway.url, { method: 'GET', path: '/' });
        expect(text.match(/<\/?script/g)).toHaveLength(2);
        expect(text).not.toContain('<!--');
        expect(text).toContain(`alert(1)`);
      },
    );
    expect(await configWith({ PAGES_NAME })).toMatchObject({ name: PAGES_NAME });
  });

  test('names a logo, which is served beside it and runs nothing', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'logo-')), 'Our Logo.svg');
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    writeFileSync(path, drawn);

    await onStage(
      'pingam',
      { env: { PAGES_LOGO: path }, pagesFolder: buildPages() },
      async ({ gateway }) => {
        const { text } = await sendRaw(gateway.url, { method: 'GET', path: '/' });
        const logo = /"logo":"(\/assets\/logo-[\w-]+\.svg)"/.exec(text)?.[1];
        const answer = await sendRaw(gateway.url, { method: 'GET', path: logo ?? '/no-logo' });
        expect([answer.text, answer.headers['content-type']]).toEqual([drawn, 'image/svg+xml']);
        expect(answer.headers['content-security-policy']).toBe(
          "default-src 'none'; frame-ancestors 'none'; sandbox",
        );
      },
    );
  });
});

const noReply = { status: 200, headers: {}, body: '' };

test('a build without room for the configuration is refused', () => {
  const config = {
    name: 'x',
    accent: null,
    supportContact: null,
    enrolmentLink: null,
    locales: ['en'],
    defaultRealm: 'alpha',
    realms: ['alpha'],
    signIn: 'am',
    development: true,
    peoplePage: null,
  } as const;

  const realms = createRealms([], { name: 'alpha', path: '/alpha' });
  const signIn = { start: () => noReply, end: async () => noReply };
  const create = () =>
    createPages({
      folder: buildPages('<!doctype html>'),
      logo: undefined,
      config,
      realms,
      signIn,
      tlsOnly: true,
    });

  expect(create).toThrow('web/dist/index.html has no <script');
});

describe('there are no pages', () => {
  test.each([
    ['where they are switched off', { PAGES: 'off' }, buildPages()],
    ['in production without an address of our own', { NODE_ENV: 'production' }, buildPages()],
    ['where they are not built', {}, mkdtempSync(join(tmpdir(), 'empty-'))],
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
