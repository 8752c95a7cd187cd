/** Costly reads wait for each change that is under way, and never for long. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Precedence } from '../../../src/store/precedence.ts';

const hourMs = 3_600_000;

/** Whether a read has gone on after many looks. */
async function goesOn(read: Promise<void>): Promise<boolean> {
  let isOver = false;
  void read.then(() => (isOver = true));
  for (let look = 0; look < 10; look += 1) await sleep(2);
  return isOver;
}

test('without a change a read goes on', async () => {
  expect(await goesOn(new Precedence(hourMs).giveWay())).toBe(true);
});

test.each([1, 2, 3])('a read waits until all of %i changes have ended', async (changes) => {
  const precedence = new Precedence(hourMs);
  for (let change = 0; change < changes; change += 1) precedence.started();
  const read = precedence.giveWay();

  for (let ended = 0; ended < changes; ended += 1) {
    expect(await goesOn(read)).toBe(false);
    precedence.ended();
  }
  await read;
  expect(await goesOn(precedence.giveWay())).toBe(true);
});

test('a read does not wait for long for a change that does not end', async () => {
  const precedence = new Precedence(5);
  precedence.started();

  await expect(precedence.giveWay()).resolves.toBeUndefined();
});
