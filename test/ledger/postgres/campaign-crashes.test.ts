/**
 * A campaign over many people through two gateways in processes of their own, which are killed and
 * cut off from their ledger meanwhile: each person is reset once and the chain is whole (R23).
 * `SEED=… CAMPAIGN_CRASHES=500 npm run test:postgres --
 * test/ledger/postgres/campaign-crashes.test.ts` draws others and more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { bodyOf } from '../../../src/store/records/read-record.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { nameInCrowd } from '../../access/crowd.ts';
import { until } from '../../reliability/am-traffic.ts';
import { createWorkplace } from '../../reliability/built-gateway.ts';
import { startTestGateway } from '../../support/gateway.ts';
import { openSandboxPeer, type Peer } from '../../support/peer.ts';
import { commandResult } from '../../support/run-command.ts';
import { Draws } from '../../support/seeded.ts';
import { startPair, type Pair } from '../story/processes.ts';
import { createStore, recordsOf, verifyAll, type TestStore } from '../stores.ts';
import { commandEnv, plantCrowd, resetsOf, resultsOf } from './campaign-stage.ts';

const seed = process.env['SEED'] ?? `s${Date.now() % 1_000_000}`;
const crashes = Number(process.env['CAMPAIGN_CRASHES'] ?? 20);

/** About how long a crash takes with the start of the gateway, in milliseconds. */
const crashMs = 2_500;
const people = Math.max(1_000, crashes * 8);

/** So slow that the crashes all happen while it runs. */
const pace = Math.min(6_000, Math.ceil((people * 60_000) / (crashes * crashMs)));

test(
  `${people} people and ${crashes} crashes, seed ${seed}`,
  async () => {
    const [peer, store, workplace] = await Promise.all([
      openSandboxPeer(),
      createStore('PostgreSQL'),
      createWorkplace(),
    ]);
    await plantCrowd(peer, people);
    const names = Array.from({ length: people }, (_, number) => nameInCrowd(number));
    const effect = { kind: 'latency', ms: 40 } as const;
    peer.sandbox.breakNext({ match: { path: '_action=reset' }, times: Infinity, effect });
    peer.sandbox.clearReceived();
    const env = { AM_COOKIE_NAME: peer.cookieName };
    const start = (): Promise<Pair> =>
      startPair({ workplace, peer, amUrl: peer.url, settings: store.settings, env });

    let pair = await start();
    try {
      const id = await begin(peer, store, names);
      const resets = new ResetCounts(peer.sandbox);
      const hits = await crashAll(pair, () => {
        resets.count();
        return lineStates(store, id);
      });
      // The rest of the people are reset at a high pace, which a gateway reads as it starts.
      await hurry(store, id, 6_000);
      await pair.crash(0);
      await pair.crash(1);
      await until(
        'only open changes are left',
        async () => {
          await sleep(1_000);
          return onlyOpenAreLeft(await lineStates(store, id));
        },
        600_000,
      );
      // What a crash left open is closed by reading AM.
      await pair.close();
      await settleLater(peer, store);
      pair = await start();
      await until(
        'the campaign is done',
        async () => (await stateOf(peer, store, id)) === 'DONE',
        120_000,
      );
      await pair.close();

      resets.count();
      const results = await resultsOf(store, id);
      const { rows, verdict } = await store.bare(async (kept) => ({
        rows: await recordsOf(kept),
        verdict: await verifyAll(kept),
      }));
      const bodies = rows.map((row) => bodyOf(row));
      const wrong = names
        .filter((name) => resets.of(name) !== 1)
        .map((name) => [name, resets.of(name), results.get(name)]);
      expect({ seed, wrong: wrong.slice(0, 10) }).toEqual({ seed, wrong: [] });
      expect(names.filter((name) => results.get(name) !== 'done DONE')).toEqual([]);
      expect(effectivePeople(bodies)).toEqual(new Map(names.map((name) => [name, 1])));
      expect(verdict.broken).toBeNull();
      // Crashes have met people in progress.
      expect(hits).toBeGreaterThanOrEqual(Math.floor(crashes / 10));
      process.stderr.write(
        `${crashes} crashes, ${hits} with people in progress; ${people} people\n`,
      );
    } finally {
      await pair.close();
      await workplace.remove();
      await store.remove();
      await peer.close();
    }
  },
  300_000 + crashes * 20_000,
);

