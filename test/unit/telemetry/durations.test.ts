/** What is counted here is told as the library would tell it. */
import { expect, test } from '@jest/globals';
import { Histogram, Registry } from '@prometheus-io/client';
import { buckets, Durations } from '../../../src/telemetry/durations.ts';

const about = { name: 'calls_seconds', help: 'How long calls took,\nwith a \\.' };
const labelNames = ['place', 'status'] as const;

type Observation = readonly [seconds: number, place: string, status: string | number];

function ours(observations: readonly Observation[]): Registry {
  const registry = new Registry();
  const durations = new Durations({ ...about, labelNames, registry });
  for (const observation of observations) durations.count(...observation);
  return registry;
}

function theirs(observations: readonly Observation[]): Registry {
  const registry = new Registry();
  const histogram = new Histogram({ ...about, labelNames, buckets, registers: [registry] });
  for (const [seconds, place, status] of observations)
    histogram.observe({ place, status }, seconds);
  return registry;
}

/** The same numbers in each run. */
function drawn(count: number): Observation[] {
  let seed = 7;
  const draw = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  return Array.from({ length: count }, () => [
    draw(20_000) / 1_000,
    ['users/{id}', 'sessions', ''][draw(3)] ?? '',
    [200, 404, 'DEADLINE', ''][draw(4)] ?? '',
  ]);
}

test.each<[string, readonly Observation[]]>([
  ['nothing', []],
  ['one duration', [[0.003, 'users/{id}', 200]]],
  ['no time at all', [[0, 'users/{id}', 200]]],
  [
    'every bound, and just above it',
    buckets.flatMap((bound) => [
      [bound, 'a', 200],
      [bound + 1e-9, 'a', 200],
    ]),
  ],
  [
    'two that differ in their first label',
    [
      [1, 'a', 200],
      [2, 'b', 200],
      [3, 'a', 200],
    ],
  ],
  [
    'two that differ in their second',
    [
      [1, 'a', 200],
      [2, 'a', 404],
      [3, 'a', 200],
    ],
  ],
  [
    "values of one that are the other's",
    [
      [1, 'a', 'b'],
      [2, 'b', 'a'],
      [3, 'a', ''],
    ],
  ],
  ['characters with a meaning', [[1, 'a"b\\c\nd', 'x,y={}']]],
  ['ten thousand', drawn(10_000)],
])('%s', async (_label, observations) => {
  const told = await ours(observations).metrics();

  expect(told).toBe(await theirs(observations).metrics());
});

test('two whose values are alike only when written together are two', async () => {
  const told = await ours([
    [1, 'a|b', 'c'],
    [1, 'a', 'b|c'],
  ]).metrics();

  expect(told.match(/^calls_seconds_count.* 1$/gm)).toHaveLength(2);
});
