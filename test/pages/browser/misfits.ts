/** What does not fit on a page. */
import type { Page } from 'playwright-core';
import { takePicture } from './states.ts';

/**
 * Returns what lies outside of the window or is wider than its box, and words that are split; a
 * long name may be.
 */
export async function misfitsOf(
  page: Page,
  picture: string,
  longName = '',
): Promise<readonly string[]> {
  await takePicture(page, picture);
  return page.evaluate((ownName) => {
    const found: string[] = [];
    const hidden = '.hidden-text, .skip-link, .fallback, svg, input';
    const { clientWidth } = document.documentElement;
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (element.closest(hidden) !== null || width === 0 || height === 0) continue;
      const name = `${element.localName}.${element.className}: ${element.textContent.slice(0, 40)}`;
      if (left < -1 || right > clientWidth + 1) found.push(`outside: ${name}`);
      const { overflowX } = getComputedStyle(element);
      if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut off: ${name}`);
      if (
        element.matches('h1, h2, h3, p, dt, dd, .button') &&
        element.scrollWidth > element.clientWidth + 1
      )
        found.push(`too wide: ${name}`);
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (node.parentElement?.closest(hidden) !== null) continue;
      // Only a name may be split, because it has more letters than fit in a line.
      for (const { index, 0: word } of (node.textContent ?? '').matchAll(
        /(?:[\dA-Z]{4}-){3}[\dA-Z]{4}|\p{L}{2,20}(?!\p{L})/gu,
      )) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1 && !ownName.includes(word))
          found.push(`split: ${word} in ${node.parentElement?.className}`);
      }
    }
    if (document.documentElement.scrollWidth > clientWidth) found.push('scrolls sideways');
    return found;
  }, longName);
}
