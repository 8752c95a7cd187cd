/** The page of the people and their phones: what it shows is what AM takes. */
import { expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { textAt } from '../support/json.ts';
import { send } from './am-client.ts';
import type { AmAnswer } from './am-client.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { answerPage, stageOf, startSignIn } from './hotp-client.ts';

/** A phone as the page shows it. */
interface ShownPhone {
  readonly id: string;
  readonly code: string;
  readonly told: string;
}

const PHONE =
  /id="phone-([\w-]+)">\s*<h3>([^<]+)<\/h3>[^]*?<output[^>]*>(\d{6})<\/output>[^]*?<p class="state[^>]*>([^<]+)<\/p>/g;

/** The phones of that label, in the order of the page. */
async function phones(sandbox: Sandbox, label: string): Promise<readonly ShownPhone[]> {
  const { text } = await send(sandbox.origin, '/sandbox/people');
  return Array.from(text.matchAll(PHONE), ([, id = '', name = '', code = '', told = '']) => ({
    id,
    name,
    code,
    told,
  })).filter(({ name }) => name === label);
}

async function phone(sandbox: Sandbox, label: string): Promise<ShownPhone> {
  const [found, ...more] = await phones(sandbox, label);
  if (found === undefined || more.length > 0) throw new Error(`Not one phone: ${label}`);
  return found;
}

const pressNext = (sandbox: Sandbox, { id }: ShownPhone) =>
  send(sandbox.origin, '/sandbox/people/next-code', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: sandbox.origin,
      'Sec-Fetch-Site': 'same-origin',
    },
    body: `phone=${id}`,
  });

async function signInWith(sandbox: Sandbox, name: string, code: string): Promise<string> {
  const page = await startSignIn(sandbox, name);
  return stageOf(await answerPage(sandbox, page.json, { IDToken1: code }));
}

const scan = (sandbox: Sandbox, uri: string, realm = '/alpha') =>
  send(sandbox.origin, '/sandbox/phones', { method: 'POST', body: JSON.stringify({ realm, uri }) });

/** Begins to register a device: the page that shows it, and its address. */
async function register(sandbox: Sandbox, name: string): Promise<[AmAnswer, string]> {
  const offer = await startSignIn(sandbox, name);
  const shown = await answerPage(sandbox, offer.json, { IDToken1: 0 });
  return [shown, /otpauth:[^'"\\]+/.exec(shown.text)?.[0] ?? ''];
}

describeFlavors(EVERY_FLAVOR, 'the people’s page', (get) => {
  const ALICES = 'Alice&#39;s phone';
  const DEMO = 'Peter&#39;s demo phone';
  const HUGOS = 'Hugo&#39;s phone';

  test('shows a code of alice’s that AM does not take, nor the next', async () => {
    const first = await phone(get(), ALICES);
    await pressNext(get(), first);
    const next = await phone(get(), ALICES);

    expect(first.told).toBe('Out of step: no code of this phone is accepted.');
    expect(next.code).not.toBe(first.code);
    for (const { code } of [first, next]) {
      expect(await signInWith(get(), 'alice', code)).toBe('AuthenticatorOATH4');
    }
  });

  test('shows a code of hugo’s that AM takes once, and then the next', async () => {
    const first = await phone(get(), HUGOS);
    const signedIn = await signInWith(get(), 'hugo', first.code);
    const used = await phone(get(), HUGOS);
    const again = await signInWith(get(), 'hugo', first.code);
    await pressNext(get(), used);
    const next = await phone(get(), HUGOS);

    expect(first.told).toBe('This code is accepted.');
    expect([signedIn, again]).toEqual(['signed in', 'AuthenticatorOATH4']);
    expect([used.code, used.told]).toEqual([first.code, 'This code was used. Take the next one.']);
    expect(await signInWith(get(), 'hugo', next.code)).toBe('signed in');
  });

  test.each([
    [100, 'This code is accepted.', 'signed in'],
    [101, 'Out of step: no code of this phone is accepted.', 'AuthenticatorOATH4'],
  ])('tells after %i unused codes what AM makes of the next', async (presses, told, end) => {
    const before = await phone(get(), HUGOS);
    for (let press = 0; press < presses; press += 1) await pressNext(get(), before);
    const after = await phone(get(), HUGOS);

    expect(after.told).toBe(told);
    expect(await signInWith(get(), 'hugo', after.code)).toBe(end);
  });

  test('scans what the sign-in page shows, and its codes sign in', async () => {
    const [shown, uri] = await register(get(), 'peter');
    const scanned = await scan(get(), uri);
    await scan(get(), uri);
    const question = await answerPage(get(), shown.json, { IDToken3: 0 });
    const registered = await phone(get(), DEMO);
    const end = await answerPage(get(), question.json, { IDToken1: registered.code });
    await pressNext(get(), registered);
    const next = await phone(get(), DEMO);

    expect(textAt(scanned.json, 'code')).toBe(registered.code);
    expect(stageOf(end)).toBe('signed in');
    expect(await signInWith(get(), 'peter', next.code)).toBe('signed in');
  });

  test.each([
    ['another realm’s', '/beta', (uri: string) => uri],
    ['one without a key', '/alpha', (uri: string) => uri.replace(/secret=\w+/, 'secret=')],
    ['one by time', '/alpha', (uri: string) => uri.replace('hotp', 'totp')],
    ['of nobody', '/alpha', (uri: string) => uri.replace('peter', 'nobody%ZZ')],
    ['no address', '/alpha', () => 'peter'],
  ])('scans no registration that is %s', async (_label, realm, change) => {
    const [, uri] = await register(get(), 'peter');

    expect((await scan(get(), change(uri), realm)).status).toBe(400);
    expect(await phones(get(), DEMO)).toEqual([]);
  });

  test('puts everything back, and everybody has to sign in again', async () => {
    const before = await phone(get(), HUGOS);
    await pressNext(get(), before);
    await scan(get(), (await register(get(), 'peter'))[1]);

    const answer = await send(get().origin, '/sandbox/people/start-over', { method: 'POST' });

    expect([answer.status, answer.headers['location']]).toEqual([303, '/sandbox/people']);
    expect((await phone(get(), HUGOS)).code).toBe(before.code);
    expect(await phones(get(), DEMO)).toEqual([]);
  });

  test('draws a QR code', async () => {
    const body = JSON.stringify({ text: 'otpauth://hotp/Example:peter?secret=AAAA' });
    const { json } = await send(get().origin, '/sandbox/qr-code', { method: 'POST', body });

    expect(json).toEqual({
      size: expect.any(Number),
      // The corner of the first finder pattern, inside a margin of two squares.
      path: expect.stringMatching(/^M2 2h1v1h-1zM3 2h1v1h-1z/),
    });
  });

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:9' }],
    ['another name for this machine', { Host: 'evil.example' }],
  ])('is not for pages of %s', async (_label, headers) => {
    const before = await phone(get(), HUGOS);
    const path = '/sandbox/people/start-over';
    const page = await send(get().origin, '/sandbox/people', { headers });
    const act = await send(get().origin, path, { method: 'POST', headers });

    expect([page.status, act.status]).toEqual([403, 403]);
    expect(page.text).not.toContain(before.code);
  });
});
