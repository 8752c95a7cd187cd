/** `npm start` as a newcomer sees it: the start page of its sandbox, and the stories behind it. */
import type { Browser, Page } from 'playwright-core';
import { expect } from '@jest/globals';
import { start, type StartedGateway } from '../../support/started-gateway.ts';
import type { Launch } from './browsers.ts';
import { findingsOf } from './states.ts';

/** A demo in a process of its own, and a browser. */
export interface OpenDemo {
  readonly gateway: StartedGateway;
  /** The address of the start page, as the program prints it. */
  readonly startPage: string;
  /** Opens the start page in a browser without a session. */
  visit(): Promise<Page>;
  /** Restores the demo, as _Start over_ does. */
  startOver(): Promise<void>;
  close(): Promise<void>;
}

/** The widths of a small notebook and of a phone. */
const widths = [1366, 360];

/** Starts a demo, and waits until it says where to begin. */
export async function openDemo(
  launch: Launch,
  env: Readonly<Record<string, string>> = {},
): Promise<OpenDemo> {
  const command = { command: 'npm', args: ['-s', 'start'], says: 'things to try' };
  const gateway = await start(command, env);
  const browser: Browser = await launch();
  const startPage = /^Start {5}(\S+)/m.exec(gateway.output())?.[1] ?? '';
  return {
    gateway,
    startPage,
    visit: async () => {
      const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
      context.setDefaultTimeout(30_000); // for a busy machine
      const page = await context.newPage();
      await page.goto(startPage);
      return page;
    },
    startOver: async () => {
      const reset = new URL('/sandbox/reset', startPage);
      expect((await fetch(reset, { method: 'POST' })).status).toBe(200);
    },
    close: async () => {
      await browser.close();
      await gateway.stop();
    },
  };
}

/** Signs in as the person of a story, from the start page. */
export async function begin(page: Page, story: string): Promise<void> {
  const card = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: story }) });
  await card.getByRole('button', { name: /^Sign in as/ }).click();
}

/** Checks a state at the widths of the demo: axe finds nothing, nothing scrolls sideways. */
export async function expectFits(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 768 });
    expect([width, await findingsOf(page)]).toEqual([width, []]);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
}
