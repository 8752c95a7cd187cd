import { readFile } from 'node:fs/promises';

/** Returns the rows of the tables in a page, as lists of cells without backticks. */
export async function rowsOf(page: string): Promise<string[][]> {
  const lines = (await readFile(page, 'utf8')).split('\n');
  const rows = lines.filter((line) => line.startsWith('| `')).map((line) => line.split('|'));
  return rows.map((cells) => cells.slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')));
}

/** What each room may import, as the table of CONTRIBUTING words it. */
export async function importsOfRooms(): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf('CONTRIBUTING.md');
  return new Map(
    rows.flatMap(([path = '', , imports]) => {
      const [, room] = /^src\/([\w-]+)$/.exec(path) ?? [];
      return room === undefined || imports === undefined ? [] : [[room, imports]];
    }),
  );
}
