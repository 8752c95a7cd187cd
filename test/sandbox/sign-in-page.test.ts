/** The requests of AM's own page: its files, the validation of `goto`, and the sign-out. */
import { expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { realmPath, send, tokenOf } from './am-client.ts';
import { callerOf, isLive } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const HERE = 'http://127.0.0.1:4000/devices?tab=1#top';

/** Calls the validation service, as the page does before it redirects. Returns the address. */
async function validated(sandbox: Sandbox, goto: unknown): Promise<unknown> {
  const alice = await callerOf(sandbox, 'alice');
  const path = `${realmPath('/alpha')}/users?_action=validateGoto`;
  return fieldAt((await alice('POST', path, { body: { goto } })).json, 'successURL');
}

/** Follows `UI/Logout` with a session's cookie. Returns the redirect and the new cookie. */
async function signOut(sandbox: Sandbox, session: string, goto?: string) {
  const query = new URLSearchParams({ realm: '/alpha', ...(goto !== undefined && { goto }) });
  const { headers } = await send(sandbox.url, `/UI/Logout?${query.toString()}`, {
    headers: { Cookie: `${sandbox.cookieName}=${session}` },
  });
  return { location: headers['location'], cookie: headers['set-cookie']?.[0] };
}

describeFlavors(EVERY_FLAVOR, 'the sign-in page', (get, flavor) => {
  const deployPath = (): string => new URL(get().url).pathname;

  test('is served with all its files, under a policy that allows nothing inline', async () => {
    const page = await send(get().url, '/XUI/?realm=/alpha');

    const names = Array.from(
      page.text.matchAll(/(?:src|href)="([\w-]+\.\w+)"/g),
      ([, name]) => name,
    );
    expect(names).toEqual(expect.arrayContaining(['sign-in.js', 'tokens.css', 'frame.css']));
    for (const name of [...names, 'am.js', 'steps.js']) {
      const { status, headers } = await send(get().url, `/XUI/${name}`);
      expect([name, status]).toEqual([name, 200]);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/ (?:style|on\w+)=|<style|<script(?! type="module" src=)/);
  });

  test.each(['/XUI/constructor', '/XUI/..%2Fpage-answers.ts', '/XUI/files/am.js', '/UI/Other'])(
    'does not exist at %s',
    async (path) => {
      expect((await send(get().url, path)).status).toBe(path.includes('%2F') ? 400 : 404);
    },
  );

  test.each([
    ['another site', 'https://evil.example/'],
    ['another site without its scheme', '//evil.example/'],
    ['another site as browsers read it', '/\\evil.example/'],
    ['another site behind a tab', '/\t/evil.example/'],
    ['a name that begins like ours', 'http://127.0.0.1.evil.example/'],
    ['a name before an @', 'http://127.0.0.1@evil.example/'],
    ['credentials', 'http://a:b@127.0.0.1/'],
    ['a script', 'javascript:alert(1)//127.0.0.1'],
    ['a document', 'data:text/html,x'],
    ['an invalid address', 'http://['],
    ['nothing', ''],
    ['a number', 4000],
    ['an address beyond 2000 characters', `http://127.0.0.1/${'x'.repeat(2000)}`],
  ])('does not redirect to %s', async (_label, goto) => {
    expect(await validated(get(), goto)).toBe(`${deployPath()}/console`);
  });

  test('signs out: ends the session and no other, deletes the cookie, and redirects', async () => {
    const [mine, other] = [await tokenOf(get().url, 'alice'), await tokenOf(get().url, 'alice')];

    const { location, cookie } = await signOut(get(), mine, HERE);

    const stayed = `${deployPath()}/XUI/?${new URLSearchParams({ realm: '/alpha', goto: HERE }).toString()}#loggedOut`;
    expect(location).toBe(flavor === 'openam' ? stayed : HERE);
    expect(cookie).toBe(`${get().cookieName}=; Max-Age=0; Path=/`);
    expect([await isLive(get(), mine), await isLive(get(), other)]).toEqual([false, true]);
  });
});
