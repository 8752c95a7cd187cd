/** The pages as their users meet them: the built gateway in a process of its own, a sandbox AM behind it, a browser. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Flavor } from '../../../src/domain/flavor.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { realmPath } from '../../openam/am-rest.ts';
import { freePort } from '../../support/free-port.ts';
import { openSandboxPeer } from '../../support/peer.ts';
import type { Peer, SandboxPeer } from '../../support/peer.ts';
import { start } from '../../support/started-gateway.ts';
import type { StartedGateway } from '../../support/started-gateway.ts';
import { launchChromium } from './chromium.ts';
import { watch } from './watch.ts';
import type { Watch } from './watch.ts';

// A state is read by axe and photographed in three looks, which takes seconds on a busy machine.
jest.setTimeout(180_000);

/** Where somebody looks at the pages. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of; each test ends with nothing but what it expected. */
  readonly watch: Watch;
}

/** How somebody looks. */
export interface VisitOptions extends BrowserContextOptions {
  /** Who is signed in; nobody where it is left out. */
  readonly as?: string;
  readonly path?: string;
  /** Complaints of the browser that the test brings about, such as a request that fails. */
  readonly expects?: RegExp;
}

/** A gateway with its pages, and a browser. */
export interface Pages {
  readonly origin: string;
  visit(options?: VisitOptions): Promise<Visit>;
  /** Signs somebody in, in a browser that is open already. */
  signIn(context: BrowserContext, name: string): Promise<void>;
  /** Ends the gateway's process, and starts another on the same port. */
  stopGateway(): Promise<void>;
  startGateway(): Promise<void>;
}

/** Everything that a test of the pages on the sandbox needs. */
export interface PagesStage extends Pages {
  readonly sandbox: Sandbox;
  readonly peer: SandboxPeer;
  /** Removes every device of a kind behind the pages' back, by AM's own interface. */
  removeAtAm(name: string, kind: 'OATH'): Promise<void>;
}

/** Pages that a test file opens itself. */
export interface OpenedPages extends Pages {
  /** Closes what was visited; the browser has complained of nothing but what each visit expected. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

/** The stage of the tests of a file or block; people and devices are back at their start before each. */
export function usePages(
  flavor: Flavor = 'pingam',
  env: Readonly<Record<string, string>> | ((peer: SandboxPeer) => Record<string, string>) = {},
): PagesStage {
  let opened: (OpenedPages & { readonly peer: SandboxPeer }) | undefined;
  const stage = (): OpenedPages & { readonly peer: SandboxPeer } => {
    if (opened === undefined) throw new Error('The stage opens before the first test.');
    return opened;
  };
  beforeAll(async () => {
    const peer = await openSandboxPeer(flavor);
    opened = { ...(await openPages(peer, typeof env === 'function' ? env(peer) : env)), peer };
  }, 120_000);
  beforeEach(() => stage().peer.sandbox.reset());
  afterEach(() => stage().endVisits());
  afterAll(async () => {
    await opened?.close();
    await opened?.peer.close();
  });
  return {
    get sandbox() {
      return stage().peer.sandbox;
    },
    get peer() {
      return stage().peer;
    },
    get origin() {
      return stage().origin;
    },
    visit: (options) => stage().visit(options),
    removeAtAm: (name) => resetCodes(stage().peer, name),
    signIn: (context, name) => stage().signIn(context, name),
    stopGateway: () => stage().stopGateway(),
    startGateway: () => stage().startGateway(),
  };
}

/** Starts the built gateway in front of an AM, and a browser. */
export async function openPages(
  peer: Peer,
  env: Readonly<Record<string, string>> = {},
): Promise<OpenedPages> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const gatewayEnv = {
    AM_FLAVOR: peer.flavor,
    AM_URL: peer.url,
    PORT: `${port}`,
    PAGES: 'on',
    TRUSTED_DOCUMENTS: 'only',
    PAGES_SUPPORT: '+44 20 7946 0118 <tel:+442079460118>',
    PAGES_ENROLMENT_URL: `${origin}/sign-in?return=%2F`,
    ...peer.staffEnv(),
    ...env,
  };
  let gateway: StartedGateway | undefined;
  const startGateway = async (): Promise<void> => {
    gateway = await start({ command: process.execPath, args: ['dist/main.js'] }, gatewayEnv);
  };
  const stopGateway = async (): Promise<void> => {
    await gateway?.stop();
    gateway = undefined;
  };
  await startGateway();
  const browser = await launchChromium();
  return {
    origin,
    ...createVisits(browser, { peer, origin }),
    startGateway,
    stopGateway,
    close: async () => {
      await browser.close();
      await stopGateway();
    },
  };
}

async function resetCodes(peer: Peer, name: string): Promise<void> {
  const path = `${realmPath('alpha')}/users/${peer.idOf(name)}/devices/2fa/oath?_action=reset`;
  const headers = { ...(await peer.signIn(name)) };
  const { status } = await peer.rest.call(path, {
    method: 'POST',
    resource: '1.0',
    headers,
    json: {},
  });
  expect(status).toBe(200);
}

function createVisits(
  browser: Browser,
  { peer, origin }: { readonly peer: Peer; readonly origin: string },
): Pick<OpenedPages, 'visit' | 'signIn' | 'endVisits'> {
  let visits: Visit[] = [];
  const signIn = async (context: BrowserContext, name: string): Promise<void> => {
    const session = await peer.signIn(name);
    const value = session[peer.cookieName] ?? '';
    await context.addCookies([{ name: peer.cookieName, value, url: origin }]);
  };
  return {
    signIn,
    visit: async ({ as, path = '/', expects, ...options } = {}) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
        ...options,
      });
      context.setDefaultTimeout(15_000);
      if (as !== undefined) await signIn(context, as);
      const page = await context.newPage();
      const visit = { page, context, watch: await watch(page, { origin, expects }) };
      visits.push(visit);
      await page.goto(`${origin}${path}`);
      return visit;
    },
    endVisits: async () => {
      const ended = visits;
      visits = [];
      const complaints = ended.flatMap((visit) => visit.watch.complaints());
      await Promise.all(ended.map(({ context }) => context.close()));
      expect(complaints).toEqual([]);
    },
  };
}
