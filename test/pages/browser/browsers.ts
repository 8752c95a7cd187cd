/** The browsers of the tests: the system's Chromium or Chrome, and its Firefox. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, firefox } from 'playwright-core';

/** Starts a browser. Throws if it is not installed. */
export type Launch = () => Promise<Browser>;

/** Starts Chromium. */
export const launchChromium: Launch = () =>
  chromium.launch({
    executablePath: installed('Chromium', process.env['CHROMIUM_PATH'], [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/snap/bin/chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ]),
    // As root, as in a container, Chromium cannot use its own sandbox.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

/**
 * Starts an unpatched Firefox, which Playwright drives by WebDriver BiDi. Playwright 1.65 sends it
 * `emulation.setMediaFeaturesOverride`, which Firefox 153 ESR does not have, so 1.64 is in use.
 */
export const launchFirefox: Launch = () =>
  firefox.launch({
    channel: 'moz-firefox',
    executablePath: installed('Firefox', process.env['FIREFOX_PATH'], [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ]),
    firefoxUserPrefs: { 'ui.prefersReducedMotion': 1 },
  });

function installed(name: string, chosen: string | undefined, usual: readonly string[]): string {
  const path = chosen ?? usual.find((each) => existsSync(each));
  if (path !== undefined && existsSync(path)) return path;
  const lower = name.toLowerCase();
  throw new Error(
    `There is no ${name}: install it (Debian: apt-get install ${lower === 'firefox' ? 'firefox-esr' : lower}), or name it in ${name.toUpperCase()}_PATH.`,
  );
}
