/** The pages as their users meet them: the built gateway in a process of its own, a sandbox AM behind it, a browser. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Flavor } from '../../../src/domain/flavor.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { realmPath } from '../../openam/am-rest.ts';
import { freePort } from '../../support/free-port.ts';
import { openSandboxPeer } from '../../support/peer.ts';
import type { SandboxPeer } from '../../support/peer.ts';
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

/** Everything that a test of the pages needs. */
export interface PagesStage {
  readonly sandbox: Sandbox;
  readonly peer: SandboxPeer;
  readonly origin: string;
  visit(options?: VisitOptions): Promise<Visit>;
  /** Signs somebody in, in a browser that is open already. */
  signIn(context: BrowserContext, name: string): Promise<void>;
  /** Removes every device of a kind behind the pages' back, by AM's own interface. */
  removeAtAm(name: string, kind: 'OATH'): Promise<void>;
  /** Ends the gateway's process, and starts another on the same port. */
  stopGateway(): Promise<void>;
  startGateway(): Promise<void>;
}

/** The stage of the tests of a file; people and devices are back at their start before each. */
export function usePages(
  flavor: Flavor = 'pingam',
  env: Readonly<Record<string, string>> = {},
): PagesStage {
  let opened: Opened | undefined;
  const stage = (): Opened => {
    if (opened === undefined) throw new Error('The stage opens before the first test.');
    return opened;
  };
  beforeAll(async () => {
    opened = await open(flavor, env);
  }, 120_000);
  beforeEach(() => stage().sandbox.reset());
  afterEach(() => stage().endVisits());
  afterAll(() => opened?.close());
  return {
    get sandbox() {
      return stage().sandbox;
    },
    get peer() {
      return stage().peer;
    },
    get origin() {
      return stage().origin;
    },
    visit: (options) => stage().visit(options),
    removeAtAm: (name, kind) => stage().removeAtAm(name, kind),
    signIn: (context, name) => stage().signIn(context, name),
    stopGateway: () => stage().stopGateway(),
    startGateway: () => stage().startGateway(),
  };
}

interface Opened extends PagesStage {
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

async function open(flavor: Flavor, env: Readonly<Record<string, string>>): Promise<Opened> {
  const peer = await openSandboxPeer(flavor);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const gatewayEnv = {
    AM_FLAVOR: flavor,
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
  const visits = createVisits(browser, { peer, origin });
  return {
    sandbox: peer.sandbox,
    peer,
    origin,
    ...visits,
    removeAtAm: (name) => resetCodes(peer, name),
    startGateway,
    stopGateway,
    close: async () => {
      await browser.close();
      await stopGateway();
      await peer.close();
    },
  };
}

async function resetCodes(peer: SandboxPeer, name: string): Promise<void> {
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
  { peer, origin }: { readonly peer: SandboxPeer; readonly origin: string },
): Pick<Opened, 'visit' | 'signIn' | 'endVisits'> {
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
