import { csvRow, type Cell } from '../../../src/domain/values/csv.ts';

export { resultsHeading, resultsRow } from '../../../src/domain/campaign/results-csv.ts';
export type { Cell } from '../../../src/domain/values/csv.ts';

/**
 * Returns rows as CSV, with a byte order mark, without which spreadsheets misread names.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${csvRow(row, { quotesAll: true })}\r\n`).join('')}`;
}
