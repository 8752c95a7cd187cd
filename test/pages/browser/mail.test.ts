/** Mail as HTML in a browser: axe finds nothing in light, in dark and at 320 px. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { composeMail } from '../../../src/notices/mail/compose.ts';
import { aChange, aRecipient, settings } from '../../notices/mail-samples.ts';
import { launchChromium } from './browsers.ts';
import { expectGoodState } from './states.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

test.each([
  ['removed.en', aRecipient({ language: 'en-GB' }), aChange()],
  ['removed.ar', aRecipient({ language: 'ar' }), aChange()],
  ['unknown.de', aRecipient({ language: 'de-CH' }), aChange({ outcome: 'UNKNOWN' })],
  ['partly.fr', aRecipient({ language: 'fr' }), aChange({ outcome: 'partly' })],
  ['renamed.es', aRecipient({ language: 'es' }), aChange({ effect: 'rename' })],
  ['manager.en', aRecipient({ kind: 'MANAGER' }), aChange()],
])('%s', async (name, recipient, change) => {
  const { html, subject } = composeMail(change, recipient, settings);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent(html);

  await expectGoodState(page, `mail.${name}`);
  // What a screen reader announces: a title, two headings, and a table with a header in each row.
  expect(await page.title()).toBe(subject);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(subject);
  expect(await page.getByRole('heading', { level: 2 }).count()).toBe(1);
  const rows = await page.getByRole('row').count();
  expect(await page.getByRole('rowheader').count()).toBe(rows);
  expect(await page.getByRole('link').count()).toBe(recipient.kind === 'PERSON' ? 1 : 0);
  await context.close();
});
