/**
 * The folders of the gateway stand above each other: none imports what imports it. None is too
 * large to look at.
 */
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

/** The folders that each folder imports from. */
const imported = new Map<string, Set<string>>();

beforeAll(async () => {
  for await (const file of glob('src/**/*.ts', { exclude: (name) => name === 'sandbox' })) {
    const folder = dirname(file);
    const from = imported.get(folder) ?? new Set();
    imported.set(folder, from);
    const text = await readFile(file, 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
      const other = dirname(join(folder, path));
      if (other !== folder) from.add(other);
    }
  }
});

/** Returns the folders of a circle through this one, or null. */
function circleOf(start: string): readonly string[] | null {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of imported.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return null;
}

test('there are folders, and they import each other', () => {
  expect(imported.size).toBeGreaterThan(40);
  expect(imported.get('src/graph/change')).toContain('src/changes');
});

test('no folder imports, directly or through others, what imports it', () => {
  // `main.ts` alone stands above all rooms.
  const folders = [...imported.keys()].filter((folder) => folder !== 'src');

  expect(folders.map(circleOf).filter((circle) => circle !== null)).toEqual([]);
});

test('no folder has more than 15 files', async () => {
  const sizes = new Map<string, number>();
  for await (const file of glob('src/**/*.{ts,html,css}')) {
    const folder = dirname(file);
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  }

  expect(sizes.size).toBeGreaterThan(50);
  expect([...sizes].filter(([, files]) => files > 15)).toEqual([]);
});
