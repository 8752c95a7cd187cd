/** The README of a room describes each folder of the room that holds code. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const files = globSync('{src,web/src}/*/**/*.{ts,tsx}');
const folders = [...new Set(files.map((file) => dirname(file)))].toSorted();

/** The nearest README at a folder or above it. */
function readmeOf(folder: string): string {
  const readme = join(folder, 'README.md');
  return existsSync(readme) ? readme : readmeOf(dirname(folder));
}

/** What a page names as code or by a link: folders, and files in them. */
function namesIn(page: string): readonly string[] {
  const names = page.matchAll(/`([\w./-]+)`|\]\(([\w./-]+)\)/g);
  return [...names].map(([, code, link]) => code ?? link ?? '');
}

/** Whether the page names a folder beside it, or a file in that folder. */
function describes(readme: string, folder: string): boolean {
  const path = relative(dirname(readme), folder);
  const names = namesIn(readFileSync(readme, 'utf8'));
  return path === '' || names.some((name) => name === path || name.startsWith(`${path}/`));
}

test('there are folders below rooms and pages', () => {
  expect(folders).toContain('src/graph/device');
  expect(folders).toContain('web/src/parts');
  expect(folders.length).toBeGreaterThan(100);
});

test.each(folders)('%s is described', (folder) => {
  const readme = readmeOf(folder);

  expect({ readme, describes: describes(readme, folder) }).toEqual({ readme, describes: true });
});
