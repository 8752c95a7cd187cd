/** The setups on the page of caches are part of the files that the tests of this folder run. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { blocksOf } from '../support/page.ts';

test('docs/caches.md shows tested code', async () => {
  const blocks = blocksOf('docs/caches.md').filter(({ use }) => use.startsWith('from='));

  for (const { use, text } of blocks) {
    const file = await readFile(use.replace('from=', ''), 'utf8');
    const lines = new Set(file.split('\n').map((line) => line.trim()));
    expect(
      text
        .split('\n')
        .map((line) => line.trim().replace(/;$/, ''))
        .filter((line) => line !== '' && ![...lines].some((one) => one.includes(line))),
    ).toEqual([]);
  }
  expect(blocks).toHaveLength(7);
});
