/**
 * How many files name a condition of a change outside its own: each of them must be looked at when
 * the condition changes. Where a number falls, lower it here.
 */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';

/** The table itself, and files whose path has the name, are a condition's own. */
const table = 'src/domain/conditions/';
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

const code = new Map<string, string>();

beforeAll(async () => {
  for await (const file of glob('src/**/*.ts', { exclude: ['src/sandbox/**'] }))
    code.set(file, readFileSync(file, 'utf8').replaceAll(comments, ''));
});

test.each([
  ['area', /(?<![a-z])area(?:s?(?![a-z])|s?(?=[A-Z]))|[a-z]Areas?(?![a-z])/, 78],
  ['proof', /proof/i, 57],
  ['threat', /threat/i, 48],
  ['approv', /approv/i, 61],
] as const)('%s is named in few files of others', (name, word, most) => {
  const naming = [...code].filter(([file, text]) => !file.includes(name) && word.test(text));
  const others = naming.map(([file]) => file).filter((file) => !file.startsWith(table));

  expect(code.size).toBeGreaterThan(300);
  expect(others.length > most ? others.toSorted() : []).toEqual([]);
});
