import { once } from 'node:events';
import { csvRow } from '../../domain/values/csv.ts';
import { linesOf, type ReportedLine } from '../../ledger/campaigns/campaign-lines.ts';
import type { Store } from '../../store/store.ts';
import { exitCodes } from '../line/exit.ts';
import { hasReader } from '../line/terminal.ts';

const heading = 'line,name,state,result,change,ended,dry run,devices';

/** Prints every line of a campaign as CSV, in the order of the file. */
export async function printResults(store: Store, id: string): Promise<number> {
  await write(heading);
  for await (const page of linesOf((query) => store.query(query), id)) {
    for (const line of page) await write(csvOf(line));
    if (!hasReader()) break;
  }
  return exitCodes.done;
}

/** Waits for standard output, because results can be larger than memory. */
async function write(line: string): Promise<void> {
  try {
    if (!process.stdout.write(`${line}\r\n`)) await once(process.stdout, 'drain');
  } catch (error) {
    // `once` rejects with the error of the stream.
    if (hasReader()) throw error;
  }
}

/** One line of the results as CSV. */
export function csvOf(line: ReportedLine): string {
  const { number, name, state, result, change_id: change, ended_at: ended } = line;
  const at = ended === null ? null : new Date(ended).toISOString();
  const cells = [number, name, state, result, change, at, line.finding, line.devices];
  return csvRow(cells);
}
