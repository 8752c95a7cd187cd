/** `npm run lint` rejects words of an old dialect and wide comments; this proves that it bites. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findWords } from '../../tools/lint/plain-english.ts';
import { useFolder } from '../support/folder.ts';

const wide = 'x'.repeat(95);

/** A module, and where the linter must find what. */
const bad: readonly (readonly [place: string, text: string, finding: string])[] = [
  ['a comment', "// Nobody knows.\nexport const a = 'x';\n", '1:4: “Nobody”'],
  ['a docstring', '/**\n * First.\n * It is told.\n */\nexport const a = 1;\n', '3:10: “told”'],
  ['a phrase over a line break', '// Some of\n// it.\nexport const a = 1;\n', '1:9: “of it”'],
  ['a comment in JSX', 'export const a = <p>{/* whoever */}</p>;\n', '1:25: “whoever”'],
  ['the title of a test', "test('nobody is asked', () => {});\n", '1:7: “nobody”'],
  ['the title of a table', "describe.each([1])('who is told', () => {});\n", '1:28: “told”'],
  ['a template as title', 'test(`${1} is told`, () => {});\n', '“told”'],
  ['a wide comment', `// ${wide} wide\nexport const a = 1;\n`, '1:101: The comment is 103 columns'],
];

/** A module that has no finding. */
const good: readonly (readonly [label: string, text: string])[] = [
  ['in plain English', '/** Returns null if the caller is unknown. */\nexport const a = 1;\n'],
  ['in code', "export const told = 'nobody';\n"],
  ['in an argument that is no title', "expect('nobody').toBe('told');\n"],
  ['in a generated module', '/** Written by `npm run generate`: nobody is told. */\n'],
  ['for a wide address', `// https://example.com/${wide}\nexport const a = 1;\n`],
  ['for wide code', `export const a = '${wide}';\n`],
];

const folder = useFolder();

/** The findings of all modules, a line each: `bad-0.tsx:1:4: “Nobody”: …`. */
const findings = lintAll();

function lintAll(): readonly string[] {
  for (const [index, [, text]] of bad.entries()) folder.write(`bad-${index}.tsx`, text);
  for (const [index, [, text]] of good.entries()) folder.write(`good-${index}.tsx`, text);
  const config = resolve('tools/lint/plain-english.oxlintrc.json');
  const args = ['--config', config, '--format', 'unix', folder.path];
  const { stdout } = spawnSync(resolve('node_modules/.bin/oxlint'), args, { encoding: 'utf8' });
  return stdout.split('\n').map((line) => line.replace(/^.*\/(?=(?:bad|good)-)/, ''));
}

const findingsIn = (file: string) => findings.filter((line) => line.startsWith(`${file}:`));

describe('a finding', () => {
  test.each(bad.map(([place, , finding], index) => ({ place, finding, index })))(
    'in $place',
    ({ finding, index }) => {
      expect(findingsIn(`bad-${index}.tsx`)).toEqual([expect.stringContaining(finding)]);
    },
  );
});

describe('no finding', () => {
  test.each(good.map(([label], index) => ({ label, index })))('$label', ({ index }) => {
    expect(findingsIn(`good-${index}.tsx`)).toEqual([]);
  });

  test.each(['`told`', '"told"', '“told”', '‘told’', "'told'", 'unfolded', 'of items'])(
    'in %s',
    (text) => {
      expect(findWords(`The word ${text} here.`)).toEqual([]);
    },
  );
});

test('an apostrophe starts no quotation', () => {
  expect(findWords("the caller's name, which AM's log is told").length).toBe(1);
});

test('every finding has a hint', () => {
  const text = 'told, whoever, nobody, those who, is none, of it, one’s own, made sure of';

  expect(findWords(text).map(({ hint }) => hint)).not.toContain('');
  expect(findWords(text)).toHaveLength(8);
});
