import { loadLedgerConfig, type Environment } from '../../config/load-config.ts';
import type { StepRefusal } from '../../domain/campaign/campaign-steps.ts';
import { LedgerCampaigns } from '../../ledger/campaigns/campaigns.ts';
import { LedgerRefused } from '../../store/tables/ledger-refused.ts';
import { Store } from '../../store/store.ts';
import { campaignCommands, type CampaignCommand, type StopStep } from './campaign-arguments.ts';
import { create, type CampaignWork } from './campaign-create.ts';
import { printResults } from './campaign-results.ts';
import { lineOfCampaign, show } from './campaign-show.ts';
import { parseIn } from '../line/arguments.ts';
import { exitCodes } from '../line/exit.ts';
import { printList, type Terminal } from '../line/terminal.ts';
import { UnusablePeople } from '../../domain/campaign/people-file.ts';

/** Runs `identity-gateway campaign …`, and returns its exit code. */
export async function runCampaign(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseIn(campaignCommands, args);
  const settings = loadLedgerConfig(environment);
  if (settings.postgres === undefined)
    throw new LedgerRefused(
      'DATABASE_URL: missing; campaigns need PostgreSQL. Nothing was changed.',
    );
  const store = await Store.open(settings, { create: false });
  try {
    const now = await store.now();
    const campaigns = new LedgerCampaigns(store, () => now);
    return await runParsed(command, { store, campaigns, environment, terminal });
  } catch (error) {
    if (!(error instanceof UnusablePeople)) throw error;
    terminal.printError(`${error.message} No campaign was created.`);
    return exitCodes.data;
  } finally {
    await store.close();
  }
}

async function runParsed(command: CampaignCommand, work: CampaignWork): Promise<number> {
  const { store, campaigns, terminal } = work;
  switch (command.name) {
    case 'create':
      return create(command, work);
    case 'list': {
      const lines = (await campaigns.list({ most: 100 })).map(lineOfCampaign);
      printList(terminal, lines, 'There is no campaign.');
      return exitCodes.done;
    }
    case 'show':
    case 'results':
    case 'stop': {
      const campaign = await campaigns.find(command.id);
      if (campaign === null) {
        terminal.printError(`Campaign ${command.id} was not found. Nothing was changed.`);
        return exitCodes.failed;
      }
      const found = { ...command, id: campaign.id };
      if (found.name === 'show') return show(store, found, terminal);
      if (found.name === 'results') return printResults(store, found.id);
      return stop(found, campaigns, terminal);
    }
    default:
      return command satisfies never;
  }
}

const doneTexts: Readonly<Record<StopStep, string>> = {
  paused: 'is paused; people in progress are finished',
  aborted: 'is aborted; people in progress are finished',
};

async function stop(
  { step, id, actor }: Extract<CampaignCommand, { name: 'stop' }>,
  campaigns: LedgerCampaigns,
  terminal: Terminal,
): Promise<number> {
  const result = await campaigns.take({ step, id, actor });
  if (result.kind === 'taken') {
    terminal.print(`Campaign ${id} ${doneTexts[step]}.`);
    return exitCodes.done;
  }
  terminal.printError(`${refusalText(id, result)} Nothing was changed.`);
  return exitCodes.failed;
}

function refusalText(id: string, refusal: StepRefusal): string {
  switch (refusal.kind) {
    case 'unknown':
      return `Campaign ${id} was not found.`;
    case 'state':
      return `Campaign ${id} is ${refusal.state}, which does not permit this.`;
    case 'same person':
      return `Campaign ${id} was created by ${refusal.name}, who cannot do this.`;
    case 'limited':
      return `Too many steps were taken. Wait ${refusal.retryAfterSeconds} s.`;
    default:
      return refusal satisfies never;
  }
}
