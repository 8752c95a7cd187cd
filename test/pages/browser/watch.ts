/** Records the complaints of a browser while a page is open. */
import type { Page } from 'playwright-core';

/** The complaints so far. */
export interface Watch {
  /**
   * Errors of scripts and of the console, violations of the content policy, and requests to other
   * hosts.
   */
  complaints(): readonly string[];
}

/** Watches a page. Must be called before the first script runs. */
export async function watch(
  page: Page,
  { origin, expects }: { readonly origin: string; readonly expects: RegExp | undefined },
): Promise<Watch> {
  const found: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) found.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`)) found.push(`request: ${url}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { complaints: () => found.filter((complaint) => expects?.test(complaint) !== true) };
}
