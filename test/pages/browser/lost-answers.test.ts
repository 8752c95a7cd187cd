/** A removal whose answer is lost: what the page then shows was read, not guessed (design D22). */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fillCall, fillIn, open, tryButton } from './help-desk-page.ts';
import { dialog, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk',
  REASON_REQUIRED: 'help-desk',
});
const removeAll = 'Remove all authenticator-app codes (2)';
const confirm = 'Remove 2 devices';

/** One reset, or a removal of each device if an earlier reset is unclear (ADR 55). */
const writes = () =>
  pages.sandbox
    .received()
    .filter(({ method, path }) => method !== 'GET' && path.includes('2fa/oath'))
    .map(({ method, path }) => `${method} ${path}`);

/** Holds the answer of the next removal back; it has been carried out when this resolves. */
async function holdAnswer(page: Page): Promise<() => Promise<string>> {
  const sent = Promise.withResolvers<string>();
  await page.route('**/graphql', async (route) => {
    const text = route.request().postData() ?? '';
    if (!text.includes('ResetDevices') || text.includes('"dryRun":true')) {
      await route.continue();
      return;
    }
    await route.fetch();
    sent.resolve(text);
  });
  return () => sent.promise;
}

test('offline nothing is sent, and the dialog says so', async () => {
  const { page, context } = await pages.visit({ as: 'bob' });
  await page.getByRole('button', { name: removeAll }).click();
  pages.sandbox.clearReceived();
  await context.setOffline(true);

  await page.getByRole('button', { name: confirm }).click();

  await dialog(page).getByText('You are offline, so nothing was sent').waitFor();
  await expectGoodState(page, 'my-devices-offline');
  await context.setOffline(false);
  expect(writes()).toEqual([]);
  await page.getByRole('button', { name: confirm }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
});

test('after a reload the page shows the result that the record has, and sends nothing again', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await page.getByRole('button', { name: removeAll }).click();
  pages.sandbox.clearReceived();
  const isSent = await holdAnswer(page);
  await page.getByRole('button', { name: confirm }).click();
  await isSent();

  await page.reload();

  await result(page).getByText('2 authenticator-app codes removed').waitFor();
  expect(await result(page).locator('.reference-number').count()).toBe(1);
  expect(await dialog(page).count()).toBe(0);
  expect(writes()).not.toEqual([]);
  expect(writes()).toEqual([...new Set(writes())]);
  await page.reload();
  await listIsShown(page);
  expect(await page.getByText('2 authenticator-app codes removed').count()).toBe(0);
});

test('a request that never arrived is reported as such, and can be made again', async () => {
  const { page } = await pages.visit({ as: 'bob', expects: /Failed to load resource/ });
  const keys: unknown[] = [];
  await page.route('**/graphql', async (route) => {
    const text = route.request().postData() ?? '';
    if (!text.includes('ResetDevices')) return route.continue();
    keys.push(JSON.parse(text).variables.input.idempotencyKey);
    return keys.length === 1 ? route.abort() : route.continue();
  });
  await page.getByRole('button', { name: removeAll }).click();
  await page.getByRole('button', { name: confirm }).click();
  await result(page).getByText('We don’t know yet').waitFor();
  await page.reload();
  await result(page).getByText('2 authenticator-app codes not removed').waitFor();
  expect(await result(page).textContent()).toContain('Your request may not have arrived.');

  await page.getByRole('button', { name: removeAll }).click();
  await page.getByRole('button', { name: confirm }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();

  expect(keys).toHaveLength(2);
});

test('a removal that never arrived is not mistaken for another one of the same kind', async () => {
  const { page } = await pages.visit({ as: 'bob', expects: /Failed to load resource/ });
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('ResetDevices') === true
      ? route.abort()
      : route.continue(),
  );
  await page.getByRole('button', { name: removeAll }).click();
  await page.getByRole('button', { name: confirm }).click();
  await result(page).getByText('We don’t know yet').waitFor();
  const { page: other } = await pages.visit({ as: 'bob' });
  await other.getByRole('button', { name: removeAll }).click();
  await other.getByRole('button', { name: confirm }).click();
  await result(other).getByText('2 authenticator-app codes removed').waitFor();

  await page.reload();

  await result(page).getByText('Already gone').waitFor();
  expect(await result(page).locator('.reference-number').count()).toBe(0);
  await expectGoodState(page, 'my-devices-never-arrived');
});

test('a session that ends before the answer: the next sign-in shows the result', async () => {
  const { page, context } = await pages.visit({ as: 'bob', expects: /Failed to load resource/ });
  await page.getByRole('button', { name: removeAll }).click();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('ResetDevices') === true) {
      await route.fetch();
      await context.clearCookies();
      return route.abort();
    }
    return route.continue();
  });

  await page.getByRole('button', { name: confirm }).click();

  await page.getByText('We don’t know yet whether your last removal was carried out.').waitFor();
  await expectGoodState(page, 'signed-out-during-removal');
  await page.unroute('**/graphql');
  await pages.signIn(context, 'bob');
  await page.reload();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
  expect(await page.getByText(/^Not set up: .*Authenticator-app codes/).count()).toBe(1);
});

test('at the help desk a reload shows the result, too', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await fillIn(page, 'bob', /^Remove all authenticator-app codes/);
  const isSent = await holdAnswer(page);
  await tryButton(page).click();
  await dialog(page).getByRole('button', { name: confirm }).click();
  await isSent();

  await page.reload();

  await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
  expect(await page.getByRole('blockquote').textContent()).toContain('Your reference is');
});

describe('at the help desk', () => {
  /** Carries out the next change of a name, and loses its answer. */
  async function loseAnswer(page: Page, operation: string): Promise<void> {
    await page.route('**/graphql', async (route) => {
      const text = route.request().postData() ?? '';
      if (!text.includes(operation) || text.includes('"dryRun":true')) return route.fallback();
      await route.fetch();
      return route.abort();
    });
  }

  test('the record says what became of a sign-out, without a reload', async () => {
    const helen = { as: 'helen', path: '/help-desk', expects: /Failed to load resource/ };
    const { page } = await pages.visit(helen);
    await open(page, 'bob');
    await fillCall(page);
    await page.getByRole('button', { name: /^Sign .* out everywhere…$/ }).click();
    await loseAnswer(page, 'EndSessions');
    await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).click();

    await page.getByRole('heading', { name: /^Bob Example is signed out everywhere/ }).waitFor();
    expect(await page.getByRole('blockquote').textContent()).toContain(
      'You have been signed out everywhere.',
    );
  });

  test('nothing is said about the sessions of a removal until the record does', async () => {
    const helen = { as: 'helen', path: '/help-desk', expects: /Failed to load resource/ };
    const { page } = await pages.visit(helen);
    await fillIn(page, 'bob', /^Remove all authenticator-app codes/);
    await page.getByRole('checkbox', { name: /^Sign .* out everywhere/ }).check();
    await loseAnswer(page, 'ResetDevices');
    const isAsked = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('ChangeByKey') === true) await isAsked.promise;
      await route.fallback();
    });
    await tryButton(page).click();
    await dialog(page).getByRole('button', { name: confirm }).click();
    await page.getByRole('heading', { name: 'We don’t know yet whether it was done' }).waitFor();
    expect(await page.getByText('Not signed out').count()).toBe(0);
    await page.getByText('Sign-out', { exact: true }).waitFor();

    isAsked.resolve();

    await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
    await page.getByText('Signed out', { exact: true }).waitFor();
  });
});
