/** The schemas of events list every kind of device, in the order of the kinds. */
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
