/** Retries are a fifth of the reads, after ten that were saved up (reliability R6). */
import { expect, test } from '@jest/globals';
import { RetryBudget } from '../../../src/am/http/retry-budget.ts';

function taken(budget: RetryBudget, tries: number): number {
  return Array.from({ length: tries }, () => budget.take()).filter(Boolean).length;
}

test('ten are there from the start, and no more', () => {
  expect(taken(new RetryBudget(), 100)).toBe(10);
});

test('what is saved up never grows beyond ten', () => {
  const budget = new RetryBudget();
  for (let read = 0; read < 1_000; read += 1) budget.note();

  expect(taken(budget, 100)).toBe(10);
});

test('five reads earn one retry', () => {
  const budget = new RetryBudget();
  taken(budget, 10);

  for (let read = 0; read < 4; read += 1) budget.note();
  expect(budget.take()).toBe(false);
  budget.note();

  expect(budget.take()).toBe(true);
  expect(budget.take()).toBe(false);
});

test('where every read fails, 30 of 100 are tried again, then one in five', () => {
  const budget = new RetryBudget();
  const round = (reads: number): number => {
    let retries = 0;
    for (let read = 0; read < reads; read += 1) {
      budget.note();
      if (budget.take()) retries += 1;
    }
    return retries;
  };

  const first = round(100);
  const later = round(1_000);

  expect(first).toBeGreaterThanOrEqual(28);
  expect(first).toBeLessThanOrEqual(30);
  expect(later).toBeGreaterThanOrEqual(199);
  expect(later).toBeLessThanOrEqual(201);
});
