/** The page of the users and their phones shows the codes that AM accepts. */
import { expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { textAt } from '../support/json.ts';
import { send } from './am-client.ts';
import { devicePath, withToken } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { answerPage, stageOf, startSignIn } from './hotp-client.ts';

/** A phone on the page. */
interface ShownPhone {
  readonly id: string;
  readonly code: string;
  readonly told: string;
}

const PHONE =
  /id="phone-([\w-]+)">\s*<h3>([^<]+)<\/h3>[^]*?<output[^>]*>(\d{6})<\/output>[^]*?<p class="state[^>]*>([^<]+)<\/p>/g;

/** Returns the phones with a label, in the order of the page. */
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

/** Sends the form of a page on another port. */
const signIn = (
  sandbox: Sandbox,
  { site = 'same-site', ...fields }: { site?: string; name: string; goto: string },
) =>
  send(sandbox.origin, '/sandbox/people/sign-in', {
    method: 'POST',
    headers: { Origin: 'null', 'Sec-Fetch-Site': site },
    body: new URLSearchParams(fields).toString(),
  });

/** The AM id of the user whose session a cookie holds. */
async function userOfSession({ origin, url }: Sandbox, cookie: string): Promise<string> {
  const users = `${new URL(url).pathname}/json/realms/root/realms/alpha/users`;
  const { json } = await send(origin, `${users}?_action=idFromSession`, {
    method: 'POST',
    headers: {
      Cookie: cookie,
      'Content-Type': 'application/json',
      'Accept-API-Version': 'protocol=1.0, resource=2.0',
      'X-Requested-With': 'XMLHttpRequest',
    },
    body: '{}',
  });
  return textAt(json, 'id');
}

describeFlavors(EVERY_FLAVOR, 'the people’s page', (get) => {
  const HUGOS = 'Hugo&#39;s phone';

  test('shows a code of hugo that AM accepts once, and then the next one', async () => {
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
  ])('shows after %i unused codes whether AM accepts the next', async (presses, told, end) => {
    const before = await phone(get(), HUGOS);
    for (let press = 0; press < presses; press += 1) await pressNext(get(), before);
    const after = await phone(get(), HUGOS);

    expect(after.told).toBe(told);
    expect(await signInWith(get(), 'hugo', after.code)).toBe(end);
  });

  test.each([
    ['bob', true],
    // Her phone's codes are out of step; a recovery code counts as its device.
    ['alice', true],
    ['carol', false],
  ])('the sign-in of %s counts as with a code that AM accepts: %s', async (name, counts) => {
    const { headers } = await signIn(get(), { name, goto: 'http://127.0.0.1:4000/' });
    const [, token = ''] = /=([^;]+);/.exec(String(headers['set-cookie'])) ?? [];
    const path = `${devicePath(get(), name, 'oath')}?_action=reset`;

    const { status } = await withToken(get(), token)('POST', path, {
      headers: { 'Accept-API-Version': 'resource=1.0' },
      body: {},
    });

    expect(status).toBe(counts || get().flavor === 'openam' ? 200 : 403);
  });

  test('shows a recovery code of alice that signs her in once, and then the next one', async () => {
    const shown = async (): Promise<string | undefined> => {
      const { text } = await send(get().origin, '/sandbox/people');
      return /Recovery code of alice"><bdi>([^<]+)</.exec(text)?.[1];
    };
    const first = (await shown()) ?? '';

    const [used, again] = [
      await signInWith(get(), 'alice', first),
      await signInWith(get(), 'alice', first),
    ];

    expect([used, again]).toEqual(['AuthenticatorOATH6', 'AuthenticatorOATH4']);
    expect([first, await shown()]).toEqual(['SECRET-alice-1', 'SECRET-alice-2']);
  });

  test('signs a user in for a page on another port, and goes back to it', async () => {
    const answer = await signIn(get(), { name: 'alice', goto: 'http://127.0.0.1:4000/graphql' });

    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    const [pair = ''] = cookie.split(';');
    expect([answer.status, answer.headers['location']]).toEqual([
      303,
      'http://127.0.0.1:4000/graphql',
    ]);
    const { json } = await send(get().origin, '/sandbox');
    expect(await userOfSession(get(), pair)).toBe(textAt(json, 'people', '0', 'id'));
  });

  test.each([
    ['of another site', 403, { site: 'cross-site' }],
    ['that is not a page', 403, { site: 'none' }],
    ['with another machine to go on to', 400, { goto: 'http://evil.example/' }],
    ['with an unknown name', 400, { name: 'nobody' }],
  ])('does not sign in for a request %s', async (_label, status, changed) => {
    const answer = await signIn(get(), {
      name: 'alice',
      goto: 'http://127.0.0.1:4000/graphql',
      ...changed,
    });

    expect([answer.status, answer.headers['set-cookie']]).toEqual([status, undefined]);
  });

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:9' }],
    ['another name for this machine', { Host: 'evil.example' }],
  ])('rejects requests from pages of %s', async (_label, headers) => {
    const before = await phone(get(), HUGOS);
    const path = '/sandbox/people/start-over';
    const page = await send(get().origin, '/sandbox/people', { headers });
    const act = await send(get().origin, path, { method: 'POST', headers });

    expect([page.status, act.status]).toEqual([403, 403]);
    expect(page.text).not.toContain(before.code);
  });
});
