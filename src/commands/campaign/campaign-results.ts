import { once } from 'node:events';
import type { CampaignLine } from '../../domain/campaign/campaign-line.ts';
import { resultsHeading, resultsRow } from '../../domain/campaign/results-csv.ts';
import { linesOf } from '../../ledger/campaigns/campaign-lines.ts';
import type { Store } from '../../store/store.ts';
import { exitCodes } from '../line/exit.ts';
import { hasReader } from '../line/terminal.ts';

/** Prints every line of a campaign as CSV, in the order of the file. */
export async function printResults(store: Store, id: string): Promise<number> {
  await write(resultsHeading());
  for await (const page of linesOf((query) => store.query(query), id)) {
    for (const line of page) await write(csvOf(line));
    if (!hasReader()) break;
  }
  return exitCodes.done;
}

/** Waits for standard output, because results can be larger than memory. */
async function write(line: string): Promise<void> {
  try {
    if (!process.stdout.write(line)) await once(process.stdout, 'drain');
  } catch (error) {
    // `once` rejects with the error of the stream.
    if (hasReader()) throw error;
  }
}

/** One line of the results as CSV. */
export function csvOf({ change: changeReference, devices: deviceCount, ...line }: CampaignLine) {
  return resultsRow({ ...line, state: line.state.toUpperCase(), changeReference, deviceCount });
}
