import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { besideChain } from '../../../src/ledger/upkeep/beside-chain.ts';

test('the page of the ledger names every table that verify does not cover', () => {
  const page = readFileSync('docs/ledger.md', 'utf8');
  const [, section = ''] = page.split('no table beside the chain');
  const [listed = ''] = section.split(/^## /m);
  const rows = [...listed.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)];

  expect(Object.fromEntries(rows.map(([, table, text]) => [table, text]))).toEqual(besideChain);
});
