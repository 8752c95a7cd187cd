/** Campaigns on one PostgreSQL and one AM: a file of people, the command, gateways. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../src/config/load-config.ts';
import type { Campaign } from '../../../src/domain/campaign/campaign.ts';
import type { CampaignProgress } from '../../../src/domain/campaign/campaign-line.ts';
import { LedgerCampaigns } from '../../../src/ledger/campaigns/campaigns.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { nameInCrowd, populate } from '../../access/crowd.ts';
import { demoOf, recordOf } from '../../devices/demo-devices.ts';
import { inTurns, until } from '../../reliability/am-traffic.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { openSandboxPeer, type Peer, type SandboxPeer } from '../../support/peer.ts';
import { commandResult, type CommandResult } from '../../support/run-command.ts';
import { createStore, type TestStore } from '../stores.ts';
import { mustTake, takeStep } from './campaign-step.ts';
import type { ResetCampaignStep } from '../../../packages/client/operations.ts';

const oath = demoOf('OATH');

/** The administrators of the demo's users. */
type Administrator = 'oscar' | 'amadmin';

/** A campaign, and how far it is. */
export type FoundCampaign = Campaign & { readonly progress: CampaignProgress };

/** A database, an AM, and the command line of one operator. */
export interface CampaignStage<P extends Peer> {
  readonly peer: P;
  readonly store: TestStore;
  /**
   * Starts a gateway with a ledger of its own, as another process has. The clock of its machine may
   * be off, in milliseconds.
   */
  start(env?: Environment, offMs?: number): Promise<TestGateway>;
  /** Runs `identity-gateway campaign …` as a person. */
  command(as: string | null, ...args: readonly string[]): Promise<CommandResult>;
  /** Creates a campaign by the usual plan and these options as `ada`, and returns its id. */
  create(lines: readonly string[], options?: readonly string[]): Promise<string>;
  /** Creates a campaign by a plan of options; `err` names the lines that are left out. */
  createBy(
    plan: readonly string[],
    lines: readonly string[],
  ): Promise<{ readonly id: string } & Pick<CommandResult, 'err'>>;
  /** Uses another gateway's API from now on: one in a process of its own. */
  use(url: string): void;
  /** Takes a step by the API of the last gateway, as an administrator; returns its errors. */
  step(as: Administrator, step: ResetCampaignStep, id: string): Promise<readonly string[]>;
  /** Creates a campaign like this and runs its dry run to the end; returns its id. */
  checked(lines: readonly string[], options?: readonly string[]): Promise<string>;
  /** Runs the dry run to its end, and starts the campaign as `oscar`. */
  begin(id: string): Promise<void>;
  /** The campaign with its progress, as the ledger has it. */
  find(id: string): Promise<FoundCampaign>;
  stateOf(id: string): Promise<string>;
  /** Waits until a campaign has a state. */
  reaches(id: string, state: string): Promise<void>;
  /** The lines of the results, by the name of the person: state and result. */
  resultsOf(id: string): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

/** A stage on the sandbox, which tells what it received. */
export interface CrowdStage extends CampaignStage<SandboxPeer> {
  /** How many resets AM received, by person. */
  resets(): ReadonlyMap<string, number>;
}

/** Opens a stage on a sandbox with a crowd, each with an OATH device; options for all processes. */
export async function openCrowdStage(people: number, env: Environment = {}): Promise<CrowdStage> {
  const peer = await openSandboxPeer();
  await plantCrowd(peer, people);
  peer.sandbox.clearReceived();
  return {
    ...(await openCampaignStage(peer, env)),
    resets: () => resetsOf(peer.sandbox.received().map(({ path }) => path)),
  };
}

/** Opens a stage on an AM, which it closes at its end. */
export async function openCampaignStage<P extends Peer>(
  peer: P,
  all: Environment = {},
): Promise<CampaignStage<P>> {
  const [store, folder] = await Promise.all([
    createStore('PostgreSQL'),
    mkdtemp(join(tmpdir(), 'campaign-')),
  ]);
  const stops: (() => Promise<void>)[] = [];
  let origin = '';
  const environment = { ...commandEnv(peer, store), ...all, DATA_DIR: folder };
  const command: CampaignStage<P>['command'] = (as, ...args) =>
    commandResult(['campaign', ...args, ...(as === null ? [] : ['--as', as])], environment);
  const find = (id: string): Promise<FoundCampaign> => campaignIn(store, id);
  const stateOf = async (id: string): Promise<string> => (await find(id)).state;
  const reaches = (id: string, state: string): Promise<void> =>
    until(`the campaign is ${state}`, async () => (await stateOf(id)) === state, 120_000);
  const step: CampaignStage<P>['step'] = async (as, name, id) =>
    takeStep(origin, await peer.signIn(as), { step: name, id });
  const check = async (id: string): Promise<void> => {
    await mustTake(origin, await peer.signIn('oscar'), { step: 'CHECK', id });
    await reaches(id, 'CHECKED');
  };
  const createBy: CampaignStage<P>['createBy'] = async (plan, lines) => {
    const file = join(folder, 'people.csv');
    await writeFile(file, `${lines.join('\n')}\n`);
    const as = plan.some((option) => option.startsWith('--as=')) ? null : 'ada';
    const { out, err } = await command(as, 'create', ...plan, file);
    const id = /Campaign (\S+) is created/.exec(out[0] ?? '')?.[1];
    if (id === undefined) throw new Error(err.join('\n'));
    return { id, err };
  };
  const create: CampaignStage<P>['create'] = async (lines, options = []) =>
    (await createBy([...usualPlan, ...options], lines)).id;
  return {
    peer,
    store,
    command,
    create,
    checked: async (...how) => {
      const id = await create(...how);
      await check(id);
      return id;
    },
    createBy,
    use: (url) => void (origin = url),
    step,
    find,
    stateOf,
    reaches,
    start: async (env = {}, offMs = 0) => {
      const parts = { timeOfDay: () => Date.now() + offMs, warn: () => undefined };
      const ledger = await openLedger(store.settings, parts);
      stops.push(() => ledger.close());
      const gateway = await startTestGateway(peer, {
        env: { ...peer.staffEnv(), AM_COOKIE_NAME: peer.cookieName, ...all, ...env },
        ledger,
      });
      stops.push(() => gateway.stop());
      origin = gateway.url;
      return gateway;
    },
    begin: async (id) => {
      await check(id);
      await mustTake(origin, await peer.signIn('oscar'), { step: 'START', id });
    },
    resultsOf: (id) => resultsOf(store, id),
    close: async () => {
      for (const stop of stops.toReversed()) await stop();
      await store.remove();
      await peer.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The options of a campaign, unless a test gives others; the last of two counts. */
const usualPlan = [
  '--realm=alpha',
  '--kinds=oath',
  '--reason=stolen seeds',
  '--ticket=INC-7',
  '--pace=6000/min',
  '--calls=4',
  '--keep-sessions',
];

/** The environment of the command: the one of the gateways. */
export function commandEnv(
  peer: Pick<Peer, 'url' | 'flavor'>,
  { settings }: Pick<TestStore, 'settings'>,
): Environment {
  const database = settings.postgres?.url ?? '';
  return { AM_URL: peer.url, AM_FLAVOR: peer.flavor, DATABASE_URL: database };
}

/** Creates people with one OATH device each. */
async function plantCrowd(peer: SandboxPeer, people: number): Promise<void> {
  const names = Array.from({ length: people }, (_, number) => nameInCrowd(number));
  await populate({ peer }, people);
  await inTurns(names, (name) =>
    peer.plant(name, { [oath.attribute]: [recordOf(oath, `${name}-phone`, `${name}'s phone`)] }),
  );
}

/** Reads a campaign and its progress from the store. */
export function campaignIn(store: Pick<TestStore, 'bare'>, id: string): Promise<FoundCampaign> {
  return store.bare(async (bare) => {
    const campaigns = new LedgerCampaigns(bare, Date.now);
    const campaign = await campaigns.find(id);
    if (campaign === null) throw new Error(`There is no campaign ${id}.`);
    return { ...campaign, progress: await campaigns.progress(campaign) };
  });
}

/** Reads the results from the store. */
export async function resultsOf(
  { settings }: TestStore,
  id: string,
): Promise<ReadonlyMap<string, string>> {
  const { Store } = await import('../../../src/store/store.ts');
  const store = await Store.open(settings);
  try {
    const rows = await store.query((db) =>
      db
        .selectFrom('campaign_line')
        .select(['name', 'state', 'result'])
        .where('campaign_id', '=', id)
        .orderBy('number')
        .execute(),
    );
    return new Map(rows.map(({ name, state, result }) => [name, `${state} ${result ?? '-'}`]));
  } finally {
    await store.close();
  }
}

/** Counts resets of OATH devices by person. */
function resetsOf(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const person = /\/users\/([^/]+)\/devices\/2fa\/oath\?_action=reset/.exec(path)?.[1];
    if (person !== undefined) counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  return counts;
}
