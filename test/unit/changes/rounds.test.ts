/** Rounds of a task that repeats. */
import { expect, test } from '@jest/globals';
import { Rounds } from '../../../src/changes/background/rounds.ts';
import { until } from '../../reliability/am-traffic.ts';

const hourMs = 3_600_000;

test('the first round can come at once, however long the pause between two is', async () => {
  let rounds = 0;
  const task = async (): Promise<void> => void (rounds += 1);
  const repeated = new Rounds(task, hourMs);

  repeated.start(0);
  await until('a round has run', () => rounds > 0);
  await repeated.stop();

  expect(rounds).toBe(1);
});

test('a stop waits for the round under way, and none follows', async () => {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let isDone = false;
  const repeated = new Rounds(async () => {
    begun.resolve();
    await end.promise;
    isDone = true;
  }, hourMs);
  repeated.start(0);
  await begun.promise;

  const stopped = repeated.stop();
  end.resolve();
  await stopped;

  expect([isDone, repeated.isStopped]).toEqual([true, true]);
});
