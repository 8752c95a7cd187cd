import { csvRow, type Cell } from '../values/csv.ts';

/** The columns of a campaign's results. Names and values are those of the schema. */
const columns = [
  'number',
  'name',
  'state',
  'result',
  'changeReference',
  'endedAt',
  'finding',
  'deviceCount',
] as const;

/** A line of the results, with the names of the schema. */
export type ResultLine = Readonly<Record<(typeof columns)[number], Cell>>;

/** The first row, after a byte order mark, without which spreadsheets misread names. */
export function resultsHeading(): string {
  return `\uFEFF${csvRow(columns)}\r\n`;
}

/** A row of the results as CSV. */
export function resultsRow(line: ResultLine): string {
  return `${csvRow(columns.map((column) => line[column]))}\r\n`;
}
