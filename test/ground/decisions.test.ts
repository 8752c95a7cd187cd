/** Each decision has a number of its own, and its title is in the list of decisions. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from '@jest/globals';

const records = globSync('docs/adr/[0-9]*.md').map((path) => basename(path));
const listed = readFileSync('docs/adr/README.md', 'utf8');

function titleOf(file: string): string {
  const [first = ''] = readFileSync(`docs/adr/${file}`, 'utf8').split('\n');
  return first.replace('# ', '');
}

test('there are decisions', () => {
  expect(records.length).toBeGreaterThan(50);
});

test.each(records)('%s has its number in name and title', (file) => {
  const number = file.slice(0, 4);
  expect(titleOf(file)).toMatch(new RegExp(`^${Number(number)}\\. `));
  expect(records.filter((other) => other.startsWith(number))).toEqual([file]);
});

test.each(records)('%s is once in the list of decisions, by its title', (file) => {
  expect(listed.split(`- [${titleOf(file)}](${file})`)).toHaveLength(2);
});

test.each(records)('%s is in force', (file) => {
  // A decision that another one replaces whole goes: git has it.
  expect(readFileSync(`docs/adr/${file}`, 'utf8')).not.toMatch(
    /^(?:Date: [-\d]+\. )?Status: (?:replaced|superseded|rejected|withdrawn)/m,
  );
});
