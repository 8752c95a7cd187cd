/** A value of a cell; null and undefined are an empty one. */
export type Cell = string | number | boolean | null | undefined;

/**
 * Returns rows as CSV (RFC 4180), with a byte order mark, without which spreadsheets misread names.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

/**
 * Names and reasons are other people's words. An apostrophe keeps spreadsheets from running one as
 * a formula (security E10); the full-width signs are read as the plain ones.
 */
function cellOf(value: Cell): string {
  const text = String(value ?? '');
  const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
