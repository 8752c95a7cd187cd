import { loadConfig, type Environment } from '../../config/load-config.ts';
import { createCampaign } from '../../domain/campaign/create-campaign.ts';
import type { NewLine } from '../../domain/campaign/new-campaign.ts';
import { UnusablePeople } from '../../domain/campaign/people-file.ts';
import { planRefusal } from '../../domain/rules/plan-rules.ts';
import type { LedgerCampaigns } from '../../ledger/campaigns/campaigns.ts';
import type { CampaignCommand } from './campaign-arguments.ts';
import { UsageError } from '../line/arguments.ts';
import { exitCodes } from '../line/exit.ts';
import type { Terminal } from '../line/terminal.ts';
import { readSource } from '../people/people-source.ts';

/** What a command of campaigns works with. */
export interface CampaignWork {
  readonly campaigns: LedgerCampaigns;
  readonly environment: Environment;
  readonly terminal: Terminal;
}

type CreateCommand = Extract<CampaignCommand, { name: 'create' }>;

/** How many lines that are left out are printed; the page and the API list all of them. */
const mostPrinted = 20;

/**
 * Creates a campaign, and returns the exit code.
 * @throws UnusablePeople if no list of people can be read
 */
export async function create(
  command: CreateCommand,
  { campaigns, environment, terminal }: CampaignWork,
): Promise<number> {
  const { plan, actor, source } = command;
  const config = loadConfig(environment);
  const realm = config.access.realms.byName(plan.realm);
  if (realm === undefined) throw new UsageError(`--realm: "${plan.realm}" is not a served realm.`);
  const refusal = planRefusal(plan, config.access);
  if (refusal !== null)
    throw new UsageError(`--${String(refusal.facts['path'])}: ${refusal.message}`);
  let printed = 0;
  const leftOut = ({ number, skipped }: NewLine): void => {
    printed += 1;
    if (printed <= mostPrinted) terminal.printError(`line ${number}: ${skipped ?? ''}`);
    else if (printed === mostPrinted + 1)
      terminal.printError('… the page Campaigns lists all of them');
  };
  const { printError } = terminal;
  const from = { source, config, realm, calls: plan.calls, printError, leftOut };
  const lines = await readSource({ ...from, undone: 'No campaign was created.' });
  const order = { plan, actor, source, lines, request: null, keepsBadLines: true };
  const created = await createCampaign(campaigns, order);
  // Each line is printed already.
  if (created.kind === 'bad lines') throw new UnusablePeople('The file names no one.');
  if (created.kind !== 'created') throw new TypeError('only a request has a key and a limit');
  const { id, people, skips } = created;
  const out = Object.entries(skips).map(([reason, count]) => `, ${reason} ${count}`);
  terminal.print(`Campaign ${id} is created: ${people} people${out.join('')}.`);
  terminal.print(
    'Start its dry run next: on the page Campaigns, or by takeResetCampaignStep of the API.',
  );
  return exitCodes.done;
}
