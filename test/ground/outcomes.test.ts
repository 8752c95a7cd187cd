/**
 * What an outcome means is decided once, by the table of `outcomeTraits`: no other module compares
 * an outcome with a single one, so that a part of a change counts in every rule.
 */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { RecordedOutcome } from '../../src/domain/change/change-record.ts';

/** `CampaignState` has a `DONE`, too; it is not the outcome of a change. */
const names = Object.values(RecordedOutcome).join('|');

/** A comparison with one outcome, or with a list or set of some, in TypeScript or SQL. */
const comparison = new RegExp(
  String.raw`(?:[!=]==?|\.(?:has|includes)\(|case when \w+ =|\bin \()\s*'(?:${names})'`,
  'g',
);

let read = 0;
let found: readonly string[] = [];

beforeAll(async () => {
  const files: string[] = [];
  for await (const file of glob('src/**/*.ts', { exclude: ['src/sandbox/**'] })) files.push(file);
  read = files.length;
  found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(comparison)].map(([text]) => `${file}: ${text}`),
  );
});

test('no module compares an outcome with a single one', () => {
  expect(read).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
