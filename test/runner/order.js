import TestSequencer from '@jest/test-sequencer';
import { chanceOf } from '../support/seeded.ts';

/** Draws the order of the files, to find a file that depends on what ran before it. */
const seed = process.env['ORDER_SEED'];

/**
 * Runs files that mostly wait, for a deadline, a lock or a process that starts, beside files that
 * keep a core busy. So more workers than there are cores are busy from the first file to the last.
 * The longest files come first: none of them is alone at the end.
 */
export default class MixedOrder extends TestSequencer {
  sort(tests) {
    if (seed) return drawn([...tests]);
    const sorted = super.sort([...tests]);
    return [
      ...mixed(sorted.filter(({ path }) => longest.test(path))),
      ...mixed(sorted.filter(({ path }) => !longest.test(path))),
    ];
  }
}

function drawn(tests) {
  const at = ({ path }) => chanceOf(`${seed}${path.slice(process.cwd().length)}`);
  return tests.toSorted((one, other) => at(one) - at(other));
}

function mixed(tests) {
  const share = new Map();
  for (const files of [
    tests.filter(({ path }) => waiting.test(path)),
    tests.filter(({ path }) => !waiting.test(path)),
  ])
    files.forEach((file, at) => share.set(file, (at + 0.5) / files.length));
  return tests.toSorted((one, other) => share.get(one) - share.get(other));
}

/** Files of about ten seconds and more on quiet cores. A first run knows their sizes only. */
const longest =
  /\/test\/(?:access\/(?:matrix|shared-)|callers\/service-|devices\/outcomes|ground\/operations-page|ledger\/(?:flood|killed-)|reliability\/(?:chaos|compartments|deadline|drain|listener|replicas|request-|retry|start-)|sandbox\/command-)/;

const waiting =
  /\/test\/(?:reliability|ledger|operations|changes)\/|\/(?:command-line|concurrent|deadline|queued-changes|reset-partly|service-credential|upstream|outcomes)\.test/;
