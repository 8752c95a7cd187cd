/** What the schema shows of a person's list of devices is read in one place. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const door = 'src/graph/device/device-owned.ts';
const files = globSync('src/graph/**/*.ts').toSorted();

/** The file of each place in the room that matches. */
const placesOf = (pattern: RegExp): readonly string[] =>
  files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(() => file));

test('one place of the schema reads lists of devices', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(placesOf(/\bdevices\s*\.(?:load|of|list)\b/g)).toEqual([door]);
});

test('one place makes devices of a list those of their owner', () => {
  expect(placesOf(/(?<!function )\bownedBy\b/g)).toEqual([door]);
});
