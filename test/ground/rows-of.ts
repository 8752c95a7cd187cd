import { readFile } from 'node:fs/promises';

/** The rows of the tables of a page, each a list of cells without back-ticks. */
export async function rowsOf(page: string): Promise<string[][]> {
  const text = await readFile(page, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}
