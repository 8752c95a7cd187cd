import { relative } from 'node:path';
import TestSequencer from '@jest/test-sequencer';
import { chanceOf } from '../support/seeded.ts';
import { costs, secondsOf } from './tiers.ts';

/** Draws the order of the files, to find a file that depends on what ran before it. */
const seed = process.env['ORDER_SEED'];

/** Seconds of a file that starts among the first, so that it is not alone at the end. */
const longSeconds = 8;

/**
 * Runs files that mostly wait, for a deadline, a lock or a process that starts, beside files that
 * keep a core busy. So more workers than there are cores are busy from the first file to the last.
 */
export default class MixedOrder extends TestSequencer {
  sort(tests) {
    if (seed) return drawn([...tests]);
    const sorted = tests.toSorted(
      (one, other) => secondsOf(nameOf(other)) - secondsOf(nameOf(one)),
    );
    const isLong = (test) => secondsOf(nameOf(test)) > longSeconds;
    return [...mixed(sorted.filter(isLong)), ...mixed(sorted.filter((test) => !isLong(test)))];
  }
}

function nameOf({ path }) {
  return relative(process.cwd(), path);
}

function drawn(tests) {
  const at = (test) => chanceOf(`${seed}/${nameOf(test)}`);
  return tests.toSorted((one, other) => at(one) - at(other));
}

function mixed(tests) {
  const share = new Map();
  for (const files of [tests.filter(isWaiting), tests.filter((test) => !isWaiting(test))])
    files.forEach((file, at) => share.set(file, (at + 0.5) / files.length));
  return tests.toSorted((one, other) => share.get(one) - share.get(other));
}

function isWaiting(test) {
  const { cpu, idle } = costs.get(nameOf(test)) ?? { cpu: 0, idle: 0 };
  return idle > cpu;
}
