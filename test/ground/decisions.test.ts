/** Each decision has a number of its own and is listed, and each mention leads to a decision. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from '@jest/globals';

const records = globSync('docs/adr/[0-9]*.md').map((path) => basename(path));
const listed = readFileSync('docs/adr/README.md', 'utf8');

const texts = globSync(
  [
    '*.md',
    '.{ci,github}/**/{run,*.{json,md,yml}}',
    '{bench,deploy,docs,examples,packages,schema,src,test,tools,web}/**/*.{graphql,md,sh,ts,tsx,yaml}',
  ],
  { exclude: ['**/node_modules/**', '**/dist/**', '**/results/**'] },
);

/** The decisions that a text names: `record 4`, `decisions 67, 68`, `docs/adr/0004-…`. */
function decisionsIn(text: string): string[] {
  // The command line reports records of the ledger by their number.
  const prose = text.replaceAll(/\brecord \d+(?= of realm|; its last one)/g, '');
  const words =
    /\b(?:records?|decisions?|ADRs?)(?: |\n[ *#/]*)\[?(\d{1,4}(?:(?:,| and) \d{1,4})*)\b/gi;
  const numbers = [...prose.matchAll(words)].flatMap(([, list = '']) => list.match(/\d+/g) ?? []);
  const paths = [...prose.matchAll(/\badr\/(\d[-\w]*)/g)].map(([, path = '']) => path);
  return [...numbers.map((number) => `${number.padStart(4, '0')}-`), ...paths];
}

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

test('each mention of a decision leads to its record', () => {
  const named = texts.flatMap((file) =>
    decisionsIn(readFileSync(file, 'utf8')).map((name) => [file, name] as const),
  );
  const dead = named.filter(([, name]) => !records.some((record) => record.startsWith(name)));

  expect(named.length).toBeGreaterThan(90);
  expect(dead.map(([file, name]) => `${file} → ${name}`)).toEqual([]);
});
