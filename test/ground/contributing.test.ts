/** CONTRIBUTING names files that exist, and the walk of a change stays short. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const page = readFileSync('CONTRIBUTING.md', 'utf8');

test('every file that it names exists', () => {
  const named = [...page.matchAll(/`((?:src|test|web|packages|schema|codegen|docs)\/[\w./-]+)`/g)];
  const files = named.map(([, file = '']) => file);

  expect(files.length).toBeGreaterThan(60);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('a reset passes at most 22 files, the ledger among them', () => {
  const [, section = ''] = page.split('## From a request to its answer');
  const [walk = ''] = section.split('\n## ');
  const files = [...walk.matchAll(/^\d+\. `(src\/[\w./-]+)`/gm)].map(([, file]) => file);

  expect(files).toContain('src/changes/run-change.ts');
  expect(files).toContain('src/ledger/begin.ts');
  expect(files.length).toBeLessThanOrEqual(22);
});
