/**
 * The differences of OpenAM: it does not report when a device was added, has only two kinds, and
 * can end a user's other sessions.
 */
import { expect, test } from '@jest/globals';
import { kind, listIsShown } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('openam');

test('no date and no kind is shown that OpenAM lacks', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await listIsShown(page);

  const titles = await page.getByRole('heading', { level: 2 }).allTextContents();

  expect(titles.slice(0, 2)).toEqual(['Authenticator-app codes', 'Phone approvals']);
  expect(titles).not.toContain('Passkeys');
  const codes = await kind(page, 'Authenticator-app codes').textContent();
  expect(codes).not.toMatch(/Never used|Added/);
  await expectGoodState(page, 'my-devices-openam');
});
