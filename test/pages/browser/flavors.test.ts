/**
 * Both flows with each product, from AM's sign-in page to the sign-out: with AM's session; with AIC
 * by OAuth.
 */
import { describe, expect, test } from '@jest/globals';
import { oauthEnv } from '../oauth-browser.ts';
import { signOut } from './account.ts';
import { listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { atSandbox, codeOn, signInAt, typeCode } from './sandbox-sign-in.ts';

describe.each([
  { flavor: 'openam', way: 'AM’s session' },
  { flavor: 'aic', way: 'OAuth' },
] as const)('with $flavor, by $way', ({ flavor, way }) => {
  describe('My devices', () => {
    const pages = usePages(flavor, (peer) => (way === 'OAuth' ? oauthEnv(peer) : {}));

    test('signs in, removes the codes, signs out', async () => {
      const { page: phones } = await pages.visit({ path: '/signed-out', expects: atSandbox });
      const code = await codeOn(phones, { origin: pages.sandbox.origin, phone: "Hugo's phone" });
      const { page, context } = await pages.visit({ expects: atSandbox });
      await signInAt(page, 'hugo');
      await typeCode(page, code);
      await listIsShown(page);
      expect(page.url()).toBe(`${pages.origin}/`);

      await page.getByRole('button', { name: /^Remove .*authenticator-app codes$/ }).click();
      await page.getByRole('button', { name: 'Remove this device' }).click();

      await result(page).getByText('1 authenticator-app code removed').waitFor();
      await page.getByText(/^Not set up: .*Authenticator-app codes/).waitFor();
      expect(await pages.peer.deviceIds('hugo', 'OATH')).toEqual([]);
      const own = (await context.cookies(pages.origin)).map(({ name }) => name);
      expect(own.includes('pages')).toBe(way === 'OAuth');
      await signOut(page);
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await page.goto(`${pages.origin}/sign-in`);
      await page.getByLabel('User name').waitFor();
    });
  });
});
