/**
 * The pages as users see them: the built gateway in its own process, a sandbox AM, and a browser.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Flavor } from '../../../src/domain/people/flavor.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { realmPath } from '../../openam/am-rest.ts';
import { freePort } from '../../support/free-port.ts';
import {
  openSandboxPeer,
  type Peer,
  type SandboxPeer,
  type SessionHeader,
} from '../../support/peer.ts';
import { start, type StartedGateway } from '../../support/started-gateway.ts';
import { type Launch, launchChromium } from './browsers.ts';
import { watch, type Watch } from './watch.ts';

/** A visit of the pages. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The complaints of the browser. A test fails for unexpected ones. */
  readonly watch: Watch;
}

/** Options of a visit. */
export interface VisitOptions extends BrowserContextOptions {
  /** The user, signed in with devices of every kind. Default: no session. */
  readonly as?: string;
  /** Whether the user signed in with the password alone. Default: false. */
  readonly byPassword?: boolean;
  readonly path?: string;
  /** Complaints of the browser that the test causes, such as a request that fails. */
  readonly expects?: RegExp;
}

/** A gateway with its pages, and a browser. */
export interface Pages {
  readonly origin: string;
  visit(options?: VisitOptions): Promise<Visit>;
  /** Signs a user in with devices of every kind, in an open browser. */
  signIn(context: BrowserContext, name: string): Promise<void>;
  /** Ends the gateway's process, and starts another one on the same port. */
  stopGateway(): Promise<void>;
  startGateway(): Promise<void>;
}

/** The pages in front of the sandbox. */
export interface PagesStage extends Pages {
  readonly sandbox: Sandbox;
  readonly peer: SandboxPeer;
  /** Removes every device of a kind with AM's own interface, without the gateway. */
  removeAtAm(name: string, kind: 'OATH'): Promise<void>;
}

/** Pages that a test file opens and closes itself. */
export interface OpenedPages extends Pages {
  /** Closes the visits, and fails for complaints that a visit did not expect. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Allows the tests of a file that imports this module more time: each state is checked by axe in
 * three looks, which takes seconds on a busy machine.
 */
export function allowForBrowser(): void {
  jest.setTimeout(180_000);
}

/**
 * Returns the stage for the tests of a file or block. Users and devices are reset before each test.
 */
export function usePages(
  flavor: Flavor = 'pingam',
  env: Readonly<Record<string, string>> | ((peer: SandboxPeer) => Record<string, string>) = {},
  launch = launchChromium,
): PagesStage {
  allowForBrowser();
  let opened: (OpenedPages & { readonly peer: SandboxPeer }) | undefined;
  const stage = (): OpenedPages & { readonly peer: SandboxPeer } => {
    if (opened === undefined) throw new Error('The stage opens before the first test.');
    return opened;
  };
  beforeAll(async () => {
    const peer = await openSandboxPeer(flavor, { deviceManagement: 'SAME' });
    const gatewayEnv = typeof env === 'function' ? env(peer) : env;
    opened = { ...(await openPages(peer, gatewayEnv, launch)), peer };
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
  launch: Launch = launchChromium,
): Promise<OpenedPages> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const gatewayEnv = {
    AM_FLAVOR: peer.flavor,
    AM_URL: peer.url,
    PORT: `${port}`,
    PAGES: 'on',
    TRUSTED_DOCUMENTS: 'only',
    PAGES_SUPPORT: 'IT help desk <tel:+44-20-7946-0118>',
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
  const browser = await launch();
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
  const headers = { ...(await peer.signInByDevice(name)) };
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
  const enter = async (context: BrowserContext, session: SessionHeader): Promise<void> => {
    const value = session[peer.cookieName] ?? '';
    await context.addCookies([{ name: peer.cookieName, value, url: origin }]);
  };
  const signIn = async (context: BrowserContext, name: string): Promise<void> =>
    enter(context, await peer.signInByDevice(name));
  return {
    signIn,
    visit: async ({ as, byPassword = false, path = '/', expects, ...options } = {}) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
        ...options,
      });
      context.setDefaultTimeout(30_000); // for a busy machine
      if (as !== undefined) {
        await (byPassword ? enter(context, await peer.signIn(as)) : signIn(context, as));
      }
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
