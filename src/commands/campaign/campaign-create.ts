import { loadConfig, type Config, type Environment } from '../../config/load-config.ts';
import { ticketRefusal } from '../../domain/rules/change-rules.ts';
import { createCampaign, type NewLine } from '../../ledger/campaigns/campaign-load.ts';
import type { Store } from '../../store/store.ts';
import type { CampaignCommand } from './campaign-arguments.ts';
import { UsageError } from '../line/arguments.ts';
import { exitCodes } from '../line/exit.ts';
import type { Terminal } from '../line/terminal.ts';
import { UnusablePeople } from '../people/people-file.ts';
import { readSource } from '../people/people-source.ts';

/** What a command of campaigns works with. */
export interface CampaignWork {
  readonly store: Store;
  readonly environment: Environment;
  readonly terminal: Terminal;
}

type CreateCommand = Extract<CampaignCommand, { name: 'create' }>;

/** How many lines that are left out are printed; the results have all of them. */
const mostPrinted = 20;

/**
 * Creates a campaign, and returns the exit code.
 * @throws UnusablePeople if no list of people can be read
 */
export async function create(
  command: CreateCommand,
  { store, environment, terminal }: CampaignWork,
): Promise<number> {
  const { plan, actor, source } = command;
  const config = loadConfig(environment);
  const realm = config.access.realms.byName(plan.realm);
  if (realm === undefined) throw new UsageError(`--realm: "${plan.realm}" is not a served realm.`);
  requireTicket(plan.ticket, config);
  requireArea(plan.area, config);
  const counts: Record<string, number> = {};
  const leftOut = ({ number, skipped }: NewLine): void => {
    const reason = skipped ?? '';
    counts[reason] = (counts[reason] ?? 0) + 1;
    const printed = sumOf(counts);
    if (printed <= mostPrinted) terminal.printError(`line ${number}: ${reason}`);
    else if (printed === mostPrinted + 1) terminal.printError('… the results list all of them');
  };
  let people = 0;
  const { printError } = terminal;
  const from = { source, config, realm, calls: plan.calls, printError, leftOut };
  const batches = await readSource({ ...from, undone: 'No campaign was created.' });
  const lines = countPeople(batches, (more) => {
    people += more;
  });
  const now = await store.now();
  const id = await createCampaign(store, { plan, actor, source, lines, now });
  const out = Object.entries(counts).map(([reason, count]) => `, ${reason} ${count}`);
  terminal.print(`Campaign ${id} is created: ${people} people${out.join('')}.`);
  terminal.print(`Read their devices first: identity-gateway campaign dry-run ${id}`);
  return exitCodes.done;
}

/** The deployment's form of tickets holds for campaigns, too. */
function requireTicket(ticket: string | null, { access }: Config): void {
  const { ticketPattern: pattern, ticketExample: example } = access;
  const refusal = ticketRefusal(ticket ?? '', { isRequired: false, pattern, example });
  if (refusal !== null) throw new UsageError(`--ticket: ${refusal.message}`);
}

/** A gateway that does not know the area would reset no one. */
function requireArea(area: string | null, { access: { areas } }: Config): void {
  if (area === null || areas.some(({ name }) => name === area)) return;
  throw new UsageError(`--area: "${area}" is no area of AREA_PEOPLE.`);
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

async function* countPeople(
  batches: AsyncIterable<readonly NewLine[]>,
  note: (people: number) => void,
): AsyncGenerator<readonly NewLine[]> {
  let all = 0;
  for await (const batch of batches) {
    const people = batch.filter(({ skipped }) => skipped === null).length;
    all += people;
    note(people);
    yield batch;
  }
  if (all === 0) throw new UnusablePeople('The file names no one.');
}
