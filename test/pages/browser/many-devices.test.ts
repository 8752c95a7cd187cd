/** A person with sixty devices: kinds have a heading with their number, and few rows at first. */
import { beforeEach, expect, test } from '@jest/globals';
import { withLists } from '../../support/with-lists.ts';
import { open, pick } from './help-desk-page.ts';
import { listIsShown, section } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, isSeen } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk,administrator',
  ...withLists({ limits: { staffChanges: [] } }),
});

beforeEach(async () => {
  const passkeys = Array.from({ length: 53 }, (_, index) => `Passkey ${index + 1}`);
  await pages.peer.plant('bob', {
    webauthnDeviceProfiles: passkeys.map((deviceName, index) =>
      JSON.stringify({ uuid: `many-${index + 1}`, deviceName }),
    ),
  });
});

test('My devices has a heading with a number for each kind, and folds most of a large one', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await listIsShown(page);
  const list = section(page, 'Your devices');
  expect(await list.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
    'Authenticator-app codes 2',
    'Phone approvals 1',
    'Passkeys 53',
    'Linked devices 1',
    'Recognised devices 1',
    'Trusted browsers 1',
  ]);
  const passkeys = section(page, 'Passkeys');
  expect(await passkeys.getByRole('listitem').count()).toBe(5);
  await expectGoodState(page, 'many-devices');

  await page.getByText('Show 48 more').focus();
  await page.keyboard.press('Enter');

  expect(await passkeys.getByRole('listitem').count()).toBe(53);
  expect(await passkeys.getByText('Passkey 53', { exact: true }).isVisible()).toBe(true);
});

test('the desk keeps a device in view that is selected behind the fold', async () => {
  const { page } = await pages.visit({ as: 'oscar', path: '/help-desk' });
  await open(page, 'bob');
  expect(await section(page, 'Passkeys').getByRole('listitem').count()).toBe(5);
  await expectGoodState(page, 'many-devices-desk');
  await page.getByText('Show 48 more').click();
  await pick(page, /^Remove only this one: Passkey 50,/);
  await page.reload();

  const picked = page.getByRole('checkbox', { name: /^Remove only this one: Passkey 50,/ });
  await picked.waitFor();
  expect(await picked.isChecked()).toBe(true);
  await picked.scrollIntoViewIfNeeded();
  expect(await isSeen(picked)).toBe(true);
});
