/** The elements of *Help desk*, found by their accessible names. */
import type { Locator, Page } from 'playwright-core';
import { withLists } from '../../support/with-lists.ts';
import { dialog } from './my-devices-page.ts';
import { isSeen, isWholeInView } from './states.ts';

/** The options of a help desk that must verify callers, without limits. */
export const deskRules = {
  VERIFICATION_REQUIRED: 'help-desk',
  ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
};

/** The windows of a help desk. */
export const desktops = [
  { width: 1366, height: 768 },
  { width: 1280, height: 720 },
];

/** Finds a user by the complete user name and opens the user's page. */
export async function open(page: Page, name: string): Promise<void> {
  await find(page, name);
  await page.getByRole('region', { name: 'Exact match' }).getByRole('link').click();
  await page.getByRole('region', { name: 'Person' }).waitFor();
}

/** Searches, and waits for the result. */
export async function find(page: Page, text: string): Promise<void> {
  await typeInto(page.getByRole('searchbox'), text);
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

/** Selects a whole kind. */
export async function pick(page: Page, label: RegExp): Promise<void> {
  await page.getByRole('checkbox', { name: label }).check();
}

/** Fills in the verification and the reason. */
export async function fillCall(page: Page, reason = 'Phone lost on Saturday.'): Promise<void> {
  await page.getByLabel('How did you verify the caller?').selectOption('call-back');
  const now = page.getByRole('button', { name: /^Now/ });
  if (await now.isVisible()) await now.click();
  await typeInto(page.getByLabel('Ticket'), 'INC-20461');
  await typeInto(page.getByRole('textbox', { name: 'Reason' }), reason);
}

/** Opens a user, selects a kind, and fills in the verification and the reason. */
export async function fillIn(
  page: Page,
  name: string,
  kind: RegExp,
  reason?: string,
): Promise<void> {
  await open(page, name);
  await pick(page, kind);
  await fillCall(page, reason);
}

/** Replaces the text of a field by keys. In Firefox, React does not notice what `fill` sets. */
async function typeInto(field: Locator, text: string): Promise<void> {
  await field.selectText();
  await field.pressSequentially(text);
}

/** Returns the button that starts the preview. */
export function tryButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Remove .*…$/ });
}

/** Previews the removal and confirms it. */
export async function remove(page: Page): Promise<void> {
  await tryButton(page).click();
  await confirmRemoval(page);
}

/** Opens the dialog that confirms the removal of every device of bob. */
export async function confirmWidest(page: Page): Promise<void> {
  await open(page, 'bob');
  await page.getByRole('button', { name: 'Tick everything' }).click();
  await fillCall(page);
  await tryButton(page).click();
}

/** Whether the typed field, the button, a part and the whole text are seen without scrolling. */
export async function isDialogInView(page: Page, part: string): Promise<boolean> {
  const shown = dialog(page);
  const typed = shown.getByRole('textbox');
  await typed.waitFor();
  const button = shown.getByRole('button', { name: /^Remove/ });
  const seen = await Promise.all([typed, button, shown.getByText(part)].map(isSeen));
  return !seen.includes(false) && (await isWholeInView(shown.locator('.dialog-body')));
}

/** Removes a person's codes at the help desk, which is open. */
export async function removeCodesOf(
  page: Page,
  name: string,
  reason = `For ${name}.`,
): Promise<void> {
  await fillIn(page, name, /^Remove all authenticator-app codes/, reason);
  await remove(page);
  await page.getByRole('heading', { name: /removed for/ }).waitFor();
}

/** Confirms the removal that the dialog shows. */
export async function confirmRemoval(page: Page): Promise<void> {
  await dialog(page)
    .getByRole('button', { name: /^Remove/ })
    .click();
}

/** Returns the result for each kind from the table. */
export async function results(page: Page): Promise<string[][]> {
  const rows = page.getByRole('row');
  const texts = await rows.evaluateAll((elements) =>
    elements.map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    ),
  );
  return texts.slice(1);
}