/** Counts the resets that AM receives, piece by piece: the sandbox keeps the latest requests. */
class ResetCounts {
  readonly #sandbox: Sandbox;
  readonly #counts = new Map<string, number>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  count(): void {
    const received = resetsOf(this.#sandbox.received().map(({ path }) => path));
    this.#sandbox.clearReceived();
    for (const [name, resets] of received) this.#counts.set(name, this.of(name) + resets);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

/** Creates the campaign, runs its dry run, and starts it. Returns its id. */
async function begin(peer: Peer, store: TestStore, names: readonly string[]): Promise<string> {
  const file = join(store.settings.folder, 'people.csv');
  await writeFile(file, names.join('\n'));
  const plan = ['--realm', 'alpha', '--kinds', 'oath', '--reason', 'stolen seeds', '--calls', '4'];
  const environment = commandEnv(peer, store);
  const command = (...args: readonly string[]) => commandResult(['campaign', ...args], environment);
  // The dry run is quick, and the pace of the reset is slow.
  const created = await command('create', ...plan, '--pace', `${pace}/min`, '--as', 'ada', file);
  const id = /Campaign (\S+) is created/.exec(created.out[0] ?? '')?.[1] ?? '';
  await command('dry-run', id, '--as', 'ada');
  await hurry(store, id, 6_000);
  await until('it is checked', async () => (await stateOf(peer, store, id)) === 'CHECKED', 300_000);
  await hurry(store, id, pace);
  expect((await command('start', id, '--as', 'bea')).code).toBe(0);
  return id;
}

/** Changes the pace of a campaign, which no command does. */
async function hurry(store: TestStore, id: string, to: number): Promise<void> {
  await store.bare((kept) =>
    kept.change((db) =>
      db.updateTable('campaign').set({ pace: to }).where('id', '=', id).execute(),
    ),
  );
}

async function stateOf(peer: Peer, store: TestStore, id: string): Promise<string | undefined> {
  const { out } = await commandResult(['campaign', 'show', id], commandEnv(peer, store));
  return /: (\w+) since/.exec(out[0] ?? '')?.[1];
}

async function lineStates(store: TestStore, id: string): Promise<readonly string[]> {
  return [...(await resultsOf(store, id)).values()];
}

/** Whether the rest of the lines waits for changes that a crash left open. */
function onlyOpenAreLeft(lines: readonly string[]): boolean {
  const left = lines.filter((line) => !/^(?:done|failed|skipped)/.test(line));
  return left.every((line) => line === 'waiting UNKNOWN');
}

/** Kills gateways and cuts connections. Returns how often people were in progress. */
async function crashAll(pair: Pair, lines: () => Promise<readonly string[]>): Promise<number> {
  const draws = new Draws(seed);
  let hits = 0;
  for (let count = 0; count < crashes; count += 1) {
    await sleep(draws.between(20, 700));
    const what = draws.next();
    const isBoth = what < 0.3;
    if (what > 0.9) pair.cut();
    else if (what > 0.85) await pair.away(200);
    const first = draws.chance(0.5) ? 0 : 1;
    await pair.crash(first, async () => {
      if ((await lines()).some((line) => line.startsWith('running'))) hits += 1;
    });
    if (isBoth) await pair.crash(first === 0 ? 1 : 0);
  }
  return hits;
}

/** Closes open changes, like a start three minutes later. */
async function settleLater(peer: Peer, store: TestStore): Promise<void> {
  const later = (): number => Date.now() + 180_000;
  const settings = { ...store.settings, folder: `${store.settings.folder}/later` };
  const ledger = await openLedger(settings, { now: later, warn: () => undefined });
  try {
    const env = { ...peer.staffEnv(), AM_COOKIE_NAME: peer.cookieName };
    // Its clock is wrong for a pacer.
    const records = { ...ledger, campaigns: null };
    const gateway = await startTestGateway(peer, { env, ledger: records, now: later });
    await until(
      'what was open is closed',
      async () => (await ledger.openIntents({ before: new Date(later()) })).length === 0,
      120_000,
    );
    await gateway.stop();
  } finally {
    await ledger.close();
  }
}

type Bodies = readonly ReturnType<typeof bodyOf>[];

/** How many changes with an effect each person has. */
function effectivePeople(bodies: Bodies): Map<string, number> {
  const outcomes = new Map(
    bodies.flatMap((body) =>
      body.kind === 'outcome' ? [[body.change, body.outcome.outcome] as const] : [],
    ),
  );
  const counts = new Map<string, number>();
  for (const body of bodies) {
    if (body.kind !== 'intent') continue;
    const outcome = outcomes.get(body.change);
    const { id } = body.intent.target;
    if (outcome === 'DONE' || outcome === 'CONFIRMED') counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return new Map([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
