/**
 * The field for a setup code on the sign-in page of the real OpenAM, in Chromium. Requires running
 * `npm run openam`.
 */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../pages/browser/browsers.ts';
import { signInAtAm } from '../pages/browser/openam-page.ts';
import { freePort } from '../support/free-port.ts';
import { openRealOpenAm, type Peer } from '../support/peer.ts';

let peer: Peer;
let browser: Browser;
let chain: string;
/** What the script asks a gateway that allows the registration. */
const asked: string[] = [];
let gateway: Server;

beforeAll(async () => {
  peer = await openRealOpenAm();
  gateway = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
    request.on('end', () => response.end('{"decision":"allow"}'));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => gateway.listen(port, '127.0.0.1', resolve));
  chain = await peer.asksBeforeRegistration(`http://127.0.0.1:${port}/`);
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  gateway?.close();
});

test('a user types the code, and is offered the registration', async () => {
  const page = await browser.newPage();
  await page.goto(`${peer.url}/XUI/?realm=/alpha&service=${chain}#login/`);
  await signInAtAm(page, 'carol');

  await page.getByLabel(/^If the help desk gave you a setup code/).fill('7K3MX-QT2BW');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Register device' }).waitFor();

  expect(asked.map((text): unknown => JSON.parse(text))).toEqual([
    { realm: '/alpha', user: 'carol', kind: 'OATH', code: '7K3MX-QT2BW' },
  ]);
}, 120_000);
