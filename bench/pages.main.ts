/**
 * `npm run bench -- pages`: how soon a first visit shows its content, how soon it answers to a
 * person, and what moves meanwhile, on a slow phone.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../test/pages/browser/browsers.ts';
import { openSandboxPeer, type SandboxPeer } from '../test/support/peer.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { median } from './lib/statistics.ts';
import { table } from './lib/table.ts';
import { isKept, judge, verdictTable } from './lib/verdict.ts';
import type { Verdict } from './lib/verdict.ts';
import { networks, observe, processorRate, slowDown } from './lib/vitals.ts';
import type { Network, Vitals } from './lib/vitals.ts';

const { quick, noBuild } = readOptions();
const visits = quick ? 2 : 5;

/** A first visit, and what a person does on the page. */
interface Story {
  readonly name: string;
  readonly as: string;
  readonly path: string;
  readonly act: (page: Page) => Promise<unknown>;
}

const stories: readonly Story[] = [
  {
    name: 'My devices',
    as: 'bob',
    path: '/',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Actions|^Remove/ })
        .first()
        .click();
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'Help desk',
    as: 'helen',
    path: '/help-desk',
    act: async (page) => {
      await page.getByRole('searchbox').pressSequentially('bob');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'History',
    as: 'helen',
    path: '/history',
    act: async (page) => {
      await page.locator('summary').first().click();
    },
  },
];

async function bench(): Promise<boolean> {
  say(
    `Measures ${visits} first visits of each page, with a processor ${processorRate} times slower.`,
  );
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const peer = await openSandboxPeer('pingam');
  const browser = await launchChromium();
  try {
    const found = await measureAll(browser, peer);
    const rows = found.map(({ story, network, vitals }) => [
      story.name,
      network.name,
      median(vitals.map(({ lcp }) => lcp)).toFixed(0),
      Math.max(...vitals.map(({ inp }) => inp)).toFixed(0),
      Math.max(...vitals.map(({ cls }) => cls)).toFixed(3),
    ]);
    say(`\n${table(['page', 'network', 'LCP ms', 'longest INP ms', 'largest CLS'], rows)}\n`);
    const verdicts = found.filter(({ network }) => network.isJudged).flatMap(verdictsOf);
    say(`${verdictTable(verdicts)}\n`);
    const pages = found.map(({ story, network, vitals }) => ({
      page: story.name,
      network: network.name,
      vitals,
    }));
    say(`Written to ${await writeResult('pages', conditions, { quick, pages, verdicts })}`);
    return isKept(verdicts);
  } finally {
    await browser.close();
    await peer.close();
  }
}

/** One page on one network. */
interface Case {
  readonly story: Story;
  readonly network: Network;
}

interface Measured extends Case {
  readonly vitals: readonly Vitals[];
}

async function measureAll(browser: Browser, peer: SandboxPeer): Promise<Measured[]> {
  const { url: origin } = await startGateway({
    name: 'gateway',
    amUrl: peer.url,
    folder: createTemporaryFolder(),
    env: { NODE_ENV: 'test', PAGES: 'on', AM_FLAVOR: peer.flavor, ...peer.staffEnv() },
  });
  const measured: Measured[] = [];
  const cases = stories.flatMap((story) => networks.map((network) => ({ story, network })));
  for (const one of cases) {
    const vitals: Vitals[] = [];
    for (let visit = 0; visit < visits; visit += 1)
      vitals.push(await visitOf(browser, { ...one, peer, origin }));
    measured.push({ ...one, vitals });
  }
  return measured;
}

interface Visit extends Case {
  readonly peer: SandboxPeer;
  /** The gateway's. */
  readonly origin: string;
}

async function visitOf(browser: Browser, { story, network, peer, origin }: Visit): Promise<Vitals> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    await signIn(context, { story, peer, origin });
    const page = await context.newPage();
    await slowDown(await context.newCDPSession(page), network);
    await page.addInitScript(observe);
    await page.goto(`${origin}${story.path}`, { waitUntil: 'networkidle' });
    await story.act(page);
    await page.waitForTimeout(1_000);
    return await page.evaluate(() => window.vitals);
  } finally {
    await context.close();
  }
}

async function signIn(
  context: BrowserContext,
  { story, peer, origin }: Omit<Visit, 'network'>,
): Promise<void> {
  const session = await peer.signIn(story.as);
  const value = session[peer.cookieName] ?? '';
  await context.addCookies([{ name: peer.cookieName, value, url: origin }]);
}

function verdictsOf({ story, vitals }: Measured): Verdict[] {
  const of = (what: string, figure: keyof Vitals, target: number): Verdict =>
    judge({
      id: 'P13',
      what: `${story.name}: ${what}`,
      rounds: vitals.map((one) => one[figure]),
      bound: 'at most',
      target,
    });
  return [of('LCP, ms', 'lcp', 2_000), of('INP, ms', 'inp', 200), of('CLS', 'cls', 0.02)];
}

await runBench(bench, stopServers);
