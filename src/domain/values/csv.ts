/** A value of a cell; null and undefined are an empty one. */
export type Cell = string | number | boolean | null | undefined;

/** What begins a cell that a spreadsheet may run; full-width signs are read as the plain ones. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** What needs quotes, besides formulas: separators, quotes, line breaks, blanks at an end. */
const special = /[",;\r\n]|^\s|\s$/;

/**
 * Returns one row of CSV (RFC 4180), without its line break. Names and reasons are other people's
 * words: an apostrophe keeps spreadsheets from running one as a formula (security E10), and no
 * control character reaches a terminal. The pages and the command line write every file by this
 * function.
 */
export function csvRow(cells: readonly Cell[], { quotesAll = false } = {}): string {
  return cells.map((cell) => cellOf(String(cell ?? ''), quotesAll)).join(',');
}

/** Control characters, which a terminal obeys, and marks that turn the direction of a text. */
const commands = /[^\P{Cc}\t\r\n]|[\u202a-\u202e\u2066-\u2069]/gu;

function cellOf(given: string, isQuoted: boolean): string {
  const text = given.replaceAll(commands, '\ufffd');
  const safe = formula.test(text) ? `'${text}` : text;
  return isQuoted || special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
