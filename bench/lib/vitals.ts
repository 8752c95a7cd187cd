/** How a slow phone is imitated in Chromium, and what a visit is measured by. */
import type { CDPSession } from 'playwright-core';

/** Milliseconds until a response starts, and bytes per second. */
export interface Network {
  readonly name: string;
  readonly latency: number;
  readonly downloadThroughput: number;
  readonly uploadThroughput: number;
  /** Whether the targets hold on it. */
  readonly isJudged: boolean;
}

/** The networks of the bench. */
export const networks: readonly Network[] = [
  {
    name: 'slow 4G',
    latency: 150,
    downloadThroughput: (1_638.4 * 1_000) / 8,
    uploadThroughput: (675 * 1_000) / 8,
    isJudged: true,
  },
  {
    // The preset of Chromium's tools adds to each response what a new connection costs.
    name: 'the preset "Slow 4G"',
    latency: 562.5,
    downloadThroughput: (1_638.4 * 1_000 * 0.9) / 8,
    uploadThroughput: (675 * 1_000 * 0.9) / 8,
    isJudged: false,
  },
];

/** How many times slower the processor is. */
export const processorRate = 4;

/** What a visit took; times in milliseconds. */
export interface Vitals {
  /** Largest Contentful Paint. */
  readonly lcp: number;
  /** The longest interaction: Interaction to Next Paint. */
  readonly inp: number;
  /** Cumulative Layout Shift. */
  readonly cls: number;
}

declare global {
  interface Window {
    vitals: { lcp: number; inp: number; cls: number };
  }
}

/** Makes the network of a page as slow as another one, and its processor slow. */
export async function slowDown(
  session: CDPSession,
  { latency, downloadThroughput, uploadThroughput }: Network,
): Promise<void> {
  const conditions = { offline: false, latency, downloadThroughput, uploadThroughput };
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', conditions);
  await session.send('Emulation.setCPUThrottlingRate', { rate: processorRate });
}

/** Runs in the page before its own scripts. */
export function observe(): void {
  const vitals = { lcp: 0, inp: 0, cls: 0 };
  window.vitals = vitals;
  const on = (type: string, note: (entry: PerformanceEntry) => void, least?: object): void => {
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
      ...least,
    });
  };
  on('largest-contentful-paint', ({ startTime }) => (vitals.lcp = startTime));
  on('layout-shift', (entry) => {
    if ('value' in entry && !('hadRecentInput' in entry && entry.hadRecentInput === true))
      vitals.cls += Number(entry.value);
  });
  on(
    'event',
    (entry) => {
      if ('interactionId' in entry && Number(entry.interactionId) > 0)
        vitals.inp = Math.max(vitals.inp, entry.duration);
    },
    { durationThreshold: 16 },
  );
}
