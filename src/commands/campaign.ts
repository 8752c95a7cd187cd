import { loadLedgerConfig, type Environment } from '../config/load-config.ts';
import type { CampaignActor, RequestedStep, StepRefusal } from '../domain/campaign.ts';
import { findCampaign, listCampaigns, takeStep } from '../ledger/campaign-steps.ts';
import { changeIdIn } from '../ledger/chain.ts';
import { LedgerRefused } from '../ledger/ledger-refused.ts';
import { Store } from '../ledger/store.ts';
import { parseCampaignArguments, type CampaignCommand } from './campaign-arguments.ts';
import { create, type CampaignWork } from './campaign-create.ts';
import { UnusablePeople } from './campaign-file.ts';
import { printResults } from './campaign-results.ts';
import { lineOfCampaign, show } from './campaign-show.ts';
import { exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Runs `identity-gateway campaign …`, and returns its exit code. */
export async function runCampaign(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseCampaignArguments(args);
  const settings = loadLedgerConfig(environment);
  if (!settings.on || settings.postgres === undefined)
    throw new LedgerRefused(
      'DATABASE_URL: missing; campaigns need PostgreSQL. Nothing was changed.',
    );
  const store = await Store.open(settings, { create: false });
  try {
    return await runParsed(command, { store, environment, terminal });
  } catch (error) {
    if (!(error instanceof UnusablePeople)) throw error;
    terminal.printError(`${error.message} No campaign was created.`);
    return exitCodes.data;
  } finally {
    await store.close();
  }
}

async function runParsed(command: CampaignCommand, work: CampaignWork): Promise<number> {
  const { store, terminal } = work;
  switch (command.name) {
    case 'create':
      return create(command, work);
    case 'list':
      for (const campaign of await store.read((db) => listCampaigns(db, { most: 100 })))
        terminal.print(lineOfCampaign(campaign));
      return exitCodes.done;
    case 'show':
      return withCampaign(command.id, work, (id) => show(store, { ...command, id }, terminal));
    case 'results':
      return withCampaign(command.id, work, (id) => printResults(store, id));
    case 'step':
      return step(command, work);
    default:
      return command satisfies never;
  }
}

/** Finds the campaign by its id as it was typed. */
async function withCampaign(
  text: string,
  { store, terminal }: CampaignWork,
  act: (id: string) => Promise<number>,
): Promise<number> {
  const id = changeIdIn(text);
  const campaign = id === null ? null : await store.read((db) => findCampaign(db, id));
  if (campaign !== null) return act(campaign.id);
  terminal.printError(`Campaign ${text} was not found. Nothing was changed.`);
  return exitCodes.failed;
}

const doneTexts: Readonly<Record<RequestedStep, string>> = {
  'dry run started': 'reads the devices of its people',
  started: 'is started',
  paused: 'is paused; people in progress are finished',
  resumed: 'is resumed',
  aborted: 'is aborted; people in progress are finished',
  'failures retried': 'tries its failures again',
};

async function step(
  { step: name, id: text, actor }: Extract<CampaignCommand, { name: 'step' }>,
  work: CampaignWork,
): Promise<number> {
  const { store, terminal } = work;
  return withCampaign(text, work, async (id) => {
    const request = { id, step: name, actor, now: await store.now() };
    const result = await store.write((transaction) => takeStep(transaction, request), 'outcome');
    if (result.kind === 'taken') {
      const lines = name === 'failures retried' ? `: ${result.lines}` : '';
      terminal.print(`Campaign ${id} ${doneTexts[name]}${lines}.`);
      return exitCodes.done;
    }
    terminal.printError(`${refusalText(id, result, actor)} Nothing was changed.`);
    return exitCodes.failed;
  });
}

function refusalText(id: string, refusal: StepRefusal, actor: CampaignActor): string {
  switch (refusal.kind) {
    case 'unknown':
      return `Campaign ${id} was not found.`;
    case 'state':
      return `Campaign ${id} is ${refusal.state}, which does not permit this.`;
    case 'same person':
      return `Campaign ${id} was created by ${refusal.name}, and ${actor.name} is not certainly another person. If people share an account, both must state their names with --as.`;
    case 'limited':
      return `${actor.name} has taken too many steps. Wait ${refusal.retryAfterSeconds} s.`;
    default:
      return refusal satisfies never;
  }
}
