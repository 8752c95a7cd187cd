/** What a screen reader announces without a change of focus (WCAG 4.1.3). */
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    announced?: string[];
  }
}

/** Records every text that appears in a live region that is already there. */
export async function recordAnnouncements(page: Page): Promise<void> {
  await page.evaluate(() => {
    const live = '[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])';
    const texts: string[] = [];
    window.announced = texts;
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(live);
        // An alert is also announced when it is inserted with its text.
        const alerts = [...addedNodes].flatMap((node) =>
          node instanceof Element
            ? [node, ...node.querySelectorAll('*')].filter((each) => each.matches('[role=alert]'))
            : [],
        );
        for (const each of region ? [region] : alerts) texts.push(each.textContent);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

/** Waits until a text is announced more often than before; returns how often it was. */
export async function timesAnnounced(page: Page, text: string, before = 0): Promise<number> {
  const times = await page.waitForFunction(
    ([wanted, less]) => {
      const count = window.announced?.filter((each) => each.includes(wanted)).length ?? 0;
      return count > less && count;
    },
    [text, before] as const,
  );
  return Number(await times.jsonValue());
}
