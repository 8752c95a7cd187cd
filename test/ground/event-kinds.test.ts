/** The schemas of events list every kind of device, and docs/events.md every schema. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { deviceKinds } from '../../src/domain/devices/device.ts';

test('each list of kinds in a schema of events is whole', () => {
  const texts = globSync('schema/events/*.json').map((file) => readFileSync(file, 'utf8'));
  const lists = texts.flatMap((text) => [...text.matchAll(/"enum":\s*(\[[^\]]*"OATH"[^\]]*\])/g)]);

  expect(lists.length).toBeGreaterThan(4);
  expect(new Set(lists.map(([, list = '']) => JSON.parse(list).join()))).toEqual(
    new Set([deviceKinds.join()]),
  );
});

test('docs/events.md links the schema of each event', () => {
  const page = readFileSync('docs/events.md', 'utf8');
  const files = globSync('schema/events/*.json');

  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !page.includes(`(../${file})`))).toEqual([]);
});
