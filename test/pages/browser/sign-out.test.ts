/** A sign-out everywhere, by the help desk and by the reader (design D24). */
import { describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../../src/sandbox/index.ts';
import type { SessionHeader } from '../../support/peer.ts';
import { withLists } from '../../support/with-lists.ts';
import { fillCall, open, tryButton } from './help-desk-page.ts';
import { dialog, focused, listIsShown } from './my-devices-page.ts';
import { usePages, type PagesStage } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const desk = { as: 'helen', path: '/help-desk' };
const button = /^Sign .* out everywhere…$/;
const strict = {
  VERIFICATION_REQUIRED: 'help-desk,administrator',
  REASON_REQUIRED: 'help-desk,administrator',
  TICKET_PATTERN: 'INC-\\d{5}',
};

async function isLive({ peer }: PagesStage, headers: SessionHeader): Promise<boolean> {
  const path = '/json/realms/root/sessions?_action=getSessionInfo';
  const call = { method: 'POST', resource: '2.0', headers, json: {} } as const;
  return (await peer.rest.call(path, call)).status === 200;
}

describe.each(['pingam', 'openam'] as const)('the help desk on %s', (flavor) => {
  const pages = usePages(flavor, {
    ...strict,
    ...withLists({ limits: { personChanges: [{ most: 1, within: '24h' }] } }),
  });
  test('signs a person out who has no device, with the fields of the call', async () => {
    const carol = await pages.peer.signIn('carol');
    await pages.peer.signIn('carol');
    const { page } = await pages.visit(desk);
    await open(page, 'carol');
    await page
      .getByText(/^No device is registered for Carol, so there is nothing to remove\./)
      .waitFor();
    expect(await tryButton(page).count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'What should go?' }).count()).toBe(0);
    await expectGoodState(page, 'help-desk-no-devices');

    await page.getByRole('button', { name: button }).click();
    expect(await page.locator(':focus').getAttribute('name')).toBe('method');
    await fillCall(page);
    await page.getByRole('button', { name: button }).click();
    await dialog(page)
      .getByRole('heading', { name: 'Sign Carol Example out everywhere?' })
      .waitFor();
    expect(await focused(page)).toBe('Cancel');
    expect(await isLive(pages, carol)).toBe(true);
    await expectGoodState(page, 'help-desk-sign-out-confirm');
    await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).dblclick();

    await page.getByRole('heading', { name: 'Carol Example is signed out everywhere' }).waitFor();
    const counted = flavor === 'openam' ? '2 sessions ended' : 'All open sessions ended';
    await page.getByText(counted).waitFor();
    expect(await page.getByRole('blockquote').textContent()).toContain(
      'You have been signed out everywhere.',
    );
    expect(await isLive(pages, carol)).toBe(false);
    await expectGoodState(page, 'help-desk-sign-out-done');

    await page.getByRole('button', { name: 'Back to Carol' }).click();
    await page.getByText('Signed out everywhere').waitFor();
    await fillCall(page);
    await page.getByRole('button', { name: button }).click();
    await page.getByText(/^Carol can’t be signed out again before/).waitFor();
    await expectGoodState(page, 'help-desk-sign-out-limit');
  });
});

describe('on a product that ends each session by its handle', () => {
  const pages = usePages('openam', strict);

  test.each<readonly [string, string, FaultEffect, RegExp, string]>([
    [
      'an error',
      'bob',
      { kind: 'status', status: 500, body: { code: 500 } },
      /^We don’t know whether .* is signed out everywhere$/,
      'No clear answer came',
    ],
    [
      'a refusal',
      'rita',
      { kind: 'status', status: 403, body: { code: 403 } },
      / was not signed out$/,
      'Nothing was changed. Trying again is safe.',
    ],
    [
      '501, as before PingAM 7.3',
      'alice',
      { kind: 'status', status: 501, body: { code: 501 } },
      / was not signed out$/,
      'The sign-in service can’t end sessions from here.',
    ],
  ])('says the truth after %s, and a second try works', async (what, ...row) => {
    const [name, effect, title, line] = row;
    await pages.peer.signIn(name);
    const { page } = await pages.visit(desk);
    await open(page, name);
    await fillCall(page);
    // Rita has no device.
    expect(await tryButton(page).count()).toBe(name === 'rita' ? 0 : 1);
    await page.getByRole('button', { name: button }).click();
    pages.sandbox.breakNext({ match: { path: '_action=logoutBy' }, effect });
    await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).click();

    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText(line).waitFor();
    await expectGoodState(page, `help-desk-sign-out-${what.split(/\W/)[0]}`);
    await page.getByRole('button', { name: /^Back to/ }).click();
    await page.getByRole('button', { name: button }).click();
    await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: /^(?!We).* is signed out everywhere$/ }).waitFor();
  });

  test('people end their other sessions, and stay signed in', async () => {
    const { page } = await pages.visit({ as: 'hugo' });
    const elsewhere = await pages.peer.signIn('hugo');
    await listIsShown(page);
    await page.getByRole('button', { name: /^Sign out everywhere else/ }).click();
    await expectGoodState(page, 'my-devices-sign-out-confirm');
    await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).click();

    await page.getByRole('heading', { name: 'You are signed out everywhere else' }).waitFor();
    await page.getByText('Signed out in one other place.').waitFor();
    expect(await isLive(pages, elsewhere)).toBe(false);
    await page.getByText('Signed out everywhere', { exact: true }).waitFor();
    await expectGoodState(page, 'my-devices-sign-out-done');
    await page.reload();
    await listIsShown(page);
  });
});
