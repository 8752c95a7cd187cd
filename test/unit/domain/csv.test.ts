/** In every file of CSV: no control character reaches a terminal, and no mark turns a text. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createList } from '../../../src/commands/coverage/coverage-csv.ts';
import { resultsRow, type ResultLine } from '../../../src/domain/campaign/results-csv.ts';
import { csvText } from '../../../web/src/data/csv-text.ts';

const odd = 'bob\u001b[2J\u0007\u009b\u202e';
const shown = 'bob\ufffd[2J\ufffd\ufffd\ufffd';

const line: ResultLine = {
  number: 1,
  name: odd,
  state: 'SKIPPED',
  result: 'BAD_LINE',
  changeReference: null,
  endedAt: null,
  finding: null,
  deviceCount: null,
};

async function coverageOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'csv-'));
  try {
    const path = join(folder, 'people.csv');
    const list = await createList(path, null);
    list.add(name, { kind: 'not read', code: 'UPSTREAM_ERROR' });
    await list.end([name]);
    return await readFile(path, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each<[string, () => string | Promise<string>]>([
  ['the results of a campaign', () => resultsRow(line)],
  ['coverage --csv', () => coverageOf(odd)],
  ['a table of the pages', () => csvText([[odd]])],
])('%s', async (_file, write) => {
  const text = await write();

  expect(text).toContain(shown);
  expect(text).not.toMatch(/[^\P{Cc}\r\n]|\u202e/u);
});
