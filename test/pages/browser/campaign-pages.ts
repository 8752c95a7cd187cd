/** Campaigns for tests of the pages: a database, the command line, and the page's elements. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { CampaignRow } from '../../../src/store/tables/campaign-rows.ts';
import { campaignIn, commandEnv } from '../../ledger/postgres/campaign-stage.ts';
import { mustTake } from '../../ledger/postgres/campaign-step.ts';
import { createStore, type TestStore } from '../../ledger/stores.ts';
import { until } from '../../reliability/am-traffic.ts';
import type { SandboxPeer } from '../../support/peer.ts';
import { commandResult } from '../../support/run-command.ts';

/** A database on `npm run postgres`, which must run, and a folder for files of people. */
export interface CampaignStore {
  readonly url: string;
  /** Runs `identity-gateway campaign …` as a person, and returns what it prints. */
  command(
    peer: SandboxPeer,
    as: string | null,
    ...args: readonly string[]
  ): Promise<readonly string[]>;
  /** Creates a campaign as a person, and returns its id. */
  create(peer: SandboxPeer, as: string, plan: CampaignOf): Promise<string>;
  /** Runs the dry run of a campaign to its end. */
  check(pages: Steered, id: string): Promise<void>;
  /** Starts a campaign as the super user. */
  start(pages: Steered, id: string): Promise<void>;
  abort(pages: Steered, id: string): Promise<void>;
  /** Sets the pace, in people a minute, after a dry run at another pace. */
  slowDown(id: string, pace: number): Promise<void>;
  /** Holds a campaign, as a gateway does. A gateway that works on it does not notice. */
  hold(id: string, reason: string): Promise<void>;
  remove(): Promise<void>;
}

/** A gateway with its AM. */
interface Steered {
  readonly peer: SandboxPeer;
  readonly origin: string;
}

/** The people of a campaign, and its options. */
export interface CampaignOf {
  readonly lines: readonly string[];
  readonly options?: readonly string[];
}

/** Creates an empty database. Fails if PostgreSQL does not run. */
export async function createCampaignStore(): Promise<CampaignStore> {
  const store: TestStore = await createStore('PostgreSQL');
  const folder = await mkdtemp(join(tmpdir(), 'campaign-pages-'));
  const command: CampaignStore['command'] = async (peer, as, ...args) => {
    const stated = as === null ? [] : ['--as', as];
    const environment = { ...commandEnv(peer, store), DATA_DIR: folder };
    const { code, out, err } = await commandResult(['campaign', ...args, ...stated], environment);
    if (code !== 0) throw new Error(err.join('\n'));
    return out;
  };
  const set = (id: string, columns: Partial<Pick<CampaignRow, 'pace' | 'held_by'>>) =>
    store.bare(async (bare) => {
      await bare.change((db) =>
        db.updateTable('campaign').set(columns).where('id', '=', id).execute(),
      );
    });
  return {
    url: store.settings.postgres?.url ?? '',
    command,
    create: async (peer, as, { lines, options = [] }) => {
      const file = join(folder, 'people.csv');
      await writeFile(file, `${lines.join('\n')}\n`);
      const [first = ''] = await command(peer, as, 'create', ...planOptions, ...options, file);
      const id = /Campaign (\S+) is created/.exec(first)?.[1];
      if (id === undefined) throw new Error(first);
      return id;
    },
    check: async ({ peer, origin }, id) => {
      await mustTake(origin, await peer.signIn('amadmin'), { step: 'CHECK', id });
      await until(
        'the dry run has ended',
        async () => (await campaignIn(store, id)).state === 'CHECKED',
      );
    },
    abort: async ({ peer, origin }, id) =>
      mustTake(origin, await peer.signIn('amadmin'), { step: 'ABORT', id }),
    start: async ({ peer, origin }, id) =>
      mustTake(origin, await peer.signIn('amadmin'), { step: 'START', id }),
    slowDown: (id, pace) => set(id, { pace }),
    hold: (id, held_by) => set(id, { held_by }),
    remove: async () => {
      await store.remove();
      await rm(folder, { recursive: true });
    },
  };
}

/** The options of a campaign, unless a test gives others; the last of two counts. */
const planOptions = [
  '--realm=alpha',
  '--kinds=oath,push',
  '--reason=Seeds of the vendor were stolen.',
  '--ticket=INC-1042',
  '--pace=6000/min',
];

export const progress = (page: Page) => page.getByRole('region', { name: 'Progress' });

/** The stage at which a campaign is; the others are shown beside it. */
export const state = (page: Page, name: string) =>
  progress(page)
    .locator('[aria-current=step]')
    .and(page.getByText(name, { exact: true }));

/** Opens a campaign by keyboard, from the list. Its reason is the title of its page. */
export async function openCampaign(page: Page, id: string): Promise<void> {
  const link = page.getByRole('link').filter({ hasText: id });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.getByText(`Campaign ${id}`).waitFor();
  const reason = 'Seeds of the vendor were stolen.';
  await page.getByRole('heading', { level: 1, name: reason }).waitFor();
  expect(await page.title()).toBe(`${reason} – Campaigns – identity-gateway`);
}

/** Takes a step by keyboard; confirms it if a dialog asks. */
export async function takeStep(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

/** Confirms the open dialog by keyboard. */
export async function confirm(page: Page, name: string): Promise<void> {
  const button = page.getByRole('dialog').getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
}

/** Starts a campaign by keyboard: the dialog asks for the number of people. */
export async function startWith(page: Page, people: number): Promise<void> {
  await takeStep(page, 'Start');
  await page.keyboard.type(`${people}`);
  await confirm(page, 'Start');
}

/** Returns the rows of a table of counts: name and number. */
export async function countsOf(page: Page, region: string): Promise<string[][]> {
  const rows = page.getByRole('region', { name: region }).getByRole('row');
  const texts = await rows.evaluateAll((elements) =>
    elements.map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    ),
  );
  return texts.slice(1);
}
