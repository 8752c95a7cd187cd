/** The recipe of a condition has every door at which conditions are decided, and no other. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { moments } from '../unit/domain/conditions-matrix.ts';

/** Each decision in the source: its moment, and its file. */
function decisions(): readonly string[] {
  const files = globSync('src/**/*.ts', { exclude: ['src/domain/conditions/**'] });
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    if (!text.includes("/conditions/conditions.ts'")) return [];
    const named = [...text.matchAll(/\b(?:firstObstacle|requireConditions)\('([A-Z]+)'/g)];
    const asked = [...text.matchAll(/\bobstaclesOf\(/g)].map(() => 'PREVIEW');
    const found = [...named.map(([, moment = '']) => moment), ...asked];
    // Each use is in one of these forms, so that this test sees it.
    const used = [...text.matchAll(/\b(?:firstObstacle|requireConditions|obstaclesOf)\(/g)];
    expect({ file, found: found.length }).toEqual({ file, found: used.length });
    return found.map((moment) => `${moment} ${file}`);
  });
}

/** Each row of the recipe's table: a moment, and its doors. */
function listed(): readonly string[] {
  const rows = readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^ {3}\| `([A-Z]+)`.*$/gm);
  return [...rows].flatMap(([row, moment = '']) =>
    [...row.matchAll(/`(src\/[^`]+)`/g)].map(([, file = '']) => `${moment} ${file}`),
  );
}

test('the recipe names each door at its moment', () => {
  expect(listed().toSorted()).toEqual([...new Set(decisions())].toSorted());
});

test('each moment has a door', () => {
  const named = new Set(listed().map((one) => one.split(' ')[0]));

  expect(named).toEqual(new Set(moments));
});
