/**
 * What a first visit loads, in how many steps, and what moves meanwhile (design D16). Nothing here
 * depends on time.
 */
import { expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { usePages } from './pages-stage.ts';

const pages = usePages();
const phone = { viewport: { width: 412, height: 823 } };

declare global {
  interface Window {
    shifts?: number[];
  }
}

/** A request of a first visit. */
interface Loaded {
  readonly path: string;
  readonly bytes: number;
  /** How many responses must arrive before this one, and itself: 1 for the HTML. */
  readonly step: number;
  /** The script that requests it; the HTML if it names the file. */
  readonly by: string | undefined;
}

/** Opens a page without a cache; returns its requests. */
async function requestsOf(
  context: BrowserContext,
  path: string,
  isShown: (page: Page) => Promise<unknown>,
): Promise<readonly Loaded[]> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const started = new Map<string, { readonly path: string; readonly by: string | undefined }>();
  const bytes = new Map<string, number>();
  session.on('Network.requestWillBeSent', ({ requestId, request, initiator }) => {
    // Chromium draws its own controls with data addresses.
    if (request.url.startsWith('data:')) return;
    const by = initiator.stack?.callFrames[0]?.url ?? initiator.url;
    started.set(requestId, { path: pathOf(request.url), by: by && pathOf(by) });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    bytes.set(requestId, encodedDataLength),
  );
  await page.goto(`${pages.origin}${path}`);
  await isShown(page);
  await page.waitForLoadState('networkidle');
  const requests = [...started.values()];
  const stepOf = (request: (typeof requests)[number]): number => {
    if (request.path === path) return 1;
    const cause = requests.find((other) => other.path === request.by);
    return 1 + (cause === undefined ? 1 : stepOf(cause));
  };
  return [...started].map(([id, request]) => ({
    path: request.path,
    bytes: bytes.get(id) ?? 0,
    step: stepOf(request),
    by: request.by,
  }));
}

/** Returns the path of an address of the gateway; the whole address of another one. */
function pathOf(url: string): string {
  return url.startsWith(pages.origin) ? new URL(url).pathname : url;
}

function sizeOf(loaded: readonly Loaded[], extension: string): number {
  const files = loaded.filter(({ path }) => path.endsWith(extension));
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

test.each([
  { as: 'bob', path: '/', heading: 'Recent changes', requests: 11, scripts: 112_000 },
  // Two pages for staff and their texts, and the requests and reports that wait for them.
  { as: 'helen', path: '/help-desk', heading: 'Find a person', requests: 17, scripts: 143_000 },
  { as: 'rita', path: '/history', heading: 'History', requests: 17, scripts: 124_000 },
])('$path loads in three steps, small, and from this site only', async (row) => {
  const { context } = await pages.visit({ as: row.as, path: '/signed-out' });

  const loaded = await requestsOf(context, row.path, (page) =>
    page.getByRole('heading', { name: row.heading }).waitFor(),
  );

  expect(loaded.filter(({ path }) => !path.startsWith('/'))).toEqual([]);
  expect(loaded.length).toBeLessThanOrEqual(row.requests);
  // The HTML; every file that it names; what the small first script requests.
  const files = loaded.filter(({ path }) => path !== '/graphql');
  expect(Math.max(...files.map(({ step }) => step))).toBeLessThanOrEqual(3);
  expect(loaded.find(({ path }) => path === '/graphql')?.step).toBe(3);
  expect(sizeOf(loaded, '.js')).toBeGreaterThan(50_000);
  expect(sizeOf(loaded, '.js')).toBeLessThanOrEqual(row.scripts);
  expect(sizeOf(loaded, '.css')).toBeGreaterThan(3000);
  expect(sizeOf(loaded, '.css')).toBeLessThanOrEqual(20_000);
  expect(sizeOf(loaded, '.woff2')).toBeLessThanOrEqual(36_000);
});

test.each([
  { as: undefined, path: '/', heading: 'Sign in' },
  { as: 'bob', path: '/', heading: 'My devices' },
  { as: 'carol', path: '/', heading: 'No devices registered' },
  { as: 'helen', path: '/help-desk', heading: 'Find a person' },
  { as: 'rita', path: '/history', heading: 'History' },
])('nothing moves while $path loads for $as', async ({ as, path, heading }) => {
  const { page, context } = await pages.visit({ path: '/signed-out', ...phone });
  if (as !== undefined) await pages.signIn(context, as);
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ('value' in entry) window.shifts?.push(Number(entry.value));
    }).observe({ type: 'layout-shift', buffered: true });
  });

  await page.goto(`${pages.origin}${path}`);
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  await page.waitForLoadState('networkidle');

  const shifts = await page.evaluate(() => window.shifts ?? []);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThanOrEqual(0.05);
});
