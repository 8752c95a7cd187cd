import { loadLedgerConfig, type Environment } from '../../config/load-config.ts';
import type { StepRefusal } from '../../domain/campaign/campaign-steps.ts';
import { LedgerCampaigns } from '../../ledger/campaigns/campaigns.ts';
import { LedgerRefused } from '../../store/tables/ledger-refused.ts';
import { Store } from '../../store/store.ts';
import { campaignCommands, type CampaignCommand } from './campaign-arguments.ts';
import { create, type CampaignWork } from './campaign-create.ts';
import { parseIn } from '../line/arguments.ts';
import { exitCodes } from '../line/exit.ts';
import type { Terminal } from '../line/terminal.ts';
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
    const work = { campaigns, environment, terminal };
    return await (command.name === 'create' ? create(command, work) : pause(command, work));
  } catch (error) {
    if (!(error instanceof UnusablePeople)) throw error;
    terminal.printError(`${error.message} No campaign was created.`);
    return exitCodes.data;
  } finally {
    await store.close();
  }
}

async function pause(
  { id: typed, actor }: Extract<CampaignCommand, { name: 'pause' }>,
  { campaigns, terminal }: CampaignWork,
): Promise<number> {
  const id = (await campaigns.find(typed))?.id ?? typed;
  const result = await campaigns.take({ step: 'paused', id, actor });
  if (result.kind === 'taken') {
    terminal.print(`Campaign ${id} is paused; people in progress are finished.`);
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
