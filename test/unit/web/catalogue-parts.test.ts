/** The parts of a catalogue: a page finds each of its texts in the core or in its own part. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { catalogueParts, partsOfKeys } from '../../../web/build/catalogue-parts.ts';

const keys = Object.keys(JSON.parse(readFileSync('web/messages/en.json', 'utf8')));
const parts = partsOfKeys('web/src', keys);
const partOf = (key: string) => parts.get(key);

test('every message is in one part, and every part has messages', () => {
  expect([...parts.keys()].toSorted()).toEqual(keys.toSorted());
  expect(new Set(parts.values())).toEqual(new Set(catalogueParts));
});

test('a text of one page alone leaves the core', () => {
  expect(partOf('find.nobody')).toBe('desk');
  expect(partOf('campaign.consequence.abort')).toBe('oversight');
});

test('a text of My devices, of a shared part, or of pages of two parts is in the core', () => {
  expect(['devices.title', 'enrolment.OPEN', 'campaigns.title'].map(partOf)).toEqual(
    Array.from({ length: 3 }, () => 'core'),
  );
});

test('a template in the core keeps all of its keys there', () => {
  const ofKind = keys.filter((key) => /^kind\.\w+\.title$/.test(key));
  expect(ofKind.length).toBeGreaterThan(5);
  expect(new Set(ofKind.map(partOf))).toEqual(new Set(['core']));
});
