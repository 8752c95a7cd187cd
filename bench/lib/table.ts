/** Tables in Markdown that are also readable in a terminal. */

/** Formats a table. Columns of figures are aligned to the right. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(3, head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const isFigure = heads.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[-\d–.]|^$/.test(row[column] ?? '')),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        return isFigure[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(' | ')} |`;
  const rule = `| ${widths
    .map((width, column) =>
      isFigure[column] === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
    )
    .join(' | ')} |`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
}
