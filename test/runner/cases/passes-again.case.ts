import { expect, test } from '@jest/globals';
import { hook, hooked, loads } from './shared.ts';

hook();

test('has its own hooks from a shared module', () => {
  expect(hooked).toBe(1);
});

test('finds what it shares loaded', () => {
  expect(loads).toEqual(['shared.ts']);
});
