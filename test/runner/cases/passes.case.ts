import { beforeEach, expect, test } from '@jest/globals';
import { hook, loads } from './shared.ts';

hook();
let before = 0;
beforeEach(() => void (before += 1));

test.each([1, 2])('passes %i', () => {
  expect(before).toBeGreaterThan(0);
});

test('loads what it shares once', () => {
  expect(loads).toEqual(['shared.ts']);
});
